"""What every test may use."""

from django.db import connection


def pytest_report_header():
    return f"database: {connection.vendor}"
