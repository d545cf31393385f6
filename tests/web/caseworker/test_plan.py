"""The pages of a plan: offered, answered, written and read; goals by the assessment's topics; and a paper without a single code."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from mestring.cases.actions.case import close_case
from mestring.cases.actions.glass import break_glass
from mestring.cases.models import Case, Due
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.models import Goal, Plan, Rating
from mestring.people.access import Actor
from mestring.people.actions.citizen import open_account
from tests import given
from tests.assessments import given_assessment as ga
from tests.assessments.given_assessment import ECONOMY, SHOPPING
from tests.decisions import given_decision as known
from tests.delivery import given_delivery as delivered
from tests.web.caseworker.sending import address, hidden_from, sent, text, was_logged

pytestmark = pytest.mark.django_db
ON = given.TODAY
TEXTS = {"wishes": "Jeg vil selv åbne min post.", "purpose": "At have styr på økonomien.", "effort": "Støtte hver uge.", "duration": "Et år.", "other": ""}
GOAL: dict[str, Any] = {"text": "Jeg åbner min post hver dag", "topic": ECONOMY, "level": "", "expected": "1", "aim": "develop", "evaluate_on": "01-03-2027"}
CODE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}")


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


@pytest.fixture
def case(by: Actor) -> Case:
    return given.case(by)


@pytest.fixture
def door(by: Actor) -> Client:
    return given.logged_in(Client(), by)


@pytest.fixture
def plan(by: Actor, case: Case) -> Plan:
    """One in use that is written."""
    made = actions.offer_plan(case, kind="action", offered_on=ON, by=by, on=ON)
    actions.answer_plan(made, accepted=True, answered_on=ON, by=by, on=ON)
    return actions.write_plan(made, seen=made.version, by=by, on=ON, **TEXTS)


@pytest.fixture
def goal(by: Actor, plan: Plan) -> Goal:
    values = {"level": 3, "secondary": [SHOPPING], "measured_by": "Der ligger ingen uåbnet post.", "evaluate_on": date(2027, 3, 1)}
    return actions.set_goal(plan, text=GOAL["text"], topic=ECONOMY, expected=1, aim="develop", by=by, on=ON, **values)


def read(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text(answer)))


# ------------------------------------------------------------------------------------------------ offered and answered


def test_a_plan_is_offered_from_the_case_and_awaits_an_answer(door: Client, case: Case) -> None:
    where = address("new_plan", case)
    assert f'href="{where}"' in text(door.get(address("case", case)))
    page = read(door.post(where, sent(kind="action", offered_on="24-11-2026", accepted="", answered_on=""), follow=True))
    made = Plan.objects.get()
    assert (made.kind, made.state, made.offered_on) == ("action", "offered", ON - timedelta(days=1))
    assert "Handleplan Tilbudt" in page
    assert "Skriv borgerens svar" in page
    assert "Handleplan · Tilbudt" in read(door.get(address("case", case)))


def test_the_answer_is_written_with_the_offer_and_the_plan_is_then_to_be_written(door: Client, case: Case) -> None:
    door.post(address("new_plan", case), sent(kind="citizen", offered_on="20-11-2026", accepted="yes", answered_on="23-11-2026"))
    made = Plan.objects.get()
    assert (made.state, made.answered_on) == ("accepted", date(2026, 11, 23))
    assert Due.objects.waiting().get(kind="plan").thing == made.public_id
    where = address("plan", case, made)
    for page in (door.get("/arbejde/"), door.get(address("case", case))):
        assert f'href="{where}"' in text(page)
    assert "Det mangler" in read(door.get(address("case", case)))
    assert "Borgerplan skal skrives Borgeren har sagt ja til den." in read(door.get(address("case", case)))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"kind": ""}, "Vælg, hvilken plan det er."),
        ({"offered_on": "26-11-2026"}, "26-11-2026"),
        ({"accepted": "yes"}, "Skriv den dag, borgeren svarede."),
        ({"answered_on": "24-11-2026"}, "Vælg, hvad borgeren svarede, eller lad dagen være tom."),
        ({"accepted": "yes", "answered_on": "19-11-2026"}, "Planen var ikke tilbudt endnu. Skriv en dag fra 20-11-2026 og frem."),
        ({"accepted": "yes", "answered_on": "27-11-2026"}, "27-11-2026"),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_and_nothing_is_made(door: Client, case: Case, wrong: dict[str, str], words: str) -> None:
    said = {"kind": "stay", "offered_on": "20-11-2026", "accepted": "", "answered_on": "", **wrong}
    answer = door.post(address("new_plan", case), sent(**said))
    assert answer.status_code == 422
    assert words in read(answer)
    assert f'value="{said["offered_on"]}"' in text(answer)
    assert not Plan.objects.exists(), "the offer and the answer are one"


def test_one_of_a_kind_stands_at_a_time(door: Client, case: Case, plan: Plan) -> None:
    answer = door.post(address("new_plan", case), sent(kind="action", offered_on="20-11-2026", accepted="", answered_on=""))
    assert answer.status_code == 422
    assert "Der er allerede en handleplan i sagen" in read(answer)


def test_what_the_standard_says_of_the_help_stands_beside_and_is_proposed(door: Client, by: Actor) -> None:
    grant = known.granted(by)
    answer = door.get(address("new_plan", grant.case))
    assert "§ 85: handleplan" in read(answer)
    assert "Vejle 2023, l. 605" in read(answer)
    assert re.search(r'value="action" checked', text(answer))


def test_who_said_no_can_say_yes_and_only_that(door: Client, by: Actor, case: Case) -> None:
    made = actions.offer_plan(case, kind="action", offered_on=ON - timedelta(days=9), by=by, on=ON)
    where = address("answer_plan", case, made)
    assert "Borgeren svarede Nej, 25. november" in read(door.post(where, sent(accepted="no", answered_on="25-11-2026"), follow=True))
    again = door.get(where)
    assert 'value="no"' not in text(again)
    assert "Vælg" in read(door.post(where, sent(accepted="no", answered_on="25-11-2026")))
    assert door.post(where, sent(accepted="yes", answered_on="25-11-2026")).status_code == 303
    made.refresh_from_db()
    assert made.state == "accepted"


def test_an_answer_before_the_offer_is_refused(door: Client, by: Actor, case: Case) -> None:
    made = actions.offer_plan(case, kind="action", offered_on=ON, by=by, on=ON)
    answer = door.post(address("answer_plan", case, made), sent(accepted="yes", answered_on="24-11-2026"))
    assert answer.status_code == 422
    assert "Planen var ikke tilbudt endnu. Skriv en dag fra 25-11-2026 og frem" in read(answer)


# ------------------------------------------------------------------------------------------------ written


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        ("action", ("Borgerens ønsker", "Formål", "Indsats, der skal til", "Forventet varighed", "Andet, der har betydning")),
        ("citizen", ("Mine ønsker", "Det vil jeg opnå", "Det gør vi", "Så længe", "Andet")),
        ("stay", ("Ønsker for opholdet", "Formål med opholdet", "Aftaler", "Forventet varighed", "Efter opholdet")),
        ("crisis", ("Det er vigtigt for mig", "Tegn på, at det er ved at gå galt", "Det hjælper mig", "Det skal andre gøre", "Dem kan jeg ringe til")),
    ],
)
def test_the_five_texts_are_called_what_the_kind_calls_them(door: Client, by: Actor, case: Case, kind: str, labels: tuple[str, ...]) -> None:
    made = actions.offer_plan(case, kind=kind, offered_on=ON, by=by, on=ON)
    actions.answer_plan(made, accepted=True, answered_on=ON, by=by, on=ON)
    form = text(door.get(address("write_plan", case, made)))
    assert [re.sub(r"<.*", "", one).strip() for one in re.findall(r'<label class="form-label"[^>]*>([^<]+)', form)] == list(labels)
    assert door.post(address("write_plan", case, made), sent(version=made.version, **{**TEXTS, "other": "Egen læge."})).status_code == 303
    page = read(door.get(address("plan", case, made)))
    assert all(one in page for one in labels)
    assert not Due.objects.waiting().filter(kind="plan").exists()


def test_a_plan_without_a_purpose_keeps_what_was_typed(door: Client, case: Case, plan: Plan) -> None:
    answer = door.post(address("write_plan", case, plan), sent(version=plan.version, **{**TEXTS, "purpose": " ", "effort": "Støtte to gange om ugen."}))
    assert answer.status_code == 422
    assert "Støtte to gange om ugen." in text(answer)


def test_a_plan_that_is_not_in_use_is_not_written_and_nothing_typed_is_lost(door: Client, by: Actor, case: Case) -> None:
    made = actions.offer_plan(case, kind="action", offered_on=ON, by=by, on=ON)
    for name, said, kept in (("write_plan", TEXTS, TEXTS["purpose"]), ("new_goal", GOAL, GOAL["text"])):
        answer = door.post(address(name, case, made), sent(version=made.version, **said))
        assert answer.status_code == 422
        assert "Planen er ikke i brug" in read(answer)
        assert kept in text(answer)


def test_two_who_write_at_once_get_both_texts_back(door: Client, by: Actor, case: Case, plan: Plan) -> None:
    seen = plan.version
    actions.write_plan(plan, seen=seen, by=by, on=ON, **{**TEXTS, "effort": "Støtte hver anden uge."})
    answer = door.post(address("write_plan", case, plan), sent(version=seen, **{**TEXTS, "effort": "Støtte to gange om ugen."}))
    assert answer.status_code == 409
    assert "Indsats, der skal til" in read(answer)
    assert "anden" in read(answer)
    assert "to gange" in read(answer)
    plan.refresh_from_db()
    assert plan.effort == "Støtte hver anden uge."


def test_what_it_said_before_stands_with_who_and_when(door: Client, by: Actor, case: Case, plan: Plan, goal: Goal) -> None:
    actions.write_plan(plan, seen=plan.version, by=by, on=ON, **{**TEXTS, "duration": "To år."})
    actions.change_goal(goal, seen=goal.version, by=by, on=ON, expected=2, evaluate_on=date(2027, 6, 1))
    page = read(door.get(address("plan", case, plan)))
    assert "Anne Mette Riis rettede den 25. november. Før stod der: Forventet varighed Et år." in page
    assert "Før stod der: Forventet niveau 1 Let nedsat funktionsevne Evalueres senest 1. marts 2027" in page
    assert page.count("Før stod der:") == 2
    assert page.count("Jeg vil selv åbne min post.") == 1, "what did not change is not told again"


def test_a_plan_that_is_over_says_why_and_offers_no_more(door: Client, case: Case, plan: Plan, goal: Goal) -> None:
    where = address("end_plan", case, plan)
    assert door.post(where, sent(because="")).status_code == 422
    page = read(door.post(where, sent(because="Karen er flyttet."), follow=True))
    assert "Handleplan Afsluttet" in page
    assert "Karen er flyttet." in page
    assert GOAL["text"] in page
    for gone in ("Ret planen", "Sæt et mål", "Ret målet", "Afslut planen"):
        assert gone not in page
    assert "Udskrift til borgeren" in page


# ------------------------------------------------------------------------------------------------ goals


def test_the_topics_that_were_assessed_come_first_and_their_level_is_filled_in(door: Client, by: Actor, case: Case, plan: Plan) -> None:
    ga.finished(by, case, level=3)
    page = text(door.get(address("new_goal", case, plan)))
    groups = re.findall(r'<optgroup label="([^"]+)">(.*?)</optgroup>', page, re.S)
    assert groups[0][0] == "Fra udredningen"
    assert "Varetage økonomi (3 i udredningen)" in groups[0][1]
    assert page.count(f'value="{ECONOMY}"') == 2, "once among the topics and once among the secondary"
    assert ga.SLEEP not in page, "what takes no level can be no goal"
    assert door.post(address("new_goal", case, plan), sent(**GOAL)).status_code == 303
    made = Goal.objects.get()
    assert (made.level, made.expected, made.aim, made.evaluate_on) == (3, 1, "develop", date(2027, 3, 1))


def test_a_level_that_is_chosen_is_kept_and_without_an_assessment_it_is_unknown(door: Client, by: Actor, case: Case, plan: Plan) -> None:
    door.post(address("new_goal", case, plan), sent(**GOAL))
    door.post(address("new_goal", case, plan), sent(**{**GOAL, "level": "0", "expected": "0", "aim": "maintain"}))
    assert [one.level for one in Goal.objects.order_by("pk")] == [None, 0]
    page = read(door.get(address("plan", case, plan)))
    assert "Nu: Ikke vurderet" in page
    assert "Nu: 0 Ingen nedsat funktionsevne" in page


def test_goals_follow_the_scale_the_citizen_was_assessed_by(door: Client, by: Actor, case: Case, plan: Plan) -> None:
    from mestring.assessments.actions import finish_assessment

    finish_assessment(ga.filled(by, case, level=2, standard=given.VIBORG), by=by, on=ON)
    page = text(door.get(address("new_goal", case, plan)))
    assert "3 Svært problem" in page
    assert ECONOMY not in page
    assert door.post(address("new_goal", case, plan), sent(**{**GOAL, "topic": "community_life"})).status_code == 303
    assert Goal.objects.get().level == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": ""}, "Skriv det, som borgeren vil sige det."),
        ({"topic": ""}, "Vælg det emne, målet handler om."),
        ({"topic": ga.SLEEP}, "Det valgte findes ikke længere."),
        ({"expected": ""}, "Vælg det niveau, I vil nå."),
        ({"expected": "5"}, "Det valgte findes ikke længere."),
        ({"aim": ""}, "Vælg, hvad målet skal."),
        ({"evaluate_on": "32-11-2026"}, "Dagen findes ikke."),
        ({"text": "x" * 201}, "plads til 200"),
    ],
)
def test_what_is_wrong_with_a_goal_is_said_and_the_rest_stays(door: Client, case: Case, plan: Plan, wrong: dict[str, str], words: str) -> None:
    answer = door.post(address("new_goal", case, plan), sent(**{**GOAL, "realistic": "Søsteren hjælper.", **wrong}))
    assert answer.status_code == 422
    assert words in read(answer)
    assert "Søsteren hjælper." in text(answer)
    assert '<details class="m-more" open>' in text(answer), "what is written is not hidden"
    assert not Goal.objects.exists()


def test_a_goal_is_changed_once_and_two_get_both_back(door: Client, by: Actor, case: Case, plan: Plan, goal: Goal) -> None:
    where = address("change_goal", case, plan, goal)
    page = text(door.get(where))
    assert re.search(rf'value="{SHOPPING}" checked', page)
    assert re.search(rf'value="{ECONOMY}" selected', page)
    said = {**GOAL, "secondary": [SHOPPING], "level": "3", "measured_by": goal.measured_by, "text": "Jeg åbner min post om fredagen"}
    assert door.post(where, sent(version=goal.version, **said)).status_code == 303
    goal.refresh_from_db()
    assert (goal.text, goal.secondary, goal.level) == ("Jeg åbner min post om fredagen", [SHOPPING], 3)
    lost = door.post(where, sent(version=goal.version - 1, **{**said, "text": "Jeg åbner min post hver uge"}))
    assert lost.status_code == 409
    assert "om fredagen" in read(lost)
    assert "hver uge" in read(lost)


def test_a_reached_goal_moves_down_with_what_tells_so(door: Client, case: Case, plan: Plan, goal: Goal) -> None:
    where = address("end_goal", case, plan, goal)
    assert door.post(where, sent(state="", because="Posten er åbnet.")).status_code == 422
    assert "Skriv det kort." in read(door.post(where, sent(state="reached", because="")))
    page = read(door.post(where, sent(state="reached", because="Posten er åbnet."), follow=True))
    assert page.index("Mål, der er nået eller opgivet") < page.index(GOAL["text"])
    assert "Nået" in page
    assert "Posten er åbnet." in page
    assert "Ret målet" not in page
    assert door.post(where, sent(state="dropped", because="Fejl.")).status_code == 422, "it is over once"


def _rated(goal: Goal, by: Actor) -> None:
    """What a provider that gives the help wrote, one of the numbers in error."""
    grant = known.granted(by, application=known.asked_for(by, where=goal.plan.case))
    sofie = given.provider()
    order = delivered.running(Grant.objects.with_case().get(pk=grant.pk), by, sofie, begins=delivered.BEGINS, goals=(goal,))
    own = delivered.seen(order, sofie)
    actions.set_sub_goal(own, goal, text="Åbner posten om mandagen", ambition="prompted", by=sofie, on=ON)
    for day, citizen, staff in ((date(2026, 12, 7), 2, 4), (date(2026, 12, 14), 5, None), (date(2026, 12, 21), None, 9)):
        actions.rate(own, goal, rated_on=day, citizen=citizen, staff=staff, by=sofie, on=day)
    Rating.objects.filter(value=9).update(error_on=ON)


def test_the_provider_s_steps_and_both_curves_stand_with_the_goal(door: Client, by: Actor, case: Case, plan: Plan, goal: Goal) -> None:
    assert "Vis som tabel" not in read(door.get(address("plan", case, plan))), "without numbers there is no picture"
    _rated(goal, by)
    page = read(door.get(address("plan", case, plan)))
    assert "Åbner posten om mandagen Gør det, når nogen minder om det · Mestringsvejen" in page
    assert "Borgeren 5" in page
    assert "Medarb. 4" in page
    assert "Medarb. 9" not in page, "what was in error is not drawn"
    assert "Vis som tabel" in page


def test_the_page_says_where_the_goal_is_and_where_it_should_come(door: Client, case: Case, plan: Plan, goal: Goal) -> None:
    answer = door.get(address("plan", case, plan))
    page = read(answer)
    for words in (
        "Udvikle · Varetage økonomi",
        "Nu: 3 Svært nedsat funktionsevne",
        "Målet: 1 Let nedsat funktionsevne",
        "Evalueres senest mandag 1. marts 2027",
        "Om 96 dage",
        "Hvad kan man se, når målet er nået? Der ligger ingen uåbnet post.",
    ):
        assert words in page, words
    assert was_logged(plan, "plan.see")


# ------------------------------------------------------------------------------------------------ on paper, and the citizen's own page


@pytest.mark.parametrize("kind", Plan.Kind.values)
def test_the_paper_has_no_codes_levels_or_words_of_the_method(door: Client, by: Actor, case: Case, kind: str) -> None:
    made = actions.offer_plan(case, kind=kind, offered_on=ON, by=by, on=ON)
    actions.answer_plan(made, accepted=True, answered_on=ON, by=by, on=ON)
    actions.write_plan(made, seen=made.version, by=by, on=ON, **TEXTS)
    goal = actions.set_goal(made, text=GOAL["text"], topic=ECONOMY, secondary=[SHOPPING], level=3, expected=1, aim="maintain", by=by, on=ON)
    gone = actions.set_goal(made, text="Jeg løber en maraton", topic=ECONOMY, expected=1, aim="develop", by=by, on=ON)
    actions.end_goal(gone, state="dropped", because="For langt.", by=by, on=ON)
    _rated(goal, by)
    paper = re.search(r"<article.*</article>", text(door.get(address("plan_paper", case, made))), re.S)
    assert paper
    assert not CODE.search(paper[0])
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", paper[0]))
    for said in (
        f"Din {made.get_kind_display().lower()}",
        TEXTS["wishes"],
        GOAL["text"],
        "Det skal du blive ved med at kunne.",
        "Du gør det, når nogen minder dig",
    ):
        assert said in words, said
    for said in (
        "Niveau",
        "niveau",
        "nedsat",
        "§",
        "SMARTE",
        "Fastholde",
        "Varetage økonomi",
        "maraton",
        "CPR",
        case.citizen.cpr,
        "borgeren",
        "Borgerens",
        " mig",
        "Mine",
    ):
        assert said not in words, said
    assert was_logged(made, "plan.see")


def test_min_sag_shows_the_plan_in_use_and_when_each_goal_is_looked_at(by: Actor, case: Case, plan: Plan, goal: Goal) -> None:
    account = open_account(case.citizen, by=given.administrator(), on=ON, username="karen.plan")
    client = Client()
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = read(client.get("/min-sag/"))
    assert f"Din handleplan At have styr på økonomien. {GOAL['text']} Vi ser på, hvordan det går, senest mandag 1. marts 2027." in page
    assert "Svært" not in page
    actions.end_plan(plan, because="Færdig.", by=by, on=ON)
    assert "Din handleplan" not in read(client.get("/min-sag/"))


# ------------------------------------------------------------------------------------------------ who


def test_a_stranger_sees_nothing_and_is_told_the_same_as_of_what_is_not_there(by: Actor, case: Case, plan: Plan, goal: Goal) -> None:
    stranger = given.logged_in(Client(), given.caseworker(given.unit("Et andet team"), name="Bo Vang"))
    for name in ("plan", "plan_paper", "write_plan", "answer_plan", "end_plan", "new_goal"):
        assert hidden_from(stranger, name, case, plan)
    for name in ("change_goal", "end_goal"):
        assert hidden_from(stranger, name, case, plan, goal)
        assert hidden_from(stranger, name, case, plan, goal, method="post", data=sent(**GOAL, state="reached", because="x"))
    assert hidden_from(stranger, "new_plan", case)


def test_a_goal_of_another_plan_is_not_found_under_this_one(door: Client, by: Actor, case: Case, goal: Goal) -> None:
    other = actions.offer_plan(case, kind="crisis", offered_on=ON, by=by, on=ON)
    assert door.get(address("change_goal", case, other, goal)).status_code == 404


def test_who_only_breaks_the_glass_reads_and_writes_nothing(case: Case, plan: Plan, goal: Goal) -> None:
    bo = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    break_glass(case, by=bo, on=ON, category="danger", reason="Det haster.")
    client = given.logged_in(Client(), bo)
    page = client.get(address("plan", case, plan))
    assert page.status_code == 200
    assert "Ret planen" not in text(page)
    assert "Ret målet" not in text(page)
    assert client.get(address("write_plan", case, plan)).status_code == 404


def test_in_a_closed_case_the_plan_is_only_read(door: Client, by: Actor, case: Case, plan: Plan, goal: Goal) -> None:
    close_case(case, by=by, on=ON, because="Flyttet.")
    page = read(door.get(address("plan", case, plan)))
    assert GOAL["text"] in page
    assert "Ret planen" not in page
    assert "Afslut planen" not in page
    assert "Tilbyd en plan" not in read(door.get(address("case", case)))
    assert door.post(address("write_plan", case, plan), sent(version=plan.version, **TEXTS)).status_code == 422
