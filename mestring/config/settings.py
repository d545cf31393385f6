"""Settings. Every default is safe for a machine that only answers itself; the environment changes them, never this file.

COUNCIL         whose installation it is: ballerup, randers, rebild, vejle (default) or viborg
DATABASE_URL    PostgreSQL; without it an embedded SQLite file in VAR
ALLOWED_HOSTS   names the site answers to, with commas between; default this machine only
SECRET_KEY      without it a random one is made once and kept in VAR
HTTPS           1 when the site is behind TLS: cookies become secure and browsers are told to stay on HTTPS
VAR             folder for what the installation itself writes; default ./var
DEBUG           1 while developing
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mestring.config import database

BASE = Path(__file__).resolve().parent.parent.parent
VAR = Path(os.environ.get("VAR", BASE / "var"))
STANDARDS = BASE / "mestring" / "standards"

COUNCIL = os.environ.get("COUNCIL", "vejle").strip().lower()
_councils = sorted(folder.name for folder in (STANDARDS / "councils").iterdir() if folder.is_dir())
if COUNCIL not in _councils:
    raise ImproperlyConfigured(f"COUNCIL={COUNCIL}: no such council in the library. Write one of: {', '.join(_councils)}.")


def _secret_key() -> str:
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = VAR / "secret-key"
    try:
        return path.read_text(encoding="ascii")
    except FileNotFoundError:
        VAR.mkdir(parents=True, exist_ok=True)
        key = secrets.token_urlsafe(48)
        try:
            with open(path, "x", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
                file.write(key)
        except FileExistsError:  # another process was first
            return path.read_text(encoding="ascii")
        return key


DEBUG = os.environ.get("DEBUG") == "1"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host.strip()]

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "mestring.web.shell",
    "mestring.web.components",
    "mestring.web.public",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "mestring.config.urls"
WSGI_APPLICATION = "mestring.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "mestring.web.shell.frame.frame"],
            "builtins": ["django.templatetags.static", "mestring.web.components.templatetags.mestring"],
        },
    }
]

_database_url = os.environ.get("DATABASE_URL")
DATABASES = {"default": database.from_url(_database_url) if _database_url else database.sqlite(VAR / "mestring.sqlite3")}
if not _database_url:
    VAR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "da"
TIME_ZONE = "Europe/Copenhagen"
USE_TZ = True
USE_I18N = True
# Django's own texts are the only ones translated, and Danish is the only language.
LANGUAGES = [("da", "Dansk")]

STATIC_URL = "/statisk/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if os.environ.get("HTTPS") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
