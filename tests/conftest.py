"""What every test may use."""

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction

from advice import seed
from advice.models import SearchTerm, SiteEdition
from advice.services import indexing


def pytest_report_header():
    return f"database: {connection.vendor}"


@pytest.fixture(autouse=True)
def _empty_cache():
    """No page and no count of the test before."""
    cache.clear()


@pytest.fixture(scope="session")
def seed_rows():
    """What the first load of the seed wrote: the rows of each table, and what writes them."""
    return []


@pytest.fixture
def seeded(db, seed_rows):
    """The initial content and rules. Loaded once, and only copied for the tests after the first."""
    if not seed_rows:
        seed.load()
        models = apps.get_app_config("advice").get_models(include_auto_created=True)
        seed_rows.extend(
            (model.objects.bulk_create, list(model.objects.all()))
            for model in models
            if model is not SearchTerm
        )
        terms = SearchTerm.objects.values_list(*indexing.TERM_COLUMNS)
        seed_rows.append((indexing.insert_terms, list(terms)))
        return
    with transaction.atomic():
        for write, rows in seed_rows:
            write(rows)
    # What another test read of this content, and perhaps changed, is not this test's.
    SiteEdition.renew()
