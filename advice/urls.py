"""The pages of the site. A URL is named <thing>_<act>."""

from django.urls import path

from advice.views import assessment, browse

app_name = "advice"

urlpatterns = [
    path("", browse.home, name="home"),
    path("strategies/", browse.strategy_list, name="strategy_list"),
    path("strategies/<slug:key>/", browse.strategy_detail, name="strategy_detail"),
    path("consequences/<slug:key>/", browse.consequence_detail, name="consequence_detail"),
    path("prevention/<slug:key>/", browse.prevention_detail, name="prevention_detail"),
    path("law/", browse.law_list, name="law_list"),
    path("law/<slug:key>/", browse.law_detail, name="law_detail"),
    path("help/", browse.help_page, name="help"),
    path("about/", browse.about, name="about"),
    path("privacy/", browse.privacy, name="privacy"),
    path("assessment/", assessment.form, name="assessment_form"),
    path("assessment/result/", assessment.result, name="assessment_result"),
    path("assessment/forget/", assessment.forget, name="assessment_forget"),
]
