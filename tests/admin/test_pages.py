"""Every page of the admin opens, with the seed loaded, in a constant number of queries."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice.models import (
    Condition,
    Consequence,
    ConsequenceFigure,
    ExpertComment,
    FeeBracket,
    Feedback,
    FeeTable,
    FeeTableVersion,
    Guide,
    GuideChapter,
    Hotline,
    LegalSource,
    LoanProduct,
    Prevention,
    ProductTerm,
    Question,
    Rule,
    RuleValue,
    SearchEntry,
    SearchTerm,
    SeededRecord,
    SiteEdition,
    SitePage,
    Situation,
    Status,
    Strategy,
    Synonym,
    VainSearch,
)
from tests import factories as new
from tests.admin.forms import open_form

REGISTERED = [
    Consequence,
    ExpertComment,
    FeeTable,
    FeeTableVersion,
    Guide,
    Hotline,
    LegalSource,
    LoanProduct,
    Prevention,
    Question,
    Rule,
    SitePage,
    Situation,
    Strategy,
    Synonym,
]
SENT_BY_VISITORS = [Feedback, VainSearch]
INLINE = [Condition, ConsequenceFigure, FeeBracket, GuideChapter, ProductTerm, RuleValue]
UNSEEN = [SearchEntry, SearchTerm, SeededRecord, SiteEdition]


def address(model, page, *args):
    return reverse(f"admin:advice_{model._meta.model_name}_{page}", args=args)


def stored(record):
    """The row of the record, but when it was saved; a text without the line end no form keeps."""
    row = type(record).objects.filter(pk=record.pk).values().get()
    row.pop("updated_at", None)
    return {name: v.strip() if isinstance(v, str) else v for name, v in row.items()}


every_model = pytest.mark.parametrize("model", REGISTERED)


def test_every_model_can_be_edited_but_the_bookkeeping():
    ours = {model for model in admin.site._registry if model._meta.app_label == "advice"}  # noqa: SLF001  # Django names no public way
    inline = {one.model for model in ours for one in admin.site.get_model_admin(model).inlines}

    assert ours == {*REGISTERED, *SENT_BY_VISITORS}
    assert ours | inline | set(UNSEEN) == set(apps.get_app_config("advice").get_models())
    assert inline >= set(INLINE)


def test_the_admin_speaks_chinese(admin_client, seeded):
    page = admin_client.get(reverse("admin:index")).content.decode()

    assert "微粒贷逾期指引 · 编辑后台" in page
    for model in REGISTERED + SENT_BY_VISITORS:
        assert model._meta.verbose_name_plural in page


@pytest.mark.parametrize("model", REGISTERED + SENT_BY_VISITORS)
def test_the_list_opens_with_its_search(admin_client, seeded, model):
    for query in ["", "微粒贷", "不会找到的字", "' OR 1=1 --", "\x00", "利 息"]:
        response = admin_client.get(address(model, "changelist"), {"q": query})

        assert response.status_code == 200, query


@pytest.mark.parametrize("model", REGISTERED + SENT_BY_VISITORS)
def test_the_list_opens_with_each_of_its_filters(admin_client, seeded, model):
    page = admin_client.get(address(model, "changelist"))
    changelist = page.context["cl"]
    links = [
        choice["query_string"]
        for spec in changelist.filter_specs
        for choice in spec.choices(changelist)
    ]

    for link in links:
        response = admin_client.get(address(model, "changelist") + link)
        assert response.status_code == 200, link


@every_model
@pytest.mark.parametrize(
    "query",
    [
        "o=1.-2",
        "o=99",
        "p=99",
        "status__exact=%00",
        "review=nonsense",
        "effective_from__year=abc",
        "effective_from__year=99999",
        "id__exact=999999999999999999999999",
        "products__id__exact=x",
        "nonsense=1",
    ],
)
def test_the_list_survives_a_mangled_address(admin_client, seeded, model, query):
    response = admin_client.get(f"{address(model, 'changelist')}?{query}", follow=True)

    assert response.status_code in {200, 400}


@every_model
def test_the_pages_of_a_record_open(admin_client, seeded, model):
    assert admin_client.get(address(model, "add")).status_code == 200

    for record in model.objects.all()[:6]:
        assert admin_client.get(address(model, "change", record.pk)).status_code == 200
        assert admin_client.get(address(model, "history", record.pk)).status_code == 200


@every_model
@pytest.mark.parametrize("pk", ["0", "-1", "x", "%00", "9" * 30])
def test_an_unknown_record_leads_back(admin_client, db, model, pk):
    response = admin_client.get(f"{address(model, 'changelist')}{pk}/change/", follow=True)

    assert response.status_code in {200, 404}


@every_model
def test_every_field_has_its_place_on_the_page(admin_client, seeded, model):
    response = admin_client.get(address(model, "add"))

    form = response.context["adminform"].form
    fields = [*model._meta.fields, *model._meta.many_to_many]
    editable = {field.name for field in fields if field.editable and field.formfield()}
    assert set(form.fields) == editable


@every_model
def test_a_page_saved_unchanged_changes_nothing(admin_client, seeded, model):
    for record in model.objects.all()[:4]:
        before = stored(record)
        data = open_form(admin_client, address(model, "change", record.pk))

        response = admin_client.post(address(model, "change", record.pk), data)

        assert response.status_code == 302, response.context["errors"]
        assert stored(record) == before


@pytest.mark.parametrize("model", [model for model in REGISTERED if model is not Synonym])
def test_the_key_is_chosen_once(admin_client, seeded, model):
    name = {LoanProduct: "slug", FeeTableVersion: "table"}.get(model, "key")
    record = model.objects.first()

    assert name not in open_form(admin_client, address(model, "change", record.pk))


@pytest.mark.parametrize(
    "model",
    [
        Consequence,
        ExpertComment,
        Guide,
        Hotline,
        LegalSource,
        Prevention,
        Question,
        SitePage,
        Situation,
        Strategy,
    ],
)
def test_a_published_record_links_to_its_page_and_a_draft_to_none(admin_client, seeded, model):
    record = model.objects.filter(status=Status.PUBLISHED).first()
    change = address(model, "change", record.pk)

    published = admin_client.get(change).content.decode()
    model.objects.filter(pk=record.pk).update(status=Status.DRAFT)
    draft = admin_client.get(change).content.decode()

    link = reverse("advice:help") if model is Hotline else record.get_absolute_url()
    assert f'href="{link}" class="viewsitelink"' in published
    assert "viewsitelink" not in draft


MAKERS = {
    Consequence: lambda: new.make_figure(consequence=_sourced(new.make_consequence())).consequence,
    ExpertComment: lambda: _sourced(new.make_comment()),
    FeeTable: lambda: new.make_bracket().version.table,
    FeeTableVersion: lambda: (
        new.make_bracket(version=new.make_version(reason="", source=new.make_source())).version
    ),
    Guide: lambda: _sourced(new.make_chapter().guide),
    Hotline: lambda: new.make_hotline(source=new.make_source()),
    LegalSource: new.make_source,
    LoanProduct: lambda: new.make_term(product=new.make_product(is_active=False)).product,
    Prevention: lambda: _sourced(new.make_prevention()),
    Question: lambda: _sourced(new.make_question()),
    Rule: lambda: new.make_rule_value(reason="", source=new.make_source()).rule,
    SitePage: lambda: _sourced(new.make_page()),
    Situation: lambda: _sourced(new.make_situation()),
    Strategy: lambda: new.make_condition(strategy=_sourced(new.make_strategy())).strategy,
    Synonym: new.make_synonym,
}


def _sourced(guidance):
    guidance.sources.add(new.make_source())
    return guidance


@every_model
def test_a_list_asks_as_often_for_one_record_as_for_three(admin_client, db, model):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            page = admin_client.get(address(model, "changelist"))
        return len(asked), page.context["cl"].result_count

    MAKERS[model]()
    admin_client.get(address(model, "changelist"))
    for_one = queries()
    MAKERS[model]()
    MAKERS[model]()
    for_three = queries()

    assert (for_one[1], for_three[1]) == (1, 3)
    assert for_three[0] == for_one[0]
