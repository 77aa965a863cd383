"""The size of letters that a reader chose, kept in a cookie of the reader's own browser."""

COOKIE = "text"
# The value of the cookie is a class of the stylesheet; the reader chooses by these words.
SIZES = {"": "标准", "text-large": "大", "text-larger": "特大"}


def text_size(request) -> str:
    """The class of the chosen size; empty for the standard one, and for anything unknown."""
    chosen = request.COOKIES.get(COOKIE, "")
    return chosen if chosen in SIZES else ""


def reading(request) -> dict[str, object]:
    """What every page needs to show the chosen size and the choice."""
    return {"text_size": text_size(request), "text_sizes": SIZES}
