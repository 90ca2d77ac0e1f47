"""Django's settings, all from the environment, with what a first start needs as default."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from rollbook.service import database
from rollbook.service.keys import secret
from rollbook.service.languages import languages
from rollbook.service.reference_folder import reference_folder
from rollbook.service.sign_in_settings import *  # noqa: F403 # what getting in needs stands there
from rollbook.service.sign_in_settings import SIGN_IN_APPS

VAR = database.VAR

# The owner's address is for the verbs that make or move tables; everything else gets the application's.
AS_OWNER = os.environ.get("ROLLBOOK_AS_OWNER") == "1"
TESTING = "pytest" in sys.modules
_addresses = database.addresses()
DATABASES = {
    "default": database.django_settings(
        _addresses.owner if AS_OWNER or TESTING else _addresses.application, pool=not (AS_OWNER or TESTING)
    )
}
# Two test runs on one server keep apart by this name.
DATABASES["default"]["TEST"] = {"NAME": f"test_rollbook_{os.environ.get('ROLLBOOK_TEST_NAME', 'main')}"}

SECRET_KEY = secret("django")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("ROLLBOOK_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
TIME_ZONE = "UTC"
USE_TZ = True
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [
    *(Path(folder) for folder in [os.environ.get("ROLLBOOK_LANGUAGES", "")] if folder),
    Path(__file__).resolve().parents[1] / "web" / "languages",
]
LANGUAGES = languages(LOCALE_PATHS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "oauth2_provider",
    "procrastinate.contrib.django",
    "ninja",
    *SIGN_IN_APPS,
    "rollbook.service.apps.Service",
]
MIDDLEWARE = [
    "rollbook.web.rest.middleware.Answers",
    "rollbook.web.place.Place",
    "rollbook.web.portal.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "rollbook.web.portal.signing_in.sessions.Sessions",
    "rollbook.web.portal.large.Large",
    "rollbook.web.portal.failures.Failures",
    "allauth.account.middleware.AccountMiddleware",
    "rollbook.web.portal.signing_in.second_factor_first.SecondFactorFirst",
    "rollbook.web.portal.sign_in_first.AnswersKept",
]
ROOT_URLCONF = "rollbook.web.urls"
WEB = Path(__file__).resolve().parents[1] / "web"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [WEB / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "rollbook.web.portal.tags"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "rollbook.web.portal.navigation.around",
            ],
        },
    }
]
FORM_RENDERER = "rollbook.web.portal.forms.HouseRenderer"
STATICFILES_DIRS = [WEB / "static"]
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True  # served out of the packages, nothing to collect
APPEND_SLASH = False

AUTH_USER_MODEL = "service.User"
OAUTH2_PROVIDER_APPLICATION_MODEL = "service.Client"
OAUTH2_PROVIDER = {
    "SCOPES": {
        "machine:find": "Find and verify learners",
        "machine:register": "Find, register and enrol learners",
        "machine:batch": "Send batch files",
    },
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",  # client credentials and nothing else
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,  # only a token's hash is stored
}
PROCRASTINATE_IMPORT_PATHS = ["rollbook.service.jobs.batches", "rollbook.service.jobs.checks"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
BATCH_FILE_MAX_BYTES = 100 * 1024 * 1024
CHECK_FILE_MAX_BYTES = 250 * 1024 * 1024  # checked by the worker
CHECK_AT_ONCE_MAX_BYTES = 5 * 1024 * 1024  # answered within the request: for programs, and without an account
REFERENCE_FOLDER = reference_folder()
REFERENCE_FILE_MAX_BYTES = 250 * 1024 * 1024
OPEN_CHECK = os.environ.get("ROLLBOOK_OPEN_CHECK") == "1"

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "rollbook.web.portal.failures.not_from_here"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Logs say what happened and carry a reference; statements, values and request bodies never reach them.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("ROLLBOOK_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.db.backends": {"level": "WARNING"},
        "django.request": {"level": "CRITICAL"},
        "django.security": {"level": "CRITICAL"},
    },
}
