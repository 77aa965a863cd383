"""The site as it is reached through the proxy that ends TLS, for visitors who speak plain HTTP."""

from collections.abc import Iterable

from portal.wsgi import application as site


def application(environ: dict, start_response) -> Iterable[bytes]:
    environ["wsgi.url_scheme"] = "https"
    return site(environ, start_response)
