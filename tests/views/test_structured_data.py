"""What search engines read between the lines: microdata that schema.org and Google accept."""

from datetime import datetime, timedelta
from urllib.parse import urljoin, urlsplit

import microdata
import pytest
from django.template.loader import render_to_string

from advice import selectors
from tests import factories as make

pytestmark = pytest.mark.django_db

ORIGIN = "http://testserver"
SCHEMA = "https://schema.org/"
LONGEST_HEADLINE = 110


# The validator: Google's required properties, and of each type only what schema.org knows

ITEMS = {
    "author": {"Organization", "Person"},
    "publisher": {"Organization", "Person"},
    "mainEntity": {"Question"},
    "acceptedAnswer": {"Answer"},
    "itemListElement": {"ListItem"},
}
ADDRESSES = {"url", "image", "logo", "item", "mainEntityOfPage"}
DATES = {"datePublished", "dateModified"}
REQUIRED = {
    "Article": {"headline", "image", "url", "author", "publisher"},
    "Organization": {"name", "url"},
    "Person": {"name"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name"},
}
ALLOWED = {
    "Article": REQUIRED["Article"] | DATES | {"description", "inLanguage", "mainEntityOfPage"},
    "Organization": {"name", "url", "logo"},
    "Person": {"name", "url", "jobTitle"},
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
MANY = {"mainEntity", "itemListElement"}


def kind(item):
    """The name of the item's type, as schema.org has it."""
    (address,) = item.itemtype
    return str(address).removeprefix(SCHEMA)


def problems(item):
    """Everything that a search engine would complain of, in words."""
    name = kind(item)
    if name not in ALLOWED:
        return [f"{name} is no type that we use"]
    found = [f"{name} lacks {key}" for key in REQUIRED[name] - set(item.props)]
    found += [f"{name} has no {key}" for key in set(item.props) - ALLOWED[name]]
    for key, values in item.props.items():
        if len(values) > 1 and key not in MANY:
            found.append(f"{name} has several {key}")
        for value in values:
            found += [f"{name}: {problem}" for problem in _problems_of_value(key, value)]
    return found + (OF_ITS_KIND[name](item) if name in OF_ITS_KIND else [])


def _problems_of_value(key, value):
    if key in ITEMS:
        if not isinstance(value, microdata.Item):
            return [f"{key} is text"]
        return problems(value) if kind(value) in ITEMS[key] else [f"{key} is a {kind(value)}"]
    if not str(value).strip():
        return [f"{key} is empty"]
    if key in ADDRESSES and urlsplit(urljoin(f"{ORIGIN}/", str(value))).scheme != "http":
        return [f"{key} is no address"]
    return [f"{key} is no date"] if key in DATES and not _is_date(str(value)) else []


def _is_date(text):
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _problems_of_article(item):
    found = [] if DATES & set(item.props) else ["Article has no date"]
    addresses = [str(value) for key in ("url", "image") for value in item.get_all(key)]
    found += [f"{value} is not absolute" for value in addresses if not urlsplit(value).netloc]
    too_long = len(str(item.headline)) > LONGEST_HEADLINE
    return [*found, "Article has too long a headline"] if too_long else found


def _problems_of_questions(item):
    names = [str(question.name) for question in item.get_all("mainEntity")]
    return [] if len(set(names)) == len(names) else ["FAQPage asks a question twice"]


def _problems_of_crumbs(item):
    crumbs = item.get_all("itemListElement")
    places = [str(crumb.position) for crumb in crumbs]
    found = [] if places == [str(n + 1) for n in range(len(crumbs))] else ["positions out of order"]
    linked = all(crumb.item for crumb in crumbs[:-1])
    return found if len(crumbs) > 1 and linked else [*found, "crumbs that lead nowhere"]


OF_ITS_KIND = {
    "Article": _problems_of_article,
    "FAQPage": _problems_of_questions,
    "BreadcrumbList": _problems_of_crumbs,
}


def items(html):
    return microdata.get_items(html)


def items_of_page(client, path):
    response = client.get(path)
    assert response.status_code == 200
    return items(response.content.decode())


def the_one(found, name):
    (item,) = [item for item in found if kind(item) == name]
    return item


# The validator itself


def scope(name, inside, *, prop=""):
    prop = f' itemprop="{prop}"' if prop else ""
    return f'<div itemscope itemtype="{SCHEMA}{name}"{prop}>{inside}</div>'


def meta(prop, content):
    return f'<meta itemprop="{prop}" content="{content}">'


def question(name="还能拖几天？", answer="不能。"):
    answer = scope("Answer", meta("text", answer), prop="acceptedAnswer")
    return scope("Question", meta("name", name) + answer, prop="mainEntity")


def crumb(position, name="首页", item="/"):
    link = f'<a itemprop="item" href="{item}">x</a>' if item else ""
    inside = meta("position", position) + meta("name", name) + link
    return scope("ListItem", inside, prop="itemListElement")


def article(**changes):
    organization = scope("Organization", meta("name", "本站") + meta("url", ORIGIN), prop="{}")
    parts = {
        "headline": meta("headline", "标题"),
        "image": meta("image", f"{ORIGIN}/a.png"),
        "url": meta("url", f"{ORIGIN}/a/"),
        "author": organization.format("author"),
        "publisher": organization.format("publisher"),
        "dateModified": meta("dateModified", "2026-11-22T08:00:00+08:00"),
    } | changes
    return scope("Article", "".join(parts.values()))


@pytest.mark.parametrize(
    "html",
    [
        article(),
        article(dateModified=meta("datePublished", "2026-11-22")),
        scope("FAQPage", question() + question(name="会坐牢吗？")),
        scope("BreadcrumbList", crumb(1) + crumb(2, item="/guide/") + crumb(3, item="")),
    ],
)
def test_the_validator_accepts_what_is_right(html):
    (item,) = items(html)

    assert problems(item) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        (article(headline=""), "Article lacks headline"),
        (article(headline=meta("headline", " ")), "headline is empty"),
        (article(headline=meta("headline", "字" * 111)), "too long a headline"),
        (article(author=meta("author", "某人")), "author is text"),
        (article(author=scope("Person", "", prop="author")), "Person lacks name"),
        (article(author=scope("Answer", "", prop="author")), "author is a Answer"),
        (article(dateModified=""), "Article has no date"),
        (article(dateModified=meta("dateModified", "昨天")), "dateModified is no date"),
        (article(url=meta("url", "/a/")), "/a/ is not absolute"),
        (article(url=meta("url", "mailto:a@example.com")), "url is no address"),
        (article(more=meta("headline", "又一个")), "several headline"),
        (article(more=meta("colour", "teal")), "Article has no colour"),
        (scope("Recipe", ""), "Recipe is no type that we use"),
        (scope("FAQPage", ""), "FAQPage lacks mainEntity"),
        (scope("FAQPage", question() + question()), "asks a question twice"),
        (scope("FAQPage", question(answer="")), "text is empty"),
        (scope("BreadcrumbList", crumb(1)), "lead nowhere"),
        (scope("BreadcrumbList", crumb(1, item="") + crumb(2)), "lead nowhere"),
        (scope("BreadcrumbList", crumb(2) + crumb(1)), "positions out of order"),
    ],
)
def test_the_validator_finds_what_is_wrong(html, told):
    (item,) = items(html)

    assert any(told in problem for problem in problems(item))


