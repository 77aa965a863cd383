"""A page as its reader sees it: what each field holds, which errors stand beside it, what links."""

import re
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "input", "link", "meta"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = {"br", "dd", "div", "dt", "h2", "h3", "h4", "label", "legend", "li", "p", "td", "th"}


class Page(HTMLParser):
    """One page, taken apart."""

    def __init__(self, response):
        super().__init__()
        self.ids = []
        self.values = {}
        self.errors = {}
        self.links = []
        self.title = ""
        self.text = ""
        self.summary = []
        self.headings = []
        self.fields_of_folds = []
        self._open = []
        self._select = None
        self.feed(response.content.decode())
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        if tag in BLOCKS:
            self.text += " "
        if "id" in told:
            self.ids.append(told["id"])
        if tag == "a":
            self.links.append(told["href"])
        if tag in HEADINGS:
            self.headings.append((int(tag[1]), ""))
        if tag == "details":
            self.fields_of_folds.append(("open" in told, []))
        self._note_field(tag, told)
        if tag not in VOID:
            self._open.append((tag, told))

    def _note_field(self, tag, told):
        name = told.get("name")
        if tag == "option" and "selected" in told:
            self.values[self._select] = told["value"]
        if tag == "select":
            self._select = name
        if tag == "input" and told["type"] in {"checkbox", "radio"}:
            if "checked" in told:
                self.values.setdefault(name, []).append(told["value"])
        elif tag == "input":
            self.values[name] = told.get("value", "")
        if name and self._is_inside("details"):
            self.fields_of_folds[-1][1].append(name)

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._is_inside("title"):
            self.title += data
        if not self._is_inside("style"):
            self.text += data
        if any(self._is_inside(tag) for tag in HEADINGS):
            level, text = self.headings[-1]
            self.headings[-1] = (level, text + data)
        if self._is_inside("a") and self._is_inside("div", css="error-summary"):
            self.summary.append((self.links[-1], data))
        found = [told["id"] for _, told in self._open if told.get("id", "").startswith("error_")]
        if found and data.strip():
            field = re.sub(r"^error_\d+_id_", "", found[-1])
            self.errors.setdefault(field, []).append(data)

    def _is_inside(self, tag, css=None):
        return any(tag == name and css in {None, told.get("class")} for name, told in self._open)

    @property
    def anchors(self):
        """The ids that the error summary links to."""
        return [href.removeprefix("#") for href, _ in self.summary]

    def fold_of(self, field):
        """Whether the fold that holds the field is open; None where no fold holds it."""
        return next((is_open for is_open, names in self.fields_of_folds if field in names), None)
