"""The committee's pages: only what is on the agenda, one case at a time, decided once, minutes, and the days left to send the letter."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mestring.audit.models import LookUp
from mestring.cases.models import Application
from mestring.decisions import actions, proposals
from mestring.decisions.errors import GatesOpen
from mestring.decisions.gates import Code, Gate, State
from mestring.decisions.gathering import outlook
from mestring.decisions.models import AgendaItem, Consideration, Decision, Meeting, Preparation
from mestring.people.access import Actor
from mestring.people.actions import employee as staff
from mestring.people.models import Unit
from mestring.web.committee import forms
from mestring.web.components import otherwise
from tests import given
from tests.decisions import given_decision as known

pytestmark = pytest.mark.django_db
ON = given.TODAY


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


@pytest.fixture
def where() -> Unit:
    return given.unit("Visitationsudvalget", Unit.Kind.COMMITTEE)


@pytest.fixture
def member() -> Actor:
    return given.committee()


@pytest.fixture
def door(member: Actor) -> Client:
    return given.logged_in(Client(), member)


def sent(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **values}


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


def asked_for(by: Actor) -> Application:
    return known.asked_for(by, "107", standard=given.VIBORG)


def an_agenda(by: Actor, where: Unit, cases: int = 2) -> tuple[Meeting, list[AgendaItem]]:
    found = known.meeting(where, by)
    return found, [known.on_agenda(asked_for(by), found, by) for _ in range(cases)]


def held(by: Actor, where: Unit, member: Actor, cases: int = 2) -> tuple[Meeting, list[AgendaItem]]:
    found, items = an_agenda(by, where, cases)
    actions.hold_meeting(found, present=[known.employee_of(member)], by=member, on=ON)
    return found, items


def at(name: str, found: Meeting, *more: Any) -> str:
    return reverse(f"committee:{name}", args=[found.public_id, *more])


def decide(door: Client, item: AgendaItem, **values: Any) -> Any:
    kept = Preparation.objects.get(application=item.application)
    version = kept.version
    given_ = {
        "way": "as_put",
        "reason": "",
        "outcome": "",
        "amount": "",
        "unit": "",
        "extent": "",
        "begins_on": "",
        "ends_on": "",
        "departure": "",
        "to": "",
    }
    given_ |= {
        "legal_basis": "",
        "facts": "",
        "payment": kept.payment,
        "plan": kept.plan,
        "plan_on": f"{kept.plan_on:%d-%m-%Y}" if kept.plan_on else "",
        "follow_up_on": "01-04-2027",
    }
    return door.post(at("decide", item.meeting, item.public_id), sent(**{**given_, "version": version, **values}))


# ---------------------------------------------------------------------------------------------- the meetings


def test_the_next_meeting_stands_first_with_what_waits(by: Actor, where: Unit, door: Client) -> None:
    known.meeting(where, by, day=ON + timedelta(days=7))
    an_agenda(by, where)
    shown = text(door.get(reverse("committee:meetings")))
    assert shown.index("Onsdag 25. november") < shown.index("Onsdag 2. december")
    assert "2 venter" in shown


def test_a_meeting_is_planned_once_and_never_in_the_past(by: Actor, where: Unit) -> None:
    client = given.logged_in(Client(), by)
    address = reverse("committee:plan")
    form = sent(committee=str(where.public_id), day="03-12-2026", starts="9.30", place="Mødelokale 2")
    first, again = client.post(address, form), client.post(address, form)
    assert first["Location"] == again["Location"]
    assert Meeting.objects.get().place == "Mødelokale 2"
    gone = client.post(address, sent(committee=str(where.public_id), day="03-11-2026", starts="", place=""))
    assert gone.status_code == 422
    assert 'value="03-11-2026"' in gone.content.decode()


# ---------------------------------------------------------------------------------------------- only what is on the agenda


def test_a_member_sees_the_cases_on_the_agenda_and_no_others(by: Actor, where: Unit, door: Client) -> None:
    found, items = an_agenda(by, where)
    other = asked_for(by)
    assert door.get(at("item", found, items[0].public_id)).status_code == 200
    assert door.get(reverse("caseworker:case", args=[items[0].application.case.public_id])).status_code == 200
    assert door.get(reverse("caseworker:case", args=[other.case.public_id])).status_code == 404
    shown = text(door.get(at("meeting", found)))
    assert all(one.application.case.number in shown for one in items)
    assert other.case.number not in shown


def test_a_member_may_look_and_not_prepare(by: Actor, where: Unit, door: Client) -> None:
    _, (item, _) = an_agenda(by, where)
    args = [item.application.case.public_id, item.application.public_id]
    for name in ("decide", "eligibility", "hearing", "recommend"):
        assert door.get(reverse(f"caseworker:{name}", args=args)).status_code == 404


def test_a_case_taken_off_is_closed_at_once(by: Actor, where: Unit, door: Client) -> None:
    found, (item, _) = an_agenda(by, where)
    actions.take_off_agenda(item, because="Ønsket trukket.", by=by, on=ON)
    assert door.get(at("item", found, item.public_id)).status_code == 404
    assert item.application.case.number not in text(door.get(at("meeting", found)))


def test_another_committee_and_another_team_find_neither_case_nor_number(by: Actor, where: Unit) -> None:
    found, (item, _) = an_agenda(by, where)
    other = given.logged_in(Client(), given.committee(given.unit("Et andet udvalg", Unit.Kind.COMMITTEE), "Ole Fremmed"))
    assert other.get(at("meeting", found)).status_code == 404
    assert other.get(at("item", found, item.public_id)).status_code == 404
    stranger = given.logged_in(Client(), given.caseworker(given.unit("Et andet team"), "Per Fremmed"))
    shown = text(stranger.get(at("meeting", found)))
    assert "Sag, du ikke har adgang til" in shown
    assert item.application.case.number not in shown
    assert stranger.get(at("item", found, item.public_id)).status_code == 404


def test_a_relative_of_the_citizen_sees_nothing_of_the_case(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, (item, _) = an_agenda(by, where)
    staff.declare_disqualification(known.employee_of(member), by=member, on=ON, citizen=item.application.case.citizen, reason="Svigerinde.")
    assert door.get(at("item", found, item.public_id)).status_code == 404
    assert item.application.case.number not in text(door.get(at("meeting", found)))


def test_one_look_is_logged_for_each_case_that_is_shown(by: Actor, where: Unit, door: Client) -> None:
    found, items = an_agenda(by, where)
    before = LookUp.objects.count()
    door.get(at("meeting", found))
    looked = list(LookUp.objects.order_by("number").values_list("case", "action")[before:])
    assert sorted(case for case, _ in looked) == sorted(str(one.application.case.public_id) for one in items)
    before = LookUp.objects.count()
    door.get(at("item", found, items[0].public_id))
    looked = list(LookUp.objects.order_by("number").values_list("case", flat=True)[before:])
    assert sorted(looked) == sorted(str(one.application.case.public_id) for one in items)


# ---------------------------------------------------------------------------------------------- the meeting


def test_the_order_is_moved_by_buttons(by: Actor, where: Unit, door: Client) -> None:
    found, items = an_agenda(by, where, 3)
    door.post(at("order", found), sent(sag=str(items[2].public_id), vej="op"))
    assert list(found.items.standing()) == [items[0], items[2], items[1]]
    door.post(at("order", found), sent(sag=str(items[0].public_id), vej="op"))
    assert list(found.items.standing()) == [items[0], items[2], items[1]]
    assert door.post(at("order", found), sent(sag="nej", vej="op")).status_code == 404


def test_a_meeting_begins_on_its_day_with_its_members_and_leads_to_the_first_case(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, items = an_agenda(by, where)
    employee = known.employee_of(member)
    assert door.post(at("hold", found), sent()).status_code == 422
    answer = door.post(at("hold", found), sent(present=[str(employee.public_id)]))
    assert answer["Location"] == at("item", found, items[0].public_id)
    assert list(found.present.all()) == [employee]
    early = known.meeting(where, by, day=ON + timedelta(days=7))
    assert "Begynd mødet" not in text(door.get(at("meeting", early)))


def test_only_a_member_holds_the_meeting(by: Actor, where: Unit, member: Actor) -> None:
    found, (item, _) = an_agenda(by, where)
    client = given.logged_in(Client(), by)
    employee = known.employee_of(member)
    assert client.post(at("hold", found), sent(present=[str(employee.public_id)])).status_code == 404
    assert client.get(at("close", found)).status_code == 404
    assert client.post(at("decide", found, item.public_id), sent(way="as_put")).status_code == 404


# ---------------------------------------------------------------------------------------------- one case


def test_a_case_shows_recommendation_conditions_proposal_and_gates(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, items = held(by, where, member)
    shown = text(door.get(at("item", found, items[0].public_id)))
    for words in (
        "Bevilg midlertidigt botilbud efter § 107.",
        "Jeg vil bo et sted, hvor nogen er vågne.",
        "Plads i et midlertidigt botilbud med nattevagt.",
        "Standardens betingelser",
        "Før det kan afgøres",
        "Skriftlig afgørelse senest onsdag 2. december",
        "Behandles nu",
    ):
        assert words in shown


def test_decided_as_put_it_goes_on_to_the_next_case(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, items = held(by, where, member)
    answer = decide(door, items[0])
    made = Decision.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, at("item", found, items[1].public_id))
    assert (made.capacity, made.meeting, made.outcome) == ("committee", found, "granted")
    assert "Sagen er afgjort" in text(door.get(at("item", found, items[0].public_id)))
    assert decide(door, items[1])["Location"] == at("meeting", found)


def test_a_case_is_decided_once_whoever_sends_the_form(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, (item, _) = held(by, where, member)
    form = sent(version=Preparation.objects.get(application=item.application).version, way="as_put", reason="", to="")
    address = at("decide", found, item.public_id)
    first, again = door.post(address, form), door.post(address, form)
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
    other = given.logged_in(Client(), given.committee(where, "Ole Friis"))
    late = other.post(address, {**form, "key": str(uuid4()), "reason": "Min tekst."})
    assert late.status_code == 422
    assert "allerede afgjort" in text(late)
    assert Decision.objects.count() == 1


def test_another_choice_needs_its_reason_and_stands_in_the_decision(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    _, (item, _) = held(by, where, member)
    other = {"way": "other", "outcome": "granted", "extent": "Plads uden nattevagt.", "begins_on": "01-12-2026", "ends_on": "01-12-2027"}
    without = decide(door, item, **other)
    assert without.status_code == 422
    assert "skriv, hvorfor udvalget kommer til noget andet end indstillet" in text(without).lower()
    assert "Plads uden nattevagt." in without.content.decode()
    assert decide(door, item, **other, reason="Nattevagt er ikke nødvendig.").status_code == 303
    made = Decision.objects.get()
    assert (made.extent, made.discretion, made.ends_on) == ("Plads uden nattevagt.", "Nattevagt er ikke nødvendig.", date(2027, 12, 1))


def test_a_refusal_with_a_gate_open_is_not_made_and_nothing_is_lost(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    _, (item, _) = held(by, where, member)
    answer = decide(door, item, way="refuse", reason="Behovet kan dækkes hjemme.")
    assert answer.status_code == 422
    assert "Hør borgeren" in text(answer)
    assert "Behovet kan dækkes hjemme." in answer.content.decode()
    assert not Decision.objects.exists()
    assert Preparation.objects.get(application=item.application).outcome == "granted"


def test_a_case_is_put_off_with_a_reason_to_another_meeting(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, (item, second) = held(by, where, member)
    later = known.meeting(where, by, day=ON + timedelta(days=14))
    assert decide(door, item, way="postpone").status_code == 422
    answer = decide(door, item, way="postpone", reason="Lægens udtalelse mangler.", to=str(later.public_id))
    assert answer["Location"] == at("item", found, second.public_id)
    item.refresh_from_db()
    assert item.state == "postponed"
    assert AgendaItem.objects.waiting().get(application=item.application).meeting == later


def test_a_member_who_has_left_for_a_case_can_t_decide_it(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, (item, _) = held(by, where, member)
    away = at("disqualify", found, item.public_id)
    assert door.post(away, sent(employee=str(known.employee_of(member).public_id), reason="")).status_code == 422
    assert door.post(away, sent(employee=str(known.employee_of(member).public_id), reason="Nabo til borgeren.")).status_code == 303
    assert "Du har forladt mødet i denne sag" in text(door.get(at("item", found, item.public_id)))
    assert decide(door, item).status_code == 404
    assert not Decision.objects.exists()


def test_the_committee_replaces_its_own_decision_with_what_was_wrong(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, (item,) = held(by, where, member, 1)
    decide(door, item)
    old = Decision.objects.get()
    client = given.logged_in(Client(), by)
    address = reverse("caseworker:correct_decision", args=[item.application.case.public_id, item.application.public_id, old.public_id])
    shown = client.get(address).content.decode()
    assert "Indstil til udvalget" in shown
    assert 'name="because"' not in shown
    again = actions.put_on_agenda(item.application, found, by=by, on=ON)
    assert "Sagen er afgjort før: Bevilget onsdag 25. november" in text(door.get(at("item", found, again.public_id)))
    assert "skriv, hvad der var forkert" in text(decide(door, again)).lower()
    assert decide(door, again, reason="Stedet var forkert.").status_code == 303
    new = Decision.objects.get(replaces=old)
    assert (new.capacity, new.replaces_because) == ("committee", "Stedet var forkert.")


# ---------------------------------------------------------------------------------------------- every outcome can be written here


def one_case(by: Actor, where: Unit, member: Actor, section: str = "107", *, standard: str = given.VIBORG, met: bool = True, **chosen: Any) -> AgendaItem:
    """A case at a meeting that is held, its conditions met or not, prepared as said."""
    asked, found = known.asked_for(by, section, standard=standard), known.meeting(where, by)
    known.considered(asked, by, met=met)
    known.weighed(asked, by)
    actions.prepare(asked, seen=0, by=by, on=ON, **chosen)
    known.unassessed(asked, by)
    actions.recommend(asked, text="Se valget.", seen=0, by=by, on=ON)
    item = actions.put_on_agenda(asked, found, by=by, on=ON)
    actions.hold_meeting(found, present=[known.employee_of(member)], by=member, on=ON)
    return item


def links_to_what_is_shown(answer: Any) -> list[str]:
    """The fields the error summary leads to. Each is on the page, and none in a part that is folded away."""
    page = answer.content.decode()
    led = re.findall(r'href="#(f-[^"]+)"', page.split("m-meet")[0])
    folded = "".join(re.findall(r"<details class=\"m-more\">.*?</details>", page, re.DOTALL))
    for one in led:
        assert f'id="{one}"' in page
        assert f'id="{one}"' not in folded
    return led


@pytest.mark.parametrize(("section", "standard"), [("107", given.VIBORG), ("108", "rebild-2015")])
def test_a_refusal_against_the_standard_is_made_as_put_when_the_committee_writes_why(
    by: Actor, where: Unit, door: Client, member: Actor, section: str, standard: str
) -> None:
    item = one_case(by, where, member, section, standard=standard, outcome="refused", **known.REASONS)
    shown = given.logged_in(Client(), by).get(reverse("caseworker:recommend", args=[item.application.case.public_id, item.application.public_id]))
    assert "Hvorfor valget fraviger standarden" in text(shown)
    assert "Alt er klar" not in text(shown)
    plain = {"legal_basis": known.REASONS["legal_basis"], "facts": known.REASONS["facts"]}
    without = decide(door, item, **plain)
    assert without.status_code == 422
    assert links_to_what_is_shown(without) == ["f-gate_hearing_done"]
    heard = {**plain, "gate_hearing_done": "Borgeren kender alle oplysningerne."}
    without = decide(door, item, **heard)
    assert links_to_what_is_shown(without) == ["f-departure"]
    assert decide(door, item, **heard, departure="Botilbuddet har ikke den støtte, der er brug for.").status_code == 303
    assert Decision.objects.get().departure.startswith("Botilbuddet")


def test_the_committee_refuses_what_was_to_be_granted(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, **known.COMMITTEE_GRANTED)
    own = {"way": "refuse", "reason": "Behovet kan dækkes hjemme.", "legal_basis": "Serviceloven § 107", "facts": "Borgeren bor selv."}
    assert set(links_to_what_is_shown(decide(door, item, **own))) == {"f-gate_hearing_done"}
    own |= {"gate_hearing_done": "Borgeren kender alle oplysningerne.", "departure": "Støtten efter § 85 er nok."}
    assert decide(door, item, **own).status_code == 303
    made = Decision.objects.get()
    assert (made.outcome, made.departure) == ("refused", "Støtten efter § 85 er nok.")
    assert made.gates.get(gate="hearing_done").reason == "Borgeren kender alle oplysningerne."


def test_the_committee_grants_what_was_to_be_refused_with_what_the_grant_needs(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, outcome="refused", **known.REASONS)
    own = {"way": "other", "outcome": "granted", "reason": "Behovet er der.", "extent": "En plads.", "begins_on": "01-12-2026", "ends_on": "01-12-2027"}
    assert set(links_to_what_is_shown(decide(door, item, **own))) == {"f-payment", "f-plan-1"}
    own |= {"payment": "Du betaler husleje.", "plan": "offered", "plan_on": "20-11-2026", "follow_up_on": "01-04-2027"}
    assert decide(door, item, **own).status_code == 303
    made = Decision.objects.get()
    assert (made.outcome, made.payment, made.follow_up_on) == ("granted", "Du betaler husleje.", date(2027, 4, 1))


def test_what_only_a_refusal_makes_it_necessary_to_know_is_asked_in_the_meeting(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, "82a", outcome="granted", extent="Et kursus.", begins_on=known.STARTS, payment="Gratis.")
    own = {
        "way": "refuse",
        "reason": "Kurset passer ikke.",
        "legal_basis": "Serviceloven § 82 a",
        "facts": "Borgeren har taget kurset.",
        "departure": "Er givet før.",
    }
    own |= {"gate_hearing_done": "Borgeren kender alle oplysningerne."}
    assert links_to_what_is_shown(decide(door, item, **own)) == ["f-fact_applied_for_specific_service-1"]
    assert decide(door, item, **own, fact_applied_for_specific_service="ja", fact_refused_with_reference_to_early_help="ja").status_code == 303
    assert Decision.objects.get().complaint_right is not None


def test_what_the_recommended_choice_lacks_is_said_where_it_can_be_chosen(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, **{**known.COMMITTEE_GRANTED, "begins_on": None})
    answer = decide(door, item, payment="Du betaler husleje.", plan="offered", plan_on="20-11-2026")
    assert "Vælg ”Andet”" in text(answer)
    assert links_to_what_is_shown(answer) == ["f-way-1"]


def answers(item: AgendaItem, value: str, why: str) -> dict[str, str]:
    """The same answer to all that the conditions leave to a person."""
    asked = proposals.required_facts(item.application.standard, item.application.section, "conditions")
    found: dict[str, str] = {}
    for one in asked:
        if one.type == "judgement":
            found |= {f"fact_{one.id}": value, f"fact_{one.id}_why": why}
    return found


def test_the_committee_answers_a_condition_otherwise_where_the_answer_stands(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, **known.COMMITTEE_GRANTED)
    fact = next(iter(Consideration.objects.get(application=item.application, applied=True).judgements))
    own = {"way": "refuse", "legal_basis": "Serviceloven § 107", "facts": "Borgeren bor selv.", "gate_hearing_done": "Borgeren kender alle oplysningerne."}
    own |= {"concludes": "met", "reason": "Behovet kan dækkes hjemme."}
    assert links_to_what_is_shown(decide(door, item, **own, **{f"fact_{fact}": "nej"})) == [f"f-fact_{fact}_why"]
    assert decide(door, item, **own, **answers(item, "nej", "Støtten efter § 85 rækker.")).status_code == 303
    made = Decision.objects.get()
    assert (made.outcome, made.departure, made.discretion) == ("refused", "", "Behovet kan dækkes hjemme.")
    shown = door.get(at("item", item.meeting, item.public_id)).content.decode().replace("\xa0", " ")
    assert "”Støtten efter § 85 rækker.”</span> (Udvalgets møde 25" in shown


def changed_to_yes(item: AgendaItem) -> dict[str, str]:
    """A grant of what was to be refused, with yes to what was answered no."""
    kept = Consideration.objects.get(application=item.application, applied=True)
    fact = next(fact for fact, said in kept.judgements.items() if said["mark"] == "not_met")
    found = {"way": "other", "outcome": "granted", "reason": "Behovet er der.", "extent": "En plads.", "begins_on": "01-12-2026", "ends_on": "01-12-2027"}
    found |= {"payment": "Du betaler husleje.", "plan": "offered", "plan_on": "20-11-2026"}
    return found | {f"fact_{fact}": "ja", f"fact_{fact}_why": "Behovet er der."}


def test_what_only_another_answer_makes_it_necessary_to_know_is_asked_in_the_meeting(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, "85", standard=given.VEJLE, met=False, outcome="refused", **known.REASONS)
    before = door.get(at("item", item.meeting, item.public_id)).content.decode()
    asked = links_to_what_is_shown(decide(door, item, **changed_to_yes(item)))
    (further,) = [one for one in asked if one.startswith("f-fact_")]
    assert f'id="{further}"' not in before


def test_what_was_to_be_refused_is_granted_on_the_committees_own_answers_and_never_against_law(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, met=False, outcome="refused", **known.REASONS)
    own = {**changed_to_yes(item), "gate_assessment_finished": "Statusnotatet oplyser sagen."}
    against = decide(door, item, **own)
    assert "Lovens betingelser for § 107 er ikke opfyldt" in text(against)
    assert links_to_what_is_shown(against)[0].startswith("f-fact_")
    assert decide(door, item, **own, **{name: value for name, value in answers(item, "ja", "Behovet er der.").items() if name not in own}).status_code == 303
    made = Decision.objects.get()
    assert (made.outcome, made.departure, made.gates.get(gate="assessment_finished").reason) == ("granted", "", "Statusnotatet oplyser sagen.")


def test_a_gate_that_opens_with_another_answer_can_be_passed_where_it_is_said(by: Actor, where: Unit, member: Actor) -> None:
    item = one_case(by, where, member, **known.COMMITTEE_GRANTED)
    stands = outlook(item.application, on=ON, capacity="committee")

    def form(**more: str) -> forms.Decide:
        found = forms.Decide(sent(way="refuse", reason="Nej.", **more))
        otherwise.fit(found, stands, ON)
        assert found.is_valid()
        return found

    said = form()
    assert "gate_basis_in_law" not in said.fields
    said.refuse(GatesOpen([Gate(Code.BASIS, "Hjemmel i loven", "SEL § 1, stk. 3", State.OPEN, missing="Skriv din vurdering.", by_reason=True)]))
    assert [one.anchor for one in said.wrong] == ["f-gate_basis_in_law"]
    assert form(gate_basis_in_law="Vurderet konkret.").seen["passing"] == {"basis_in_law": "Vurderet konkret."}


def test_other_answers_ask_for_reasons_of_the_committees_own_also_when_it_is_as_recommended(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, outcome="refused", **known.REASONS)
    own = {**answers(item, "nej", "Ikke betydeligt."), "concludes": "met", "gate_hearing_done": "Borgeren kender alle oplysningerne."}
    assert links_to_what_is_shown(decide(door, item, **own)) == ["f-reason"]
    assert decide(door, item, **own, reason="Funktionsevnen er ikke betydeligt nedsat.").status_code == 303
    made = Decision.objects.get()
    assert (made.discretion, made.legal_basis) == ("Funktionsevnen er ikke betydeligt nedsat.", known.REASONS["legal_basis"])


def test_what_is_mended_in_a_recommended_choice_is_not_lost(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    item = one_case(by, where, member, **known.COMMITTEE_GRANTED)
    assert decide(door, item, payment="Du betaler husleje og el.").status_code == 303
    assert Decision.objects.get().payment == "Du betaler husleje og el."


def test_a_meeting_on_a_day_off_is_asked_about(by: Actor, where: Unit) -> None:
    client, address = given.logged_in(Client(), by), reverse("committee:plan")
    form = {"committee": str(where.public_id), "day": "05-12-2026", "starts": "", "place": ""}
    assert "sæt kryds ved, at mødet holdes den dag" not in text(client.get(address))
    asked = client.post(address, sent(**form))
    assert asked.status_code == 422
    assert "05-12-2026 er lørdag" in text(asked)
    assert not Meeting.objects.exists()
    assert client.post(address, sent(**form, sure="ja")).status_code == 303


# ---------------------------------------------------------------------------------------------- minutes and letters


def test_the_minutes_are_made_of_what_was_decided_and_wait_for_every_case(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, (item, second) = held(by, where, member)
    decide(door, item, reason="Enigt udvalg.")
    refused = door.post(at("close", found), sent(minutes="Slut."))
    assert refused.status_code == 422
    assert second.application.case.number in text(refused)
    decide(door, second)
    shown = door.get(at("close", found)).content.decode()
    assert f"1. Sag {item.application.case.number}, § 107: bevilget. Enigt udvalg." in shown.replace("\xa0", " ")
    assert item.application.case.citizen.last_name not in shown.split("<textarea")[1].split("</textarea>")[0]
    door.post(at("close", found), sent(minutes="Mødet blev holdt."))
    found.refresh_from_db()
    assert (found.state, found.minutes) == ("closed", "Mødet blev holdt.")


def test_the_days_left_to_send_the_letter_are_told_until_it_is_sent(by: Actor, where: Unit, door: Client, member: Actor) -> None:
    found, (item,) = held(by, where, member, 1)
    decide(door, item)
    shown = text(door.get(at("meeting", found)))
    assert "1 brev mangler" in shown
    assert "senest onsdag 2. december" in shown
    assert "Om 7 dage" in text(door.get(reverse("committee:meetings")))
    actions.send_decision_letter([Decision.objects.get()], by=by, on=ON)
    assert "brev mangler" not in text(door.get(at("meeting", found)))


def test_the_agenda_is_read_in_as_many_questions_however_many_cases(by: Actor, where: Unit, door: Client) -> None:
    found, _ = an_agenda(by, where, 2)
    door.get(at("meeting", found))  # what is read once for each process is read now
    with CaptureQueriesContext(connection) as few:
        door.get(at("meeting", found))
    for _ in range(3):
        known.on_agenda(asked_for(by), found, by)
    with CaptureQueriesContext(connection) as many:
        door.get(at("meeting", found))
    assert len(many) == len(few)
