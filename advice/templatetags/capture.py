"""A part of a template under a name, for a page that needs it in two places."""

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_block_tag
def capture(content: SafeString) -> SafeString:
    """`{% capture as name %}…{% endcapture %}`: what stands between, shown where `name` is."""
    return content
