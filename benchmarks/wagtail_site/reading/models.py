"""One kind of page: a title and rich text."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class TextPage(Page):
    """A page whose text editors write in Wagtail's editor."""

    body = RichTextField()

    content_panels = [*Page.content_panels, FieldPanel("body")]
