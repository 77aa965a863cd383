"""The settings of the site, driven by the environment. README.md lists every variable.

Nothing set means production: DEBUG is off, HTTPS is demanded, and without a SECRET_KEY the site
refuses to start.
"""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

from portal.static_files import add_headers

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = env.bool("DEBUG", default=False)
# On one's own machine there is no TLS and nobody ran collectstatic; the pages are the real ones.
LOCAL = env.bool("LOCAL", default=DEBUG)

# Read as it stands: django-environ takes a value that begins with $ for the name of another one.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY:
    if not DEBUG:
        message = (
            "SECRET_KEY is not set. Set it to a long random text that only this site knows, "
            'for example from: python -c "import secrets; print(secrets.token_urlsafe(50))". '
            "For work on your own machine use `make serve`."
        )
        raise ImproperlyConfigured(message)
    SECRET_KEY = get_random_secret_key()

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

# Applications

INSTALLED_APPS = [
    "advice",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "import_export",
]

MIDDLEWARE = [
    "portal.middleware.private_addresses",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "portal.page_cache.page_cache",
    "csp.middleware.CSPMiddleware",
    "portal.middleware.admin_content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.middleware.second_factor",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.reading.reading",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Data

DATABASES = {"default": env.db_url(default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Of two editors who save at once the second waits; it would fail if it began by reading.
    DATABASES["default"].setdefault("OPTIONS", {})["transaction_mode"] = "IMMEDIATE"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes of one server; several servers need one that they share.
CACHES = {"default": env.cache_url(default=f"filecache://{BASE_DIR / '.cache'}?max_entries=5000")}
# When pages will change by themselves, because something was approved for a time to come.
PAGES_CHANGE_AT = "advice.selectors.next_change_at"

# Accounts of editors: visitors have none

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# A session ends a day after the login, however busy it was: see `advice.admin.logins`.
SESSION_COOKIE_AGE = 24 * 60 * 60

# Who fails to log in as often as this waits; `portal.logins` counts.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_HANDLER = "portal.logins.FailedLogins"
AXES_CLIENT_IP_CALLABLE = "portal.client.login_address"
AXES_LOCKOUT_CALLABLE = "portal.logins.too_many"
# Its own pages are in English; the page of an account says whether it is locked.
AXES_ENABLE_ADMIN = False
# What it logs names neither account nor address.
AXES_VERBOSE = False

# Who can publish or see all accounts needs more than a password; others may choose to.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR", default=not LOCAL)
SECOND_FACTOR_GROUPS = ["法律审核", "管理员"]
OTP_TOTP_ISSUER = "微粒贷逾期指引"

# Language and time

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

# Static files: names that carry a hash of the content in production, plain names elsewhere.

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if LOCAL
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
WHITENOISE_AUTOREFRESH = LOCAL
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers

# Security

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "img-src": [SELF],
        # No page of ours connects; Lighthouse fetches robots.txt in the name of the page.
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
# The admin's own scripts and its frame for previews, and nothing inline even there.
ADMIN_CONTENT_SECURITY_POLICY = {
    "script-src": [SELF],
    "frame-src": [SELF],
}

CSRF_FAILURE_VIEW = "advice.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

# Without TLS on one's own machine these would lock the developer out.
SESSION_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_SECURE = not LOCAL
SECURE_SSL_REDIRECT = not LOCAL
# Who watches over the site asks for it by plain HTTP, from the same machine or network.
SECURE_REDIRECT_EXEMPT = ["^healthz$"]
SECURE_HSTS_SECONDS = 0 if LOCAL else env.int("HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = not LOCAL and env.bool("HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = SECURE_HSTS_INCLUDE_SUBDOMAINS

# Anybody can send this header, so it counts only where a proxy is known to set or strip it.
if env.bool("TRUST_X_FORWARDED_PROTO", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# How many proxies in front of the site add the address that they saw to X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

# Logs go to the console. They hold paths and tracebacks, never what a borrower typed: answers
# travel in request bodies, and no handler here writes those (Django's mail to admins would). The
# path of a saved assessment is a secret, so every handler hides it; gunicorn.conf.py does the same.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "django.server": {
            "()": "django.utils.log.ServerFormatter",
            "format": "[{server_time}] {message}",
            "style": "{",
        },
    },
    "filters": {
        "hide_secrets": {"()": "portal.logs.HideSecrets"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["hide_secrets"],
        },
        # Django's own handler of `runserver`, but for the filter.
        "django.server": {
            "class": "logging.StreamHandler",
            "formatter": "django.server",
            "filters": ["hide_secrets"],
        },
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["django.server"], "level": "INFO", "propagate": False},
    },
}
