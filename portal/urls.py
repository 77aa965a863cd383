"""Every address of the site: the admin for editors, and the pages of the app `advice`."""

from django.contrib import admin
from django.urls import include, path

handler400 = "advice.views.errors.bad_request"
handler403 = "advice.views.errors.permission_denied"
handler404 = "advice.views.errors.page_not_found"
handler500 = "advice.views.errors.server_error"

urlpatterns = [
    path("admin/", include("advice.admin.urls")),
    path("admin/", admin.site.urls),
    path("", include("advice.urls")),
]