# The include for articles


def test_the_include_says_what_an_article_needs(rf):
    strategy = make.make_strategy(title="协商“分期”", summary="未填的")
    request = rf.get(strategy.get_absolute_url())
    context = {"guidance": strategy, "description": "一句“话”。", "request": request}

    (item,) = items(render_to_string("includes/microdata_article.html", context))

    assert problems(item) == []
    assert (item.headline, item.description) == ("协商“分期”", "一句“话”。")
    assert str(item.url) == f"{ORIGIN}{strategy.get_absolute_url()}"
    changed_at = datetime.fromisoformat(item.dateModified)
    assert strategy.updated_at - changed_at < timedelta(seconds=1)
    assert item.author.name == item.publisher.name == "微粒贷逾期指引"


# The pages


@pytest.mark.parametrize(
    ("new", "name"),
    [
        (make.make_guide, "Article"),
        (make.make_consequence, "Article"),
        (make.make_strategy, "Article"),
        (make.make_prevention, "Article"),
        (make.make_letter, "Article"),
        (make.make_question, "FAQPage"),
    ],
)
def test_a_page_says_what_it_is_and_where_it_stands(client, new, name):
    record = new(title="某标题")

    found = items_of_page(client, record.get_absolute_url())

    assert [problem for item in found for problem in problems(item)] == []
    assert sorted(map(kind, found)) == sorted([name, "BreadcrumbList"])
    item = the_one(found, name)
    named = item.headline if name == "Article" else item.mainEntity.name
    assert named == "某标题"


def test_the_list_of_questions_is_one_item_with_all_of_them(client):
    for number in range(3):
        make.make_question(title=f"第 {number} 个问题？", body="答案。")

    item = the_one(items_of_page(client, "/questions/"), "FAQPage")

    names = {str(asked.name) for asked in item.get_all("mainEntity")}
    assert names == {f"第 {number} 个问题？" for number in range(3)}


def test_every_page_of_the_first_content_is_accepted(client, seeded):
    for page in selectors.public_pages():
        found = items_of_page(client, page.path)
        assert [problem for item in found for problem in problems(item)] == [], page.path
