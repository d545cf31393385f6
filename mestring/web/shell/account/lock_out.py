"""After too many wrong passwords for one account from one address: closed for a while, and the page says until when."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mestring.people.models import Account


def username(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """The account that was tried, however its name was written."""
    return Account.normalize_username(str((credentials or {}).get("username") or ""))


def address(request: HttpRequest) -> str:
    """The visitor's address: what our own outermost proxy saw. Anything further back could be written by the visitor."""
    seen = [one.strip() for one in str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",") if one.strip()]
    if settings.PROXIES and len(seen) >= settings.PROXIES:
        return seen[-settings.PROXIES]
    return str(request.META.get("REMOTE_ADDR") or "127.0.0.1")


def page(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None) -> HttpResponse:
    """Too many attempts, and when to try again. The log is told that it happened, and nothing about whom."""
    logging.getLogger(__name__).warning("An account is closed for a while after too many wrong passwords")
    return render(request, "account/locked_out.html", {"until": _until(request, credentials), "limit": settings.AXES_FAILURE_LIMIT}, status=429)


def _until(request: HttpRequest, credentials: dict[str, Any] | None) -> datetime | None:
    """The first whole minute when it is open again. The attempt carries the machine's own time, also where a demo's day was moved."""
    tried = AccessAttempt.objects.filter(username=username(request, credentials), ip_address=address(request)).order_by("-attempt_time").first()
    if tried is None:
        return None
    end: datetime = tried.attempt_time + settings.AXES_COOLOFF_TIME + timedelta(seconds=59)
    return timezone.localtime(end).replace(second=0, microsecond=0)
