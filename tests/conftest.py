"""What every test may use."""

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction

from advice import seed


def pytest_report_header():
    return f"database: {connection.vendor}"


@pytest.fixture(autouse=True)
def _empty_cache():
    """No page and no count of the test before."""
    cache.clear()


@pytest.fixture(scope="session")
def seed_rows():
    """What the first load of the seed wrote, model by model."""
    return []


@pytest.fixture
def seeded(db, seed_rows):
    """The initial content and rules. Loaded once, and only copied for the tests after the first."""
    if not seed_rows:
        seed.load()
        models = apps.get_app_config("advice").get_models(include_auto_created=True)
        seed_rows.extend((model, list(model.objects.all())) for model in models)
        return
    with transaction.atomic():
        for model, records in seed_rows:
            model.objects.bulk_create(records)
