"""Settings of the one process that serves pages and of the worker beside it. All state lies in ``HOSHIN_HOME``."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF

from hoshin.pipeline.home import Home
from hoshin.server.mail import mail_server

HERE = Path(__file__).resolve().parent
HOME = Home.from_environment()
KEY_FILE = "secret-key"


def _secret_key() -> str:
    """The key that signs sessions: the home's own, once ``readiness`` has written it; else one for this process."""
    try:
        return (HOME.root / KEY_FILE).read_text()
    except FileNotFoundError:
        return secrets.token_urlsafe(50)


SECRET_KEY = _secret_key()
DEBUG = False
# A self-hosted installation names the hosts that reach it; unless told otherwise it serves this machine alone.
ALLOWED_HOSTS = os.environ.get("HOSHIN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HOSHIN_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "hoshin.server",
    "hoshin.apps.packs",
    "hoshin.apps.reviews",
    "hoshin.apps.obligations",
    "hoshin.apps.people",
    "hoshin.apps.plans",
    "hoshin.apps.workbooks",
    "hoshin.apps.portfolios",
    "hoshin.apps.strategy",
    "hoshin.apps.scorecards",
    "hoshin.apps.definitions",
    "hoshin.apps.agreements",
    "hoshin.apps.sources",
    "hoshin.apps.rest",
    "hoshin.apps.accounts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "hoshin.apps.accounts.access.OnlyReading",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hoshin.server.failures.RefusalMiddleware",
    "hoshin.apps.rest.once.OnceMiddleware",
]

ROOT_URLCONF = "hoshin.server.urls"
WSGI_APPLICATION = "hoshin.server.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hoshin.server.navigation.navigation",
            ],
            "builtins": ["hoshin.server.templatetags.hoshin"],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME.database,
        # Opening the file and reading its schema takes as long as the questions of a page.
        "CONN_MAX_AGE": 600,
        "OPTIONS": {
            # Web and worker write to one file: readers never wait, and a writer waits its turn instead of failing.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    },
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# What apps that know of imports do when one has published new tickets; imports know nothing of them.
WHEN_PUBLISHED = [
    "hoshin.apps.scorecards.jobs.tickets_published",
    "hoshin.apps.obligations.jobs.tickets_published",
    "hoshin.apps.portfolios.jobs.verdicts.tickets_published",
    "hoshin.apps.portfolios.jobs.error_checks.tickets_published",
]
# The same for metrics that leaders define, change or retire, themselves or by a book of agreements.
WHEN_DEFINED = [
    "hoshin.apps.scorecards.jobs.metrics_defined",
    "hoshin.apps.obligations.jobs.metrics_defined",
    "hoshin.apps.portfolios.jobs.error_checks.metrics_defined",
]
# Who knows how many people a team has left; direction asks without knowing the plans.
CAPACITY_FROM = "hoshin.apps.plans.capacity.of_team"
# What a change of the vision can come from, sort by sort; direction asks without knowing whom.
ORIGINS = [
    "hoshin.apps.portfolios.origins.verdicts",
    "hoshin.apps.reviews.origins.reviews",
    "hoshin.apps.reviews.origins.decisions",
]

# Who knows something of an objective, a key result or an initiative beside its numbers: status is derived from all.
STATUS_EVIDENCE = [
    "hoshin.apps.people.status_evidence.known",
    "hoshin.apps.obligations.status_evidence.known",
    "hoshin.apps.reviews.status_evidence.known",
]

MAIL = mail_server(os.environ.get("HOSHIN_SMTP_URL", ""))
EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.username, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("HOSHIN_MAIL_FROM", "Hoshin <hoshin@localhost>")
# Where people reach this installation: the start of every link in a mail or a webhook.
HOSHIN_URL = os.environ.get("HOSHIN_URL", "http://localhost:8000").rstrip("/")

AUTH_USER_MODEL = "accounts.Person"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("HOSHIN_HTTPS", "") == "1"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["terminal"], "level": "WARNING"},
}
