"""What the tests of the admin share."""

import pytest
from django.contrib import admin


@pytest.fixture(autouse=True)
def _no_list_of_kinds(monkeypatch):
    """The list beside every page costs a third of each; tests in a browser see it."""
    monkeypatch.setattr(admin.site, "enable_nav_sidebar", False)
