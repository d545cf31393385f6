"""Doors for machines: one adapter for each outside system."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from mestring.cases.carriers import Carrier


def outbox() -> Carrier:
    """The carrier that the setting POST names: `folder` or `digital_post`.

    Raises: ImproperlyConfigured, with what to write.
    """
    from mestring.integrations.folder import Folder

    folder = Folder(Path(getattr(settings, "OUTBOX", None) or Path(settings.VAR) / "outbox"))
    chosen = getattr(settings, "POST", "folder")
    if chosen == "folder":
        return folder
    if chosen != "digital_post":
        raise ImproperlyConfigured(f"POST={chosen}: write folder or digital_post.")
    from mestring.integrations import digital_post

    return digital_post.from_settings(folder)
