"""Settings. Every default is safe for a machine that only answers itself; the environment changes them, never this file.

COUNCIL         whose installation it is: ballerup, randers, rebild, vejle (default) or viborg
DATABASE_URL    PostgreSQL; without it an embedded SQLite file in VAR
ALLOWED_HOSTS   names the site answers to, with commas between; default this machine only
SECRET_KEY      without it a random one is made once and kept in VAR
HTTPS           1 when the site is behind TLS: cookies become secure and browsers are told to stay on HTTPS
VAR             folder for what the installation itself writes; default ./var
DEBUG           1 while developing
DEMO            1 for a demo of invented people: one steps into any role, and the day can be moved. Never beside HTTPS or other names than this machine's
PROXIES         how many proxies of ours stand in front; default 1 with HTTPS, else 0. The visitor's address is read that many steps back
REQUIRE_TOTP    1 when employees who log in with a password must have a code from an app as well
OIDC_ISSUER     address of the municipality's own log-in; with OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME (what the button says)
OIDC_CLAIM      the claim that holds the name of the account; default preferred_username
ALLOW_UNSAFE_DATABASE   1 in a test run only: a PostgreSQL that forgets at a power cut is let through
"""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
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
DEMO = os.environ.get("DEMO") == "1"
HTTPS = os.environ.get("HTTPS") == "1"
PROXIES = int(os.environ.get("PROXIES") or HTTPS)
REQUIRE_TOTP = os.environ.get("REQUIRE_TOTP") == "1"
ALLOW_UNSAFE_DATABASE = os.environ.get("ALLOW_UNSAFE_DATABASE") == "1"
SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",") if host.strip()]

# Ours come before the libraries', so that our pages are found first.
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "csp",
    "mestring.audit",
    "mestring.people",
    "mestring.cases",
    "mestring.assessments",
    "mestring.decisions",
    "mestring.delivery",
    "mestring.followups",
    "mestring.complaints",
    "mestring.web.shell",
    "mestring.web.components",
    "mestring.web.public",
    "mestring.web.caseworker",
    "mestring.web.committee",
    "mestring.web.shelter",
    "mestring.web.provider",
    "mestring.web.team_leader",
    "mestring.web.administrator",
    "mestring.web.citizen",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "mestring.web.shell.middleware.DemoDay",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mestring.web.shell.account.middleware.code_is_required",
    "mestring.web.shell.middleware.Doors",
    "axes.middleware.AxesMiddleware",
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
DATABASES = {
    "default": database.from_url(_database_url) if _database_url else database.sqlite(VAR / ("demo-" + COUNCIL + ".sqlite3" if DEMO else "mestring.sqlite3"))
}
if not _database_url:
    VAR.mkdir(parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
    "mestring.web.shell.account.demo.DemoBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["username", "name", "email"]}},
]
LOGIN_URL = "account_login"

ACCOUNT_ADAPTER = "mestring.web.shell.account.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# axes counts wrong passwords for each account. These catch one address that tries many accounts; a whole town hall may share an address.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,10/900s/key"}
ACCOUNT_FORMS = {
    "login": "mestring.web.shell.account.forms.LogIn",
    "change_password": "mestring.web.shell.account.forms.ChangePassword",
    "reauthenticate": "mestring.web.shell.account.forms.AskAgain",
}
MFA_ADAPTER = "mestring.web.shell.account.adapters.CodeAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Mestring"
MFA_FORMS = {
    "authenticate": "mestring.web.shell.account.forms.Code",
    "reauthenticate": "mestring.web.shell.account.forms.CodeAgain",
    "activate_totp": "mestring.web.shell.account.forms.FirstCode",
}
SOCIALACCOUNT_ADAPTER = "mestring.web.shell.account.adapters.MunicipalAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# A form may not lead away from the site (form-action), so the way to the municipality's log-in is a link. The way back carries a state of its own.
SOCIALACCOUNT_LOGIN_ON_GET = True
OIDC_ISSUER = os.environ.get("OIDC_ISSUER", "").strip()
OIDC_NAME = os.environ.get("OIDC_NAME", "").strip() or "kommunens log-in"
OIDC_CLAIM = os.environ.get("OIDC_CLAIM", "").strip() or "preferred_username"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": ["openid", "profile"],
        "APPS": [
            {
                "provider_id": "oidc",
                "name": OIDC_NAME,
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "mestring.web.shell.account.lock_out.username"
AXES_CLIENT_IP_CALLABLE = "mestring.web.shell.account.lock_out.address"
AXES_LOCKOUT_CALLABLE = "mestring.web.shell.account.lock_out.page"
# Hidden in what axes keeps and in the log: a password typed in the field for the name would stand there.
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "code"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Shared by the processes of one machine: how often somebody tried, and which codes have been used.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": str(VAR / "cache")}}

# Papers lie by their hash; letters wait in the outbox for the recall window, and leave by a folder or by Digital Post.
_kept = VAR / f"demo-{COUNCIL}" if DEMO else VAR
DOCUMENTS = _kept / "documents"
OUTBOX = _kept / "outbox"
ANCHORS = _kept / "anchors.jsonl"
POST = os.environ.get("POST", "folder")
RECALL_MINUTES = int(os.environ.get("RECALL_MINUTES", "30"))

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
SESSION_COOKIE_NAME = "mestring"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "mestring.web.shell.account.views.form_expired"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "mestring.config.logs.WithoutMessages", "format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Its debug lines hold whatever a page was made of, names and all; they are never written, however low the level of the rest is set.
    "loggers": {"django.template": {"level": "INFO"}},
}
