"""The pages of the site. A URL is named <thing>_<act>."""

from django.urls import path

from advice.models import TOOL_PAGES
from advice.views import (
    assessment,
    browse,
    claims,
    dates,
    explore,
    feedback,
    kept,
    machines,
    papers,
    reading,
    search,
    tools,
)

app_name = "advice"

urlpatterns = [
    path("", browse.home, name="home"),
    path("guide/", browse.guide_list, name="guide_list"),
    path("guide/<slug:key>/", browse.guide_detail, name="guide_detail"),
    path("strategies/", browse.strategy_list, name="strategy_list"),
    path("strategies/<slug:key>/", browse.strategy_detail, name="strategy_detail"),
    path("consequences/<slug:key>/", browse.consequence_detail, name="consequence_detail"),
    path("prevention/<slug:key>/", browse.prevention_detail, name="prevention_detail"),
    path("reminders/", dates.reminder, name="reminder"),
    path("questions/", browse.question_list, name="question_list"),
    path("questions/<slug:key>/", browse.question_detail, name="question_detail"),
    path("letters/", browse.letter_list, name="letter_list"),
    path("letters/<slug:key>/", browse.letter_detail, name="letter_detail"),
    path("letters/<slug:key>.docx", papers.blank_file, name="letter_file"),
    path("law/", browse.law_list, name="law_list"),
    path("law/<slug:key>/", browse.law_detail, name="law_detail"),
    path("help/", browse.help_page, name="help"),
    path("search/", search.search, name="search"),
    path("about/", browse.site_page, {"key": "about"}, name="about"),
    path("privacy/", browse.site_page, {"key": "privacy"}, name="privacy"),
    path("accessibility/", browse.site_page, {"key": "accessibility"}, name="accessibility"),
    path("tools/", tools.tool_list, {"key": "tools"}, name="tools"),
    *(
        path(f"tools/{key.removeprefix('tool_')}/", tools.tool, {"key": key}, name=key)
        for key in TOOL_PAGES
    ),
    path("assessment/", assessment.form, name="assessment_form"),
    path("assessment/result/", assessment.result, name="assessment_result"),
    path("assessment/print/", assessment.print_page, name="assessment_print"),
    path("assessment/figures.xlsx", assessment.figures, name="assessment_figures"),
    path("assessment/dates.ics", dates.dates_file, name="assessment_dates"),
    path("assessment/letters/<slug:key>/", papers.filled, name="assessment_letter"),
    path("assessment/letters/<slug:key>.docx", papers.filled_file, name="assessment_letter_file"),
    path("assessment/explore/", explore.explore, name="assessment_explore"),
    path("assessment/forget/", assessment.forget, name="assessment_forget"),
    path("assessment/claims/", claims.claims, name="assessment_claims"),
    path("assessment/save/", kept.save, name="assessment_save"),
    path("kept/deleted/", kept.deleted, name="kept_deleted"),
    path("kept/shared/<str:token>/", kept.shared, name="kept_shared"),
    path("kept/<str:token>/", kept.detail, name="kept_detail"),
    path("kept/<str:token>/extend/", kept.extend, name="kept_extend"),
    path("kept/<str:token>/delete/", kept.delete, name="kept_delete"),
    path("kept/<str:token>/share/", kept.share, name="kept_share"),
    path("kept/<str:token>/stop-sharing/", kept.stop_sharing, name="kept_stop_sharing"),
    path("kept/<str:token>/edit/", kept.edit, name="kept_edit"),
    path("feedback/", feedback.form, name="feedback"),
    path("feedback/useful/", feedback.vote, name="feedback_vote"),
    path("feedback/sent/<slug:code>/", feedback.sent, name="feedback_sent"),
    path("reading/", reading.reading, name="reading"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    path("feed/", machines.feed, name="feed"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("healthz", machines.health, name="health"),
]
