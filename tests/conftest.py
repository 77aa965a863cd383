"""What every test may use."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction

from advice import seed
from advice.models import LegalSource, SearchTerm, SiteEdition
from advice.services import indexing


def pytest_report_header():
    return f"database: {connection.vendor}"


@pytest.fixture(autouse=True)
def _empty_cache():
    """No page and no count of the test before."""
    cache.clear()


def pytest_collection_modifyitems(config, items):
    """Tests without the seed first, then those with it, which share one copy in the database.

    Last come those that empty the database behind them. What needs no database is tested once,
    with SQLite, and not again with PostgreSQL.
    """
    items.sort(key=_turn)
    if connection.vendor == "postgresql":
        bare = [item for item in items if not _needs_database(item)]
        config.hook.pytest_deselected(items=bare)
        items[:] = filter(_needs_database, items)


def _needs_database(item):
    fixtures = {"db", "transactional_db", "live_server"} & set(item.fixturenames)
    return bool(fixtures or item.get_closest_marker("django_db"))


def _turn(item):
    marker = item.get_closest_marker("django_db")
    commits = {"live_server", "transactional_db"} & set(item.fixturenames)
    if commits or (marker and marker.kwargs.get("transaction")):
        return 2
    return 1 if "seeded" in item.fixturenames else 0


@pytest.fixture(scope="session")
def seed_rows(django_db_setup, django_db_blocker):
    """The seed, loaded once and left there: the rows of each table, and what writes them."""
    # Loaded inside a test's transaction, it would go with that test and be written for each after.
    assert not connection.in_atomic_block, "Let the test name `seeded` among its fixtures."
    with django_db_blocker.unblock():
        seed.load()
        models = apps.get_app_config("advice").get_models(include_auto_created=True)
        rows = [
            (model.objects.bulk_create, list(model.objects.all()))
            for model in models
            if model is not SearchTerm
        ]
        terms = SearchTerm.objects.values_list(*indexing.TERM_COLUMNS)
        return [*rows, (indexing.insert_terms, list(terms))]


@pytest.fixture
def seeded(seed_rows, db):
    """The initial content and rules."""
    if not LegalSource.objects.exists():  # a test before this one has emptied the database
        with transaction.atomic():
            for write, rows in seed_rows:
                write(rows)
    # What another test read of this content, and perhaps changed, is not this test's.
    SiteEdition.renew()


@pytest.fixture
def groups(transactional_db):
    """Tests that empty the database take the groups away, which no migration makes again."""
    for module in ("0006_groups", "0010_letters"):
        import_module(f"advice.migrations.{module}").make_groups(apps, None)
