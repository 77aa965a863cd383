"""The guard over our templates is loud in ours and silent in other people's."""

import pytest
from django.template import Context, Engine

from tests import missing_variable


@pytest.fixture
def render(tmp_path, monkeypatch):
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ours.mkdir()
    theirs.mkdir()
    (ours / "fee.html").write_text("{{ fee|default:'none' }}")
    (ours / "page.html").write_text("{% include 'fee.html' %}")
    (theirs / "field.html").write_text("{{ label|default:'none' }}")
    (ours / "form.html").write_text("{% include 'field.html' %}")
    monkeypatch.setattr(missing_variable, "OUR_TEMPLATES", ours)
    engine = Engine(dirs=[ours, theirs], string_if_invalid=missing_variable.MissingVariable())
    return lambda name, **variables: engine.get_template(name).render(Context(variables))


@pytest.mark.parametrize("name", ["fee.html", "page.html"])
def test_a_template_of_ours_fails_where_a_variable_is_missing(render, name):
    with pytest.raises(missing_variable.MissingVariableError, match=r"fee\.html asks for fee"):
        render(name)


@pytest.mark.parametrize("fee", ["25.00", "", None])
def test_a_variable_that_is_there_may_be_empty(render, fee):
    assert render("page.html", fee=fee) == (fee or "none")


def test_other_peoples_templates_behave_as_in_production(render):
    assert render("form.html") == "none"
