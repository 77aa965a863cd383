"""The site's own settings, with what has to differ in tests."""

import os

os.environ["DEBUG"] = "on"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ["CACHE_URL"] = "locmemcache://"

from portal.settings import *
from tests.missing_variable import MissingVariable

# pytest-django turns DEBUG off while tests run; what stays is plain HTTP and plain static files.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = MissingVariable()
