"""Where a request comes from, as far as that can be trusted."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# A household has a network of so many bits, and can send from any address in it.
HOUSEHOLD_BITS = 64
# What stands for an address that is none.
UNKNOWN = "0.0.0.0"  # noqa: S104  # nothing listens on it


def client_address(request: HttpRequest) -> str:
    """The address that the outermost of our proxies saw; without proxies, the one connected."""
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    trusted = settings.TRUSTED_PROXIES
    seen = forwarded[-trusted].strip() if 0 < trusted <= len(forwarded) else ""
    return seen or request.META.get("REMOTE_ADDR", "")


def client_network(request: HttpRequest) -> str:
    """What stands for one visitor: the address, or the network of a household."""
    address = client_address(request)
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if not isinstance(ip, IPv6Address):
        return address
    if ip.ipv4_mapped:
        return str(ip.ipv4_mapped)
    return str(ip_network((int(ip), HOUSEHOLD_BITS), strict=False))


def login_address(request: HttpRequest) -> str:
    """The address that failed logins are counted under: always one, the first of a household."""
    address = client_network(request).partition("/")[0]
    try:
        return str(ip_address(address))
    except ValueError:
        return UNKNOWN


def is_sent_from_elsewhere(request: HttpRequest, *, from_unnamed_page: bool = False) -> bool:
    """Whether the browser says that a page of another site sent the request.

    A page of ours that names no referrer names no origin either: with `from_unnamed_page` that is
    no other site's.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site != "same-origin"
    host = request.get_host()
    ours = {f"https://{host}", f"http://{host}", *settings.CSRF_TRUSTED_ORIGINS}
    unnamed = {None, "null"} if from_unnamed_page else {None}
    return request.headers.get("Origin") not in ours | unnamed
