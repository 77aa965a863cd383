"""A visitor's browser as the site sees it: it takes compressed answers and keeps cookies."""

import gzip
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode

HEADERS = {"Accept-Encoding": "gzip, deflate, br"}
FORM_TYPE = "application/x-www-form-urlencoded"
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Message
    content: bytes

    @property
    def page(self) -> str:
        """The HTML as the browser unpacks it."""
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.content) if packed else self.content).decode()

    @property
    def wire_bytes(self) -> int:
        """What travelled: the headers and the content as it was packed."""
        return len(self.headers.as_bytes()) + len(self.content)


class Visitor:
    """Asks one address for pages and keeps the cookies that it sets."""

    def __init__(self, address: str):
        self.address = address
        self.cookies = SimpleCookie()

    @property
    def headers(self) -> dict[str, str]:
        """What this visitor sends with every request."""
        cookies = "; ".join(f"{name}={cookie.value}" for name, cookie in self.cookies.items())
        return HEADERS | ({"Cookie": cookies} if cookies else {})

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, form: dict[str, object]) -> Answer:
        """Send the form of that page with the token that the page set, and go where it leads."""
        self.get(path)
        token = self.cookies["csrftoken"].value
        body = urlencode(form | {"csrfmiddlewaretoken": token}, doseq=True)
        answer = self._ask("POST", path, body)
        way_on = answer.headers["Location"]
        return self.get(way_on) if way_on else answer

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        sent = {"Origin": f"https://{self.address}", "Content-Type": FORM_TYPE} if body else {}
        connection = HTTPConnection(self.address, timeout=PATIENCE_SECONDS)
        try:
            connection.request(method, path, body, self.headers | sent)
            response = connection.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer
