"""Yes and no, which the admin draws as icons, read out in Chinese: Django names them in English."""

from django.contrib.admin.templatetags import admin_list
from django.templatetags.static import static
from django.utils.html import format_html

ICONS = {True: ("yes", "是"), False: ("no", "否"), None: ("unknown", "不知道")}


def icon(value):
    name, words = ICONS[value]
    return format_html('<img src="{}" alt="{}">', static(f"admin/img/icon-{name}.svg"), words)


# There is no public way to it; a test reads the pages where such icons stand.
admin_list._boolean_icon = icon  # noqa: SLF001
