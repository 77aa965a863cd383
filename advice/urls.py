"""The pages of the site. A URL is named <thing>_<act>."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "advice"

urlpatterns = [
    path("", TemplateView.as_view(template_name="advice/home.html"), name="home"),
]
