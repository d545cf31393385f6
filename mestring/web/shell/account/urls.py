"""The addresses of log-in: these and no others of django-allauth's. No sign-up, no mail, no password by mail."""

from allauth.account import views as account
from allauth.mfa.base import views as code
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path

from mestring.web.shell.account.views import with_password

urlpatterns = [
    path("", code.index, name="mfa_index"),
    path("log-ind/", account.login, name="account_login"),
    path("log-ud/", account.logout, name="account_logout"),
    path("lukket/", account.account_inactive, name="account_inactive"),
    path("bekraeft/", with_password(account.reauthenticate), name="account_reauthenticate"),
    path("adgangskode/", with_password(account.password_change), name="account_change_password"),
    path("kode/", code.authenticate, name="mfa_authenticate"),
    path("kode/bekraeft/", with_password(code.reauthenticate), name="mfa_reauthenticate"),
    path("kode/tilfoej/", with_password(totp.activate_totp), name="mfa_activate_totp"),
    path("kode/fjern/", with_password(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("noedkoder/", with_password(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("noedkoder/nye/", with_password(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("kommunen/", oidc.login, {"provider_id": "oidc"}, name="openid_connect_login"),
    path("kommunen/svar/", oidc.callback, {"provider_id": "oidc"}, name="openid_connect_callback"),
    path("kommunen/fortrudt/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("kommunen/fejl/", social.login_error, name="socialaccount_login_error"),
]
