"""Settings of the test run: a folder of its own, and static files straight from where they lie."""

import tempfile
from pathlib import Path

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
