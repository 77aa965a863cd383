"""Whatever is posted to the admin, it answers with a page and a message."""

import pytest
from django.urls import reverse

from tests.admin.forms import read_form
from tests.admin.kinds import EDITED, address, make_draft, page_of

pytestmark = pytest.mark.django_db

ABSURD = {
    "nothing": "",
    "blanks": "  \t\n",
    "a null": "a\x00b",
    "a huge exponent": "1e400",
    "a tiny exponent": "1e-400",
    "no number": "NaN",
    "infinity": "-Infinity",
    "many digits": "9" * 4000,
    "more than an integer": "9" * 25,
    "negative": "-1",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "no day": "2026-02-30",
    "a long text": "很长" * 5000,
    "markup": "<script>alert(1)</script>{{ 1 }}{% x %}",
}


def post(client, where, data):
    """Post and demand an answer; the client raises what the page doesn't catch."""
    response = client.post(where, data)

    assert response.status_code in {200, 302}
    if response.status_code == 200:
        assert response.context["errors"]


def pages(model):
    return [address(model, "add"), page_of(make_draft(model))]


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_absurd_text_in_every_field_is_answered(admin_client, model):
    for where in pages(model):
        data, names = read_form(admin_client.get(where))

        for text in ABSURD.values():
            post(admin_client, where, data | dict.fromkeys(names, text))


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_absurd_text_in_one_field_is_answered(admin_client, model):
    where = pages(model)[1]
    data, names = read_form(admin_client.get(where))

    for name in sorted(name for name in names if "-0-" in name or "-" not in name):
        post(admin_client, where, data | {name: ABSURD["the last day"]})
        post(admin_client, where, data | {name: ABSURD["more than an integer"]})


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_an_absurd_choice_is_answered(admin_client, model):
    for where in pages(model):
        response = admin_client.get(where)
        data, names = read_form(response)
        choices = set(response.context["adminform"].form.fields) - names

        for text in ("x", "0", "-1", "9" * 25, "9" * 5000, "\x00", "½"):
            post(admin_client, where, data | dict.fromkeys(choices, text))


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_an_absurd_choice_in_an_address_is_answered(admin_client, model):
    for text in ("x", "9" * 25, "%00", "1,x"):
        names = ("table", "source", "sources", "eases", "products", "status", "effective_from")
        query = "&".join(f"{name}={text}" for name in names)
        response = admin_client.get(f"{address(model, 'add')}?{query}")

        assert response.status_code == 200


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_a_mangled_count_of_rows_is_answered(admin_client, model):
    where = pages(model)[1]
    data, _ = read_form(admin_client.get(where))

    for name in [name for name in data if name.endswith(("INITIAL_FORMS", "TOTAL_FORMS"))]:
        for total in ("", "x", "-1", "0", "99999999"):
            post(admin_client, where, data | {name: total})


def test_a_search_for_a_source_to_cite_answers(admin_client, seeded):
    where = reverse("admin:autocomplete")
    asked = {"app_label": "advice", "model_name": "strategy", "field_name": "sources"}

    found = admin_client.get(where, asked | {"term": "六百七十六"}).json()["results"]
    absurd = admin_client.get(where, asked | {"term": "x" * 3000})

    assert [row["text"] for row in found] == ["《中华人民共和国民法典》第六百七十六条"]
    assert absurd.json()["results"] == []
