"""Who works here and must have a code from an app gets no further than adding one."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from mestring.web.shell.account.adapters import CODE_MISSING

OPEN = {"account_logout", "account_reauthenticate", "mfa_activate_totp"}


def code_is_required(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest) -> HttpResponse:
        # Asked of those who have a session only: an open page must not touch it.
        if settings.REQUIRE_TOTP and settings.SESSION_COOKIE_NAME in request.COOKIES and request.session.get(CODE_MISSING):
            if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]) or not request.user.is_authenticated:
                del request.session[CODE_MISSING]
            elif resolve(request.path_info).url_name not in OPEN:
                return redirect("mfa_activate_totp")
        return get_response(request)

    return answer
