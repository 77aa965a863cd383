"""What a browser would post from a page of the admin."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """Collects the named fields of the page's own form, with the values that it shows."""

    def __init__(self):
        super().__init__()
        self.data = {}
        self.texts = set()
        self._inside = False
        self._select = self._textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self._inside = attrs.get("id", "").endswith("_form") and attrs["id"] != "logout-form"
        name = attrs.get("name") or ""
        if not self._inside or "__prefix__" in name:
            return
        if tag == "input" and name:
            self._input(name, attrs)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in attrs:
            self.data.setdefault(self._select, []).append(attrs.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            self.texts.add(name)
            self.data[name] = ""

    def _input(self, name, attrs):
        kind = attrs.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in attrs:
                self.data.setdefault(name, []).append(attrs.get("value", "on"))
        elif kind != "submit":
            self.data[name] = attrs.get("value", "")
            if kind != "hidden":
                self.texts.add(name)

    def handle_data(self, data):
        if self._textarea:
            self.data[self._textarea] += data

    def handle_endtag(self, tag):
        if tag == "textarea" and self._textarea:
            self.data[self._textarea] = self.data[self._textarea].removeprefix("\n")
            self._textarea = None
        elif tag == "select":
            self._select = None
        elif tag == "form":
            self._inside = False


def read_form(response):
    """(what a browser would post unchanged, the names of the fields that one can type in)."""
    fields = _Fields()
    fields.feed(response.content.decode())
    return fields.data, fields.texts


def open_form(client, address):
    """What a browser would post from the page, unchanged."""
    return read_form(client.get(address))[0]


def add_row(data, prefix, **values):
    """Add a row to an inline, as the button 添加另一个 does; its number."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    data[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    for name, value in values.items():
        data[f"{prefix}-{number}-{name}"] = value
    return number


def find_row(data, prefix, **values):
    """The number of the row of an inline that shows these values."""
    for number in range(int(data[f"{prefix}-TOTAL_FORMS"])):
        row = {name: data.get(f"{prefix}-{number}-{name}") for name in values}
        if {name: v[0] if isinstance(v, list) else v for name, v in row.items()} == values:
            return number
    raise LookupError(values)


def messages(response):
    """What the page after the redirect says."""
    return [str(message) for message in response.context["messages"]]


def errors(response):
    """Every error that the page shows, of the form and of its inlines."""
    found = list(response.context["errors"])
    return "".join(str(text) for texts in found for text in texts)
