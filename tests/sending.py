"""How often tests draw what somebody may send."""

from django.db import connection
from hypothesis import HealthCheck, settings

from tests.engine.drawn import drawn_times


def sent_times(count: int) -> settings:
    """So many examples on one loaded seed; few with PostgreSQL, to which forms are all alike."""
    few = count if connection.vendor == "sqlite" else max(count // 10, 5)
    return settings(drawn_times(few), suppress_health_check=[HealthCheck.function_scoped_fixture])
