"""Where django-allauth asks how things are here: no sign-up, Danish words, an identity of the municipality leads to an account that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.people import access
from mestring.people.models import Account
from mestring.web.shell import clock, roles
from mestring.web.shell.account import lock_out
from mestring.web.shell.frame import address

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin

CODE_MISSING = "code_missing"


def home_of(account: Account) -> str:
    """The address where an account begins: the first item of its menu."""
    actor = access.actor_of(account, clock.today())
    return next(found for route, _ in [*roles.menu(actor), ("public:front", "")] if (found := address(route)))


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Kontoen er lukket.",
        "enter_current_password": "Adgangskoden er ikke den, du har nu. Skriv den igen.",
        "incorrect_code": "Koden passer ikke. Skriv den, appen viser nu.",
        "incorrect_password": "Adgangskoden passer ikke. Skriv den igen.",
        "rate_limited": "Der er skrevet for mange koder. Vent et kvarter, og prøv igen.",
        "too_many_login_attempts": "Der er skrevet forkert for mange gange. Vent et kvarter, og prøv igen.",
        "username_password_mismatch": "Kontonavn og adgangskode passer ikke sammen. Skriv begge igen.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return lock_out.address(request)

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return home_of(cast(Account, request.user))

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("public:front")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index") + "?skiftet=1"

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        by_password = [one for one in request.session.get("account_authentication_methods", []) if one.get("method") == "password"]
        if settings.REQUIRE_TOTP and user.employee_id and by_password and not is_mfa_enabled(user, [Authenticator.Type.TOTP]):
            request.session[CODE_MISSING] = True
            # The password has this moment been given: it need not be asked for again before the code is added.
            by_password[-1]["reauthenticated"] = True


class CodeAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Koden kan ikke fjernes: den kræves af alle, der arbejder her.",
        "cannot_generate_recovery_codes": "Tilføj først en kode fra en app. Så kan du få nødkoder.",
        "incorrect_code": "Koden passer ikke. Skriv den, appen viser nu.",
    }

    def build_totp_svg(self, url: str) -> str:
        """The picture as one path, to stand in the page itself: the security policy lets no other picture in."""
        code = qrcode.QRCode(border=2)
        code.add_data(url)
        rows = code.get_matrix()
        size = len(rows)
        path = "".join(f"M{x},{y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
        return f'<svg class="m-qr" viewBox="0 0 {size} {size}" width="200" height="200" role="img" aria-label="Stregkode med nøglen"><path fill="#fff" d="M0,0h{size}v{size}h-{size}z"/><path d="{path}"/></svg>'

    def get_totp_label(self, user: Any) -> str:
        return str(user.username)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not (settings.REQUIRE_TOTP and authenticator.user.employee_id)


class MunicipalAdapter(DefaultSocialAccountAdapter):
    """The municipality's own log-in. It says who somebody is; it never makes an account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: str | None = None, client_id: str | None = None) -> list[Any]:
        # Only the settings name a log-in; a row in the database can't add one.
        from allauth.socialaccount.adapter import _build_apps_from_settings

        return [app for apps in _build_apps_from_settings(provider=provider, client_id=client_id).values() for app in apps]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Any:
        """Read the name of the account and forget the rest: what the municipality knows about its employees is not kept here."""
        found = sociallogin.account.extra_data
        claims = {**(found.get("id_token") or {}), **(found.get("userinfo") or {})}
        sociallogin.names = [str(claims[name]) for name in (settings.OIDC_CLAIM, "sub") if claims.get(name)]
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the account: the one linked before, else the one of that name when nobody is linked to it. Otherwise the door stays closed."""
        names: list[str] = getattr(sociallogin, "names", [])
        if sociallogin.state.get("process") not in (None, "login"):
            raise ImmediateHttpResponse(self._unknown(request))
        if sociallogin.is_existing:
            return
        account = next((found for name in names if (found := Account.named(name))), None)
        if account is None or SocialAccount.objects.filter(user=account, provider=sociallogin.account.provider).exists():
            raise ImmediateHttpResponse(self._unknown(request))
        sociallogin.connect(request, account)

    @staticmethod
    def _unknown(request: HttpRequest) -> HttpResponse:
        return render(request, "socialaccount/unknown.html", {"provider": settings.OIDC_NAME}, status=403)
