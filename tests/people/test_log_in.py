"""How somebody comes in, and how somebody doesn't."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.socialaccount.models import SocialAccount
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from mestring.people import accounts
from mestring.people.models import Account, Assignment, Citizen, Employee, Unit
from mestring.web.shell.account.demo import DemoBackend

pytestmark = pytest.mark.django_db

PASSWORD = "fire ravne over fjorden"
LOG_IN = "/konto/log-ind/"


@pytest.fixture(autouse=True)
def forgotten_attempts() -> None:
    cache.clear()


@pytest.fixture
def employee() -> Employee:
    unit = Unit.objects.create(kind=Unit.Kind.TEAM, name="Team Fjord")
    employee = Employee.objects.create(name="Bodil Ravn")
    Assignment.objects.create(employee=employee, unit=unit, role=Assignment.Role.CASEWORKER, since=date(2026, 1, 1))
    return employee


@pytest.fixture
def account(employee: Employee) -> Account:
    return Account.objects.create_user("bodil.ravn", PASSWORD, name="Bodil Ravn", employee=employee)


def log_in(client: Client, username: str = "bodil.ravn", password: str = PASSWORD, **extra: str):
    return client.post(LOG_IN, {"login": username, "password": password}, **extra)


def say_again(client: Client) -> None:
    """Give the password once more, as changing the way in demands."""
    assert client.post("/konto/bekraeft/", {"password": PASSWORD}).status_code == 302


def who(client: Client) -> str:
    """The name on the account page, or nothing when nobody is logged in."""
    found = re.search(r"Du er logget ind som ([^.<]+)\.", client.get("/konto/").content.decode())
    return found[1] if found else ""


# --- accounts


def test_two_accounts_cannot_differ_by_case_alone(account: Account) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create_user("Bodil.Ravn", name="En anden")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(username="BODIL.RAVN")


def test_a_name_is_kept_in_one_form_however_it_is_written() -> None:
    account = Account.objects.create_user("  Bodil.RÅVN ", name="Bodil Ravn")
    assert account.username == "bodil.råvn"
    assert Account.named("BODIL.råvn") == account
    assert Account.objects.get_by_natural_key("Bodil.Råvn") == account


def test_an_account_is_one_persons(employee: Employee) -> None:
    citizen = Citizen.objects.create(cpr="9999920001", first_name="Ask", last_name="Lund")
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create_user("begge", name="Begge", employee=employee, citizen=citizen)


def test_no_flag_on_an_account_gives_rights() -> None:
    names = {field.name for field in Account._meta.get_fields()}
    assert names & {"is_superuser", "is_staff", "groups", "user_permissions"} == set()
    assert not hasattr(Account, "has_perm")


# --- password


def test_a_name_and_its_password_open(client: Client, account: Account) -> None:
    assert log_in(client, " Bodil.RAVN ").status_code == 302
    assert who(client) == "Bodil Ravn"
    cookie = client.cookies["mestring"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["expires"] == ""
    session = Session.objects.get(session_key=cookie.value)
    assert timedelta(hours=7, minutes=59) < session.expire_date - timezone.now() <= timedelta(hours=8)


def test_a_wrong_password_says_what_to_do_and_keeps_the_name(client: Client, account: Account) -> None:
    response = log_in(client, password="forkert")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Kontonavn og adgangskode passer ikke sammen. Skriv begge igen." in page
    assert 'value="bodil.ravn"' in page
    assert "forkert" not in page
    assert who(client) == ""


def test_an_unknown_name_and_a_wrong_password_say_the_same(client: Client, account: Account) -> None:
    def said(name: str) -> str:
        page = log_in(client, name, "forkert").content.decode()
        return re.sub(r'value="[^"]*"', "", page)

    assert said("bodil.ravn") == said("findes.ikke")


def test_empty_fields_name_themselves(client: Client) -> None:
    page = log_in(client, "", "").content.decode()
    assert "Kontonavn: Skriv dit kontonavn." in page
    assert 'aria-describedby="e-password"' in page


def test_five_wrong_passwords_lock_the_account_from_that_address_and_say_until_when(client: Client, account: Account) -> None:
    for _ in range(4):
        assert log_in(client, password="forkert").status_code == 200
    locked = log_in(client, password="forkert")
    until = timezone.localtime(timezone.now() + timedelta(minutes=15))
    nearly = {f"{moment:%-H.%M}" for moment in (until, until + timedelta(minutes=1))}
    assert locked.status_code == 429
    found = re.search(r"Vent med at logge ind til kl\. (\d{1,2}\.\d\d)", locked.content.decode())
    assert found is not None
    assert found[1] in nearly
    assert log_in(client, "BODIL.ravn").status_code == 429, "the right password is refused too, however the name is written"
    assert who(client) == ""


def test_a_lock_ends_and_is_not_prolonged_by_trying(client: Client, account: Account) -> None:
    for _ in range(7):
        log_in(client, password="forkert")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert log_in(client).status_code == 429
    assert AccessAttempt.objects.get().attempt_time < timezone.now() - timedelta(minutes=13)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in(client).status_code == 302


def test_a_lock_is_for_one_account_and_one_address(client: Client, account: Account) -> None:
    Account.objects.create_user("aage.holm", PASSWORD, name="Aage Holm")
    for _ in range(5):
        log_in(client, password="forkert")
    assert log_in(client, REMOTE_ADDR="127.0.0.9").status_code == 302
    assert log_in(Client(), "aage.holm").status_code == 302


def test_a_visitor_cannot_choose_the_address_they_are_counted_under(client: Client, account: Account, settings) -> None:
    for number in range(5):
        answer = log_in(client, password="forkert", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
    assert answer.status_code == 429, "without a proxy the header is not read"
    cache.clear()
    AccessAttempt.objects.all().delete()
    settings.PROXIES = 1
    for number in range(5):
        answer = log_in(client, password="forkert", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 192.0.2.7")
    assert answer.status_code == 429, "behind one proxy the last address is the one it saw"
    assert log_in(client, HTTP_X_FORWARDED_FOR="192.0.2.8").status_code == 302


def test_one_address_cannot_try_account_after_account(client: Client, settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "6/m/ip", "login_failed": "60/m/ip,10/900s/key"}
    answers = [log_in(client, f"konto{number}", "forkert").status_code for number in range(7)]
    assert answers == [200] * 6 + [429]
    assert "Vent et minut" in log_in(client, "konto", "forkert").content.decode()


def test_a_closed_account_is_told_so_and_its_sessions_end(client: Client, account: Account) -> None:
    log_in(client)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert who(client) == ""
    answer = client.post(LOG_IN, {"login": "bodil.ravn", "password": PASSWORD}, follow=True)
    assert "Kontoen er lukket" in answer.content.decode()


def test_an_account_begins_where_its_role_works(client: Client, account: Account) -> None:
    assert log_in(client)["Location"] == "/arbejde/"
    Account.objects.create_user("aage.holm", PASSWORD, name="Aage Holm")
    assert log_in(Client(), "aage.holm")["Location"] == "/standarder/"


def test_logging_out_needs_a_button_and_ends_the_session(client: Client, account: Account) -> None:
    log_in(client)
    assert "Log ud" in client.get("/konto/log-ud/").content.decode()
    assert who(client) == "Bodil Ravn"
    assert client.post("/konto/log-ud/")["Location"] == "/"
    assert who(client) == ""


def test_after_log_in_one_comes_where_one_was_going_and_never_off_the_site(client: Client, account: Account) -> None:
    page = client.get(LOG_IN + "?next=/konto/adgangskode/").content.decode()
    assert '<input type="hidden" name="next" value="/konto/adgangskode/">' in page
    assert client.post(LOG_IN, {"login": "bodil.ravn", "password": PASSWORD, "next": "/konto/adgangskode/"})["Location"] == "/konto/adgangskode/"
    other = Client()
    assert other.post(LOG_IN, {"login": "bodil.ravn", "password": PASSWORD, "next": "https://evil.example/"})["Location"].startswith("/")


def test_a_password_is_changed_with_the_old_one_and_other_sessions_end(client: Client, account: Account) -> None:
    elsewhere = Client()
    log_in(elsewhere)
    log_in(client)
    new = {"password1": "ni uldne huer i blæsten", "password2": "ni uldne huer i blæsten"}
    assert "Adgangskoden er ikke den, du har nu" in client.post("/konto/adgangskode/", {"oldpassword": "forkert", **new}).content.decode()
    weak = client.post("/konto/adgangskode/", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}).content.decode()
    assert "12 tegn" in weak
    assert client.post("/konto/adgangskode/", {"oldpassword": PASSWORD, **new})["Location"] == "/konto/?skiftet=1"
    assert who(client) == "Bodil Ravn"
    assert who(elsewhere) == ""


def test_passwords_are_kept_with_argon2() -> None:
    from mestring.config import settings as real

    assert real.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"
    from django.contrib.auth.hashers import make_password

    assert make_password(PASSWORD, hasher="argon2").startswith("argon2$argon2id$")


# --- code from an app


def code(secret: str, steps: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@pytest.fixture
def secret(account: Account) -> str:
    found = generate_totp_secret()
    TOTP.activate(account, found)
    return found


def test_an_account_with_a_code_asks_for_it_after_the_password(client: Client, secret: str) -> None:
    assert log_in(client)["Location"] == "/konto/kode/"
    assert who(client) == ""
    wrong = client.post("/konto/kode/", {"code": "000000"})
    assert "Koden passer ikke" in wrong.content.decode()
    assert client.post("/konto/kode/", {"code": code(secret)}).status_code == 302
    assert who(client) == "Bodil Ravn"


def test_a_code_works_once(client: Client, secret: str) -> None:
    used = code(secret)
    for browser, opens in ((client, True), (Client(), False)):
        log_in(browser)
        browser.post("/konto/kode/", {"code": used})
        assert bool(who(browser)) is opens


def test_codes_cannot_be_guessed_one_after_another(client: Client, secret: str) -> None:
    log_in(client)
    for _ in range(11):
        answer = client.post("/konto/kode/", {"code": "000000"})
    assert "for mange gange" in answer.content.decode()
    client.post("/konto/kode/", {"code": code(secret)})
    assert who(client) == ""


def test_a_code_is_added_with_recovery_codes_and_taken_away_again(client: Client, account: Account) -> None:
    log_in(client)
    say_again(client)
    page = client.get("/konto/kode/tilfoej/").content.decode()
    found = re.search(r"<code>([A-Z2-7]{16,})</code>", page)
    assert found is not None
    assert "<svg" in page
    assert "data:" not in page
    answer = client.post("/konto/kode/tilfoej/", {"code": code(found[1])})
    assert answer["Location"] == "/konto/noedkoder/"
    kept = re.findall(r"<code>(\d{8})</code>", client.get("/konto/noedkoder/").content.decode())
    assert len(kept) == 10

    other = Client()
    log_in(other)
    other.post("/konto/kode/", {"code": kept[0]})
    assert who(other) == "Bodil Ravn", "a recovery code stands in for the app"
    again = Client()
    log_in(again)
    again.post("/konto/kode/", {"code": kept[0]})
    assert who(again) == "", "and only once"

    assert "Du har 9 nødkoder tilbage" in client.get("/konto/").content.decode()
    assert client.get("/konto/noedkoder/nye/").status_code == 200
    client.post("/konto/noedkoder/nye/")
    assert kept[1] not in client.get("/konto/noedkoder/").content.decode()
    assert client.get("/konto/kode/fjern/").status_code == 200
    client.post("/konto/kode/fjern/")
    assert not Authenticator.objects.filter(user=account).exists()


@pytest.mark.parametrize("address", ["/konto/kode/tilfoej/", "/konto/noedkoder/nye/"])
def test_nobody_changes_the_way_in_on_a_session_left_open(client: Client, account: Account, address: str) -> None:
    log_in(client)
    answer = client.get(address)
    assert answer["Location"].startswith("/konto/bekraeft/?next=")
    assert "Skriv din adgangskode igen" in client.get(answer["Location"]).content.decode()
    assert client.post(answer["Location"], {"password": "forkert"}).status_code == 200
    assert client.post("/konto/bekraeft/", {"password": PASSWORD, "next": address})["Location"] == address
    assert client.get(address).status_code == 200


def test_where_a_code_is_required_an_employee_gets_no_further_without_one(client: Client, account: Account, settings) -> None:
    settings.REQUIRE_TOTP = True
    log_in(client)
    assert client.get("/konto/")["Location"] == "/konto/kode/tilfoej/"
    assert client.get("/")["Location"] == "/konto/kode/tilfoej/"
    page = client.get("/konto/kode/tilfoej/").content.decode()
    client.post("/konto/kode/tilfoej/", {"code": code(re.search(r"<code>([A-Z2-7]{16,})</code>", page)[1])})
    assert who(client) == "Bodil Ravn"
    client.post("/konto/kode/fjern/")
    assert Authenticator.objects.filter(user=account, type="totp").exists(), "nor can it be taken away again"
    assert "Koden kan ikke fjernes" in client.get("/konto/kode/fjern/").content.decode()


def test_a_citizen_is_not_asked_for_the_employees_code(client: Client, settings) -> None:
    settings.REQUIRE_TOTP = True
    citizen = Citizen.objects.create(cpr="9999920001", first_name="Ask", last_name="Lund")
    Account.objects.create_user("ask.lund", PASSWORD, name="Ask Lund", citizen=citizen)
    log_in(client, "ask.lund")
    assert who(client) == "Ask Lund"


# --- the municipality's own log-in


# In a process of its own, since it warns of what it is built on. It lives until its input is closed.
PROVIDER = """
import sys
from oidc_provider_mock import User, run_server_in_thread
people = [
    User(sub="f1", claims={"preferred_username": "Bodil.Ravn", "name": "Bodil Ravn", "email": "bodil@example.invalid", "cpr": "9999920002"}),
    User(sub="f2", claims={"preferred_username": "bodil.ravn"}),
    User(sub="f3", claims={"preferred_username": "ukendt.person", "email": "ukendt@example.invalid"}),
    User(sub="aage.holm", claims={}),
]
with run_server_in_thread(user_claims=people) as server:
    print(server.server_port, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """A log-in of a municipality, on this machine only."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", PROVIDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    with process:
        assert process.stdout is not None
        yield f"http://localhost:{process.stdout.readline().strip()}"


@pytest.fixture
def municipal(provider: str, settings) -> str:
    app = {"provider_id": "oidc", "name": "Fjordby Kommune", "client_id": "mestring", "secret": "for tests only", "settings": {"server_url": provider}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    settings.OIDC_NAME = "Fjordby Kommune"
    return provider


def through_the_municipality(client: Client, sub: str, *, action: str = "", start: str = "/konto/kommunen/"):
    leads_to = client.get(start)["Location"]
    asked = parse_qs(urlsplit(leads_to).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert "state" in asked
    with requests.Session() as browser:
        browser.trust_env = False
        back = browser.post(leads_to, data={"action": action} if action else {"sub": sub}, allow_redirects=False)
    answered = urlsplit(back.headers["Location"])
    assert answered.path == "/konto/kommunen/svar/"
    answer = client.get(f"{answered.path}?{answered.query}")
    return client.get(answer["Location"]) if answer.get("Location", "").startswith("/konto/") else answer


def test_an_identity_of_the_municipality_leads_to_the_account_of_its_name(client: Client, account: Account, municipal: str) -> None:
    assert "Log ind med Fjordby Kommune" in client.get(LOG_IN).content.decode()
    through_the_municipality(client, "f1")
    assert who(client) == "Bodil Ravn"
    kept = SocialAccount.objects.get()
    assert (kept.user_id, kept.provider, kept.uid) == (account.pk, "oidc", "f1")
    assert kept.extra_data == {}, "what the municipality knows about its employees is not kept"
    account.refresh_from_db()
    assert account.email == ""


def test_a_linked_identity_stays_with_its_account_when_names_change(client: Client, account: Account, municipal: str) -> None:
    through_the_municipality(client, "f1")
    Account.objects.filter(pk=account.pk).update(username="bodil.holm")
    again = Client()
    through_the_municipality(again, "f1")
    assert who(again) == "Bodil Ravn"
    assert SocialAccount.objects.get().extra_data == {}


def test_a_second_identity_of_the_same_name_does_not_get_in(client: Client, account: Account, municipal: str) -> None:
    through_the_municipality(client, "f1")
    other = Client()
    answer = through_the_municipality(other, "f2")
    assert answer.status_code == 403
    assert who(other) == ""


def test_the_subject_may_be_the_name_of_the_account(client: Client, municipal: str) -> None:
    Account.objects.create_user("aage.holm", name="Aage Holm")
    through_the_municipality(client, "aage.holm")
    assert who(client) == "Aage Holm"


def test_an_unknown_identity_is_refused_and_makes_no_account(client: Client, account: Account, municipal: str) -> None:
    answer = through_the_municipality(client, "f3")
    assert answer.status_code == 403
    assert "Du har ingen konto her" in answer.content.decode()
    assert who(client) == ""
    assert Account.objects.count() == 1
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("process", ["connect", "redirect"])
def test_somebody_logged_in_cannot_tie_another_identity_to_their_account(client: Client, account: Account, municipal: str, process: str) -> None:
    Account.objects.create_user("aage.holm", PASSWORD, name="Aage Holm")
    log_in(client, "aage.holm")
    answer = through_the_municipality(client, "f1", start=f"/konto/kommunen/?process={process}")
    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()


def test_a_closed_account_does_not_open_through_the_municipality(client: Client, account: Account, municipal: str) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)
    answer = through_the_municipality(client, "f1")
    assert "Kontoen er lukket" in answer.content.decode()
    assert who(client) == ""


def test_a_log_in_given_up_or_forged_says_so(client: Client, account: Account, municipal: str) -> None:
    assert "Du er ikke logget ind" in through_the_municipality(client, "", action="deny").content.decode()
    forged = client.get("/konto/kommunen/svar/?code=abc&state=abc")
    assert "Kommunens log-in svarer ikke rigtigt" in forged.content.decode()
    assert who(client) == ""


def test_an_account_without_a_password_is_told_where_it_is_changed(client: Client, municipal: str) -> None:
    Account.objects.create_user("aage.holm", name="Aage Holm")
    through_the_municipality(client, "aage.holm")
    assert "Adgangskode og koder skiftes dér" in client.get("/konto/").content.decode()
    assert client.get("/konto/adgangskode/").status_code == 404


def test_without_a_municipal_log_in_there_is_no_way_to_one(client: Client) -> None:
    assert "Log ind med" not in client.get(LOG_IN).content.decode()
    assert client.get("/konto/kommunen/").status_code == 404
    assert client.get("/konto/kommunen/svar/?code=a&state=b").status_code == 404


# --- the demo


def test_outside_a_demo_there_is_no_page_to_choose_a_role(client: Client, account: Account) -> None:
    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"account": account.public_id}).status_code == 404
    assert who(client) == ""


def test_the_demos_backend_knows_nobody_outside_a_demo(account: Account, settings) -> None:
    backend = DemoBackend()
    assert backend.authenticate(None, demo_account=str(account.public_id)) is None
    assert backend.get_user(account.pk) is None
    settings.DEMO = True
    assert backend.authenticate(None, demo_account=str(account.public_id)) == account
    assert backend.authenticate(None, username="bodil.ravn", password=PASSWORD) is None
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert backend.authenticate(None, demo_account=str(account.public_id)) is None
    assert backend.get_user(account.pk) is None


def test_in_a_demo_one_steps_into_any_role(client: Client, account: Account, settings) -> None:
    settings.DEMO = True
    page = client.get("/demo/").content.decode()
    assert "Vælg en rolle" in page
    assert page.index("Sagsbehandler") < page.index("Bodil Ravn")
    assert "Team Fjord" in page
    client.post("/demo/", {"account": account.public_id})
    assert who(client) == "Bodil Ravn"
    settings.DEMO = False
    assert who(client) == "", "a session from a demo is worth nothing outside it"


def test_a_demo_account_that_is_not_there_gets_the_list_again(client: Client, settings) -> None:
    settings.DEMO = True
    for wrong in ("", "x", "00000000-0000-4000-8000-000000000000"):
        answer = client.post("/demo/", {"account": wrong})
        assert "Kontoen findes ikke længere" in answer.content.decode()


def test_accounts_stand_under_each_role_they_hold_that_day(account: Account, employee: Employee) -> None:
    unit = Unit.objects.get()
    Assignment.objects.create(employee=employee, unit=unit, role=Assignment.Role.TEAM_LEADER, since=date(2026, 1, 1), until=date(2026, 6, 30))
    june = {group.label: [one.account.name for one in group.choices] for group in accounts.demo_accounts(on=date(2026, 6, 30))}
    assert june == {"Sagsbehandler": ["Bodil Ravn"], "Faglig leder": ["Bodil Ravn"]}
    assert [group.label for group in accounts.demo_accounts(on=date(2025, 1, 1))] == ["Uden rolle i dag"]


# --- what must not be there, and what must not be told


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_reset_password",
        "account_set_password",
        "account_confirm_login_code",
        "socialaccount_signup",
        "socialaccount_connections",
        "mfa_download_recovery_codes",
    ],
)
def test_there_is_no_sign_up_and_no_way_by_mail(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("address", ["/", "/standarder/", "/ord/", "/proev/", "/genveje/"])
@pytest.mark.parametrize("code_required", [False, True])
def test_open_pages_set_no_cookie_and_ask_the_database_nothing(client: Client, address: str, code_required: bool, settings) -> None:
    settings.REQUIRE_TOTP = code_required
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert not response.cookies
    assert len(queries) == 0
    assert "Cookie" not in response.get("Vary", "")


def test_a_log_in_form_from_elsewhere_is_refused_in_danish(account: Account) -> None:
    response = Client(enforce_csrf_checks=True).post(LOG_IN, {"login": "bodil.ravn", "password": PASSWORD})
    assert response.status_code == 403
    assert "Formularen kunne ikke sendes" in response.content.decode()


def test_neither_names_nor_passwords_come_into_the_log(
    client: Client, account: Account, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.getLogger("axes"), "propagate", False)
    caplog.set_level(logging.WARNING)
    for _ in range(6):
        log_in(client, password="hemmeligt ord")
    AccessAttempt.objects.all().delete()
    log_in(client)
    told = caplog.text
    assert "An account is closed for a while" in told
    assert "bodil" not in told.lower()
    assert "hemmeligt" not in told
    assert PASSWORD not in told


def test_what_was_tried_is_kept_without_the_password(client: Client, account: Account) -> None:
    log_in(client, password="hemmeligt ord")
    kept = AccessAttempt.objects.get()
    assert "hemmeligt" not in f"{kept.post_data} {kept.get_data} {kept.path_info}"
    assert "bodil" not in kept.post_data.lower()


@pytest.mark.parametrize("address", ["/konto/log-ind/", "/konto/lukket/", "/konto/kommunen/fortrudt/", "/konto/kommunen/fejl/"])
def test_each_page_of_log_in_stands_in_our_frame(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert page.startswith('<!doctype html>\n<html lang="da">')
    assert page.count("<h1") == 1
    assert not re.search(r"\sstyle=|<style|<script(?! src=\"/statisk/)", page)
    assert not re.search(r"\b(Sign|Password|Username|Log in)\b", page)
