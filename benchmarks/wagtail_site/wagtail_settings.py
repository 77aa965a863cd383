"""The production settings that `wagtail start` writes, and one kind of page more."""

import os

from peer.settings.production import *

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = ["reading", *INSTALLED_APPS]
