"""What the commands that need the database do first."""

from __future__ import annotations

import os


def setup() -> None:
    """Let Django read its settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mestring.config.settings")
    django.setup()
