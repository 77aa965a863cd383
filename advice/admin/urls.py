"""What the admin has besides the pages of records."""

from django.urls import path

from advice.admin.checking import content_check_page
from advice.admin.previewing import preview

app_name = "editing"

urlpatterns = [
    path("content-check/", content_check_page, name="content_check"),
    path("preview/", preview, name="preview"),
]
