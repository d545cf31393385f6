"""The demo's way in: step into any role without a password. Elsewhere the page is not there and the backend refuses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate, login
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mestring.people import accounts
from mestring.people.models import Account
from mestring.web.shell import clock
from mestring.web.shell.account.adapters import home_of
from mestring.web.shell.errors import NotFound


class DemoBackend(BaseBackend):
    """Lets anybody be anybody, in a demo. Without DEMO it knows nobody, not even those whom it let in before."""

    def authenticate(self, request: HttpRequest | None, demo_account: str | None = None, **credentials: Any) -> Account | None:
        if not settings.DEMO or demo_account is None:
            return None
        return accounts.of_demo(demo_account)

    def get_user(self, user_id: int) -> Account | None:
        return Account.objects.filter(pk=user_id, is_active=True).first() if settings.DEMO else None


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """All accounts by role; choosing one logs in as it."""
    if not settings.DEMO:
        raise NotFound(text="Adressen er skrevet forkert, eller siden er flyttet.")
    if request.method == "POST":
        account = authenticate(request, demo_account=request.POST.get("account", ""))
        if isinstance(account, Account):
            login(request, account)
            return redirect(home_of(account))
    return render(request, "account/demo.html", {"groups": accounts.demo_accounts(on=clock.today()), "missing": request.method == "POST"})
