"""Adds the page to read at /guide/; run by `manage.py shell`, with its text in the file TEXT."""

import os
from pathlib import Path

from reading.models import TextPage
from wagtail.models import Site

text = Path(os.environ["TEXT"]).read_text(encoding="utf-8")
home = Site.objects.get(is_default_site=True).root_page
home.add_child(instance=TextPage(title="微粒贷逾期指引", slug="guide", body=text))
