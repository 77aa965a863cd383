"""The headers of static files, which leave before the middleware that gives pages theirs."""


def add_headers(headers, path, url):
    """Let a file that is opened by itself, such as a picture, load nothing else."""
    headers["Content-Security-Policy"] = "default-src 'none'"
