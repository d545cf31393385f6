"""Settings of the test run: a folder of its own, and static files straight from where they lie."""

import os
import tempfile
from pathlib import Path

# Also for what the tests start: their PostgreSQL runs without fsync.
os.environ["ALLOW_UNSAFE_DATABASE"] = "1"

from mestring.config.settings import *  # noqa: F403

VAR = Path(tempfile.gettempdir()) / "mestring-tests"
SECRET_KEY = "for tests only"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# The real one is slow on purpose; one test checks that it is the one used.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]  # noqa: F405
