"""What the admin has besides the pages of records."""

from django.urls import path

from advice.admin.checking import content_check_page
from advice.admin.dashboard import first_page
from advice.admin.effects import effect_page
from advice.admin.logins import change_own_password
from advice.admin.previewing import preview
from advice.admin.record_preview import as_of, preview_record
from advice.admin.second_factor import enrol_page, qr_picture, second_factor_page
from advice.admin.tester import tester

app_name = "editing"

urlpatterns = [
    path("", first_page, name="first_page"),
    path("content-check/", content_check_page, name="content_check"),
    path("effect/<slug:kind>/<int:pk>/", effect_page, name="effect"),
    path("tester/<int:pk>/", tester, name="tester"),
    path("preview/", preview, name="preview"),
    path("preview/<slug:kind>/<int:pk>/", preview_record, name="preview_record"),
    path("as-of/", as_of, name="as_of"),
    path("password_change/", change_own_password, name="change_own_password"),
    path("second-factor/", second_factor_page, name="second_factor"),
    path("second-factor/enrol/", enrol_page, name="second_factor_enrol"),
    path("second-factor/qr.svg", qr_picture, name="second_factor_qr"),
]
