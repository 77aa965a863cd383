"""Every page of the admin opens, with the seed loaded, in a constant number of queries."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from advice import records
from advice.models import (
    Condition,
    ConsequenceFigure,
    EffectRun,
    Event,
    FeeBracket,
    GuideChapter,
    Hotline,
    SavedAssessment,
    SearchEntry,
    SearchTerm,
    SeededRecord,
    SiteEdition,
    Status,
    Synonym,
    Version,
)
from tests.admin.forms import open_form
from tests.admin.kinds import (
    DATED,
    EDITED,
    MAKE,
    OURS,
    PUBLISHABLE,
    address,
    make_copy,
    make_draft,
    page_of,
)

INLINE = [Condition, ConsequenceFigure, FeeBracket, GuideChapter]
UNSEEN = [EffectRun, SavedAssessment, SearchEntry, SearchTerm, SeededRecord, SiteEdition, Version]


def stored(record):
    """The row of the record, but when it was saved; a text without the line end no form keeps."""
    row = type(record).objects.filter(pk=record.pk).values().get()
    row.pop("updated_at", None)
    return {name: v.strip() if isinstance(v, str) else v for name, v in row.items()}


def name(model):
    return model.__name__


every_model = pytest.mark.parametrize("model", EDITED, ids=name)


def test_every_model_can_be_edited_but_the_bookkeeping():
    inline = {one.model for model in OURS for one in admin.site.get_model_admin(model).inlines}

    assert inline == set(INLINE)
    assert {*OURS, *INLINE, *UNSEEN} == set(apps.get_app_config("advice").get_models())


def test_the_admin_speaks_chinese(admin_client, seeded):
    page = admin_client.get(reverse("admin:index")).content.decode()

    assert "微粒贷逾期指引 · 编辑后台" in page
    for model in OURS:
        assert model._meta.verbose_name_plural in page


@pytest.mark.parametrize("model", OURS, ids=name)
def test_the_list_opens_with_its_search(admin_client, seeded, model):
    for query in ["", "微粒贷", "不会找到的字", "' OR 1=1 --", "\x00", "利 息"]:
        response = admin_client.get(address(model, "changelist"), {"q": query})

        assert response.status_code == 200, query


@pytest.mark.parametrize("model", OURS, ids=name)
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


def drafts(model):
    """Seeded records as they can be changed: working copies, where there are such."""
    some = model.objects.all()[:4]
    if model in PUBLISHABLE:
        return [records.start_copy(record) for record in some]
    return [make_draft(model)] if model in DATED else list(some)


@every_model
def test_a_page_saved_unchanged_changes_nothing(admin_client, seeded, model):
    for record in drafts(model):
        before = stored(record)
        data = open_form(admin_client, page_of(record))

        response = admin_client.post(page_of(record), data)

        assert response.status_code == 302, response.context["errors"]
        assert stored(record) == before
        assert not Version.objects.filter(event=Event.CHANGED).exists()


@pytest.mark.parametrize("model", [model for model in EDITED if model is not Synonym], ids=name)
def test_what_names_a_record_is_chosen_once(admin_client, seeded, model):
    names = {"loanproduct": "slug", "feetableversion": "table", "rulevalue": "rule"}
    record = drafts(model)[0]

    shown = open_form(admin_client, page_of(record))

    assert names.get(model._meta.model_name, "key") not in shown


@pytest.mark.parametrize("model", PUBLISHABLE, ids=name)
def test_a_published_record_links_to_its_page_and_its_copy_and_a_draft_to_none(
    admin_client, seeded, model
):
    record = model.objects.published().first()
    copy = records.start_copy(record)

    published = admin_client.get(page_of(record)).content.decode()
    of_copy = admin_client.get(page_of(copy)).content.decode()
    model.objects.filter(pk=record.pk).update(status=Status.DRAFT)
    draft = admin_client.get(page_of(record)).content.decode()

    link = reverse("advice:help") if model is Hotline else record.get_absolute_url()
    assert f'href="{link}" class="viewsitelink"' in published
    assert "viewsitelink" not in of_copy + draft


@every_model
def test_a_list_asks_as_often_for_one_record_as_for_three(admin_client, db, model):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            page = admin_client.get(address(model, "changelist"))
        return len(asked), page.context["cl"].result_count

    MAKE[model]()
    admin_client.get(address(model, "changelist"))
    for_one = queries()
    MAKE[model]()
    MAKE[model]()
    for_three = queries()

    assert (for_one[1], for_three[1]) == (1, 3)
    assert for_three[0] == for_one[0]


@pytest.mark.parametrize("model", PUBLISHABLE, ids=name)
def test_a_list_asks_as_often_for_one_copy_as_for_three(admin_client, db, model):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            page = admin_client.get(address(model, "changelist"))
        return len(asked), page.context["cl"].result_count

    make_copy(model)
    admin_client.get(address(model, "changelist"))
    for_one = queries()
    make_copy(model)
    make_copy(model)
    for_three = queries()

    assert (for_one[1], for_three[1]) == (1, 3)
    assert for_three[0] == for_one[0]
