"""The report as a command and as a promise: nothing anybody wrote is sent, the same thing is the same id every day, and what can't be reported is counted and never guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.apps import apps
from django.db import connection, models

from mestring.assessments import actions as assessing
from mestring.assessments.models import Assessment
from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions.inquiry import receive_anonymous_inquiry
from mestring.config.cli import main
from mestring.decisions import protection
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery import actions as delivering
from mestring.delivery.actions.services import set_services
from mestring.delivery.models import Goal, Order, Plan
from mestring.delivery.models.service import OrderService
from mestring.followups import actions as following
from mestring.followups.models import FollowUp
from mestring.integrations import ffb
from mestring.integrations.ffb import Lack, checks, names
from mestring.integrations.ffb.history import History
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions.citizen import change_citizen
from mestring.people.models import Citizen, Unit
from tests import given
from tests.assessments import given_assessment
from tests.decisions import given_decision as decided
from tests.integrations import given_ffb as known
from tests.integrations.given_ffb import ASSESSMENT, CHANGE, CLOSING, INFORMATION, MUNICIPALITY, Told, at

pytestmark = pytest.mark.django_db
AFTER = date(2021, 9, 6)
NEXT = given.TODAY + timedelta(days=1)


@pytest.fixture
def told() -> Told:
    return known.tell()


def run(*arguments: str, on: date = AFTER) -> Result:
    with at(on, 6):
        return CliRunner().invoke(main, ["report", "ffb", *arguments])


def rows(made: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    assert made is not None
    return {entry["fullUrl"]: entry["resource"] for entry in made["entry"]}


def of(made: dict[str, Any] | None, profile: str) -> list[dict[str, Any]]:
    return [row for row in rows(made).values() if row["meta"]["profile"] == [profile]]


# ------------------------------------------------------------------------------------------------ the command


def test_a_file_for_each_day_with_changes_named_by_no_number_and_no_name(told: Told, tmp_path: Path) -> None:
    done = run("--from", "2021-05-01", "--to", "05-09-2021", "--out", str(tmp_path / "ud"), "--municipality", MUNICIPALITY)
    files = sorted((tmp_path / "ud").iterdir())
    assert [path.name[:10] for path in files] == ["2021-05-28", "2021-05-29", "2021-06-18", "2021-08-30"]
    for path in files:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}-[0-9a-f-]{36}\.json", path.name)
        assert path.stat().st_mode & 0o077 == 0
        assert checks.faults(json.loads(path.read_text())) == []
    assert len({path.name[11:] for path in files}) == len(files)
    resources = sum(len(json.loads(path.read_text())["entry"]) for path in files)
    assert done.output == (
        f"Rapporter: 4. Ressourcer: {resources}. Afvist: 0.\nUdeladt: 0 borgere uden CPR-nummer, 0 anonyme.\nMangler: 3 bestillinger, der mangler FFB-kode for tilbudstypen.\n"
    )
    assert done.exit_code == 1
    assert not any(word in done.output for word in ("0101814321", "Børge", told.case.number))


def test_done_again_it_writes_the_same(told: Told, tmp_path: Path) -> None:
    given_ = ("--from", "2021-05-28", "--to", "2021-08-30", "--municipality", MUNICIPALITY)
    for name in ("en", "to"):
        run(*given_, "--out", str(tmp_path / name))
    first, second = ({path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("en", "to"))
    assert first == second
    assert len(first) == 4


def test_only_the_days_asked_for_are_written(told: Told, tmp_path: Path) -> None:
    run("--from", "2021-05-29", "--to", "2021-05-29", "--out", str(tmp_path), "--municipality", MUNICIPALITY)
    assert [path.name[:10] for path in tmp_path.iterdir()] == ["2021-05-29"]


def test_every_report_is_in_the_log_as_the_houses_act_with_numbers_only(told: Told, tmp_path: Path) -> None:
    run("--from", "2021-05-29", "--to", "2021-05-29", "--out", str(tmp_path), "--municipality", MUNICIPALITY)
    row = Entry.objects.get(act="report_ffb")
    (path,) = tmp_path.iterdir()
    assert (row.actor, row.on, row.thing, row.thing_id, row.case) == ("house", AFTER, "people.citizen", str(told.citizen.public_id), "")
    assert row.detail == {"day": "2021-05-29", "bundle": path.stem[11:], "resources": len(json.loads(path.read_text())["entry"])}


def test_nobody_but_the_house_reports(told: Told, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        ffb.report(INFORMATION, CLOSING, municipality=MUNICIPALITY, out=tmp_path, by=told.by, on=AFTER)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "2021-05-29", "--to", "2021-05-28", "--municipality", MUNICIPALITY), "--to ligger før --from"),
        (("--from", "2021-05-29", "--to", "2021-09-06", "--municipality", MUNICIPALITY), "ikke gået endnu"),
        (("--from", "2021-05-29", "--to", "2021-05-29", "--municipality", "vejle"), "FFB_MUNICIPALITY"),
        (("--from", "2021-05-29", "--to", "2021-05-29"), "FFB_MUNICIPALITY"),
        (("--from", "i går", "--to", "2021-05-29", "--municipality", MUNICIPALITY), "--from"),
    ],
)
def test_used_wrongly_it_says_what_to_write_and_writes_nothing(arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FFB_MUNICIPALITY", raising=False)
    done = run(*arguments, "--out", str(tmp_path))
    assert done.exit_code == 2
    assert words in done.output
    assert list(tmp_path.iterdir()) == []


def test_the_municipality_can_stand_in_the_environment(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FFB_MUNICIPALITY", MUNICIPALITY)
    run("--from", "2021-05-29", "--to", "2021-05-29", "--out", str(tmp_path))
    assert len(list(tmp_path.iterdir())) == 1


def test_a_report_that_breaks_a_rule_is_not_written_and_the_rule_is_told_without_content(told: Told, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault: somebody lets the case number be words."""
    type(told.case).objects.filter(pk=told.case.pk).update(number="Børges sag")
    done = run("--from", "2021-05-29", "--to", "2021-05-29", "--out", str(tmp_path), "--municipality", MUNICIPALITY)
    assert list(tmp_path.iterdir()) == []
    assert done.exit_code == 1
    assert "Rapporter: 0. Ressourcer: 0. Afvist: 1." in done.output
    assert "ServiceRequest" in done.output
    assert "Børge" not in done.output
    assert not Entry.objects.filter(act="report_ffb").exists()


def test_a_citizen_without_a_number_is_counted_and_left_out_until_it_is_known(tmp_path: Path) -> None:
    by = given.caseworker()
    case = given.case(by, given.citizen(by, number=""))
    given_assessment.finished(by, case)
    receive_anonymous_inquiry(given.unit(), by=by, on=given.TODAY, channel="phone", received_on=given.TODAY, about="Vil vide, om der er plads.")
    on = str(given.TODAY)
    done = run("--from", on, "--to", on, "--out", str(tmp_path), "--municipality", MUNICIPALITY, on=NEXT)
    assert done.output == "Rapporter: 0. Ressourcer: 0. Afvist: 0.\nUdeladt: 1 borgere uden CPR-nummer, 1 anonyme.\n"
    assert (done.exit_code, list(tmp_path.iterdir())) == (0, [])
    later = given.TODAY + timedelta(days=5)
    with at(later, 10):
        change_citizen(case.citizen, by=access.moved_to(by, later), on=later, seen=case.citizen.version, number="9999123456")
    done = run("--from", str(later), "--to", str(later), "--out", str(tmp_path), "--municipality", MUNICIPALITY, on=later + timedelta(days=1))
    (path,) = tmp_path.iterdir()
    kinds = {row["resourceType"] for row in rows(json.loads(path.read_text())).values()}
    assert kinds == {"Patient", "ServiceRequest", "ClinicalImpression", "Condition", "Observation"}


# ------------------------------------------------------------------------------------------------ nothing anybody wrote

CODES = {
    "people.citizen": {"cpr", "postal_code", "residence"},
    "people.unit": {"tilbudsportal_id", "sections"},
    "cases.case": {"number", "kle", "facet", "acting", "paying", "residence"},
    "cases.application": {"section", "kind", "standard", "kind_facts", "finding"},
    "assessments.assessment": {"standard"},
    "assessments.topicentry": {"topic"},
    "assessments.targetgroup": {"code"},
    "assessments.needrevision": {"values"},
    "delivery.goal": {"topic", "secondary"},
    "delivery.goalrevision": {"values"},
    "delivery.order": {"section", "standard", "start_why", "number"},
    "delivery.orderrevision": {"values"},
    "delivery.orderservice": {"code", "offer"},
    "decisions.grant": {"section", "standard", "level"},
    "decisions.decision": {"section", "standard", "hash", "findings", "level"},
    "decisions.consideration": {"section", "judgements", "facts", "answers"},
    "decisions.preparation": {"level"},
    "followups.followup": {"standard"},
    "followups.grantcadence": {"rule", "counted_from"},
    "followups.grantfact": {"fact", "value"},
}
"""Fields that hold codes, keys or numbers, by which the house works."""
ROOMS = ("people", "cases", "assessments", "decisions", "delivery", "followups", "complaints")


def words() -> Iterator[tuple[type[models.Model], Any]]:
    """Every field anybody writes words in."""
    for model in apps.get_models():
        label = model._meta.label_lower
        if not label.startswith(tuple(f"{room}." for room in ROOMS)):
            continue
        for field in model._meta.concrete_fields:
            text = isinstance(field, models.CharField | models.TextField) and not field.choices
            if text and field.name not in CODES.get(label, ()):
                yield model, field


def fill(mark: str) -> int:
    """A word of its own in every text of every row, past every act and guard."""
    count = 0
    connection.check_constraints()
    protection.remove(connection)  # the test's own transaction puts it back
    with connection.cursor() as cursor:
        for model, field in words():
            table, key = model._meta.db_table, model._meta.pk.column
            for row in model._base_manager.values_list("pk", flat=True):
                count += 1
                value = f"{mark}{count}"[: field.max_length]
                cursor.execute(f'UPDATE "{table}" SET "{field.column}" = %s WHERE "{key}" = %s', [value, row])
    return count


def test_every_text_in_the_house_can_be_another_and_the_report_is_the_same(told: Told) -> None:
    """Nothing of what was written is in it, nor decides what is in it."""
    filled = fill("zq")
    touched = {f"{model._meta.label}" for model, _ in words() if model._base_manager.exists()}
    assert filled > 300
    assert {
        "assessments.TopicEntry",
        "assessments.Assessment",
        "delivery.Goal",
        "delivery.Order",
        "followups.FollowUp",
        "people.Citizen",
        "decisions.Decision",
    } <= touched
    told.citizen.refresh_from_db()
    told.case.refresh_from_db()
    for day, made in told.sent.items():
        again = ffb.bundle(History(told.citizen, access.house(day)), day, MUNICIPALITY, lambda order: known.SECTION_KINDS[order.section])[0]
        assert again == made
        assert "zq" not in json.dumps(again)


def test_the_words_that_stand_in_a_report_are_the_number_and_the_case_number_alone(told: Told) -> None:
    """Beside those two there are codes, days, names of the format, and ids that tell nothing."""
    fixed = {getattr(names, name) for name in dir(names) if isinstance(getattr(names, name), str)}
    plain = re.compile(r"[a-z-]{1,20}|\d{4}-\d{2}-\d{2}(T[\d:]{8}\+\d\d:\d\d)?|([A-Za-z]+/)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
    left = set()
    for made in told.sent.values():
        left |= {one for one in texts(made) if one not in fixed and not plain.fullmatch(one)}
    assert left - set(TYPES) == {"0101814321", told.case.number, "municipalitySpecific"}


TYPES = ("Bundle", "Patient", "ServiceRequest", "ClinicalImpression", "Condition", "Observation", "Goal", "CarePlan", "CareTeam", "Encounter")


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


# ------------------------------------------------------------------------------------------------ ids, and what was wrong


def test_the_same_thing_is_the_same_id_and_two_citizens_share_none(told: Told) -> None:
    by = given.caseworker(name="Ida Bro")
    other = given.case(by, given.citizen(by, first_name="Karen"))
    given_assessment.finished(by, other)
    own = set().union(*(rows(made) for made in told.sent.values() if made))
    theirs = rows(ffb.bundle(History(other.citizen, access.house(given.TODAY)), given.TODAY, MUNICIPALITY)[0])
    assert not own & set(theirs)
    patients = {key for made in told.sent.values() if made for key in rows(made) if key.startswith("Patient/")}
    assert len(patients) == 1
    plain = "".join(own)
    assert str(told.citizen.public_id) not in plain
    assert str(told.case.public_id) not in plain


def test_a_follow_up_in_error_is_sent_again_as_that_under_the_same_id(told: Told) -> None:
    found = FollowUp.objects.get(outcome="continue")
    day = CHANGE + timedelta(days=4)
    before = {one["id"] for one in of(told.sent[CHANGE], names.FOLLOW_UP) if one["valueCodeableConcept"]["coding"][0]["code"] == known.GOES_ON}
    with at(day, 10):
        following.mark_in_error(found, because="Skrevet på den forkerte.", by=told.on(day), on=day)
    (row,) = of(known.reported(told, day), names.FOLLOW_UP)
    assert (row["status"], {row["id"]}) == ("entered-in-error", before)
    assert checks.faults(known.reported(told, day) or {}) == []


def test_a_closed_case_completes_the_request_where_something_was_reported(told: Told) -> None:
    day = CLOSING + timedelta(days=3)
    assert known.reported(told, day) is None
    request = next(row for row in rows(told.sent[CLOSING]).values() if row["resourceType"] == "ServiceRequest")
    type(told.case).objects.filter(pk=told.case.pk).update(state="closed", closed_on=day)
    made = ffb.bundle(History(told.citizen, access.house(day)), day, MUNICIPALITY, known.kind_of)[0]
    again = next(row for row in rows(made).values() if row["resourceType"] == "ServiceRequest")
    assert (request["id"], request["status"], again["status"]) == (again["id"], "active", "completed")


def test_a_topic_that_matters_no_more_is_inactive_and_not_gone() -> None:
    by = given.caseworker()
    with at(given.TODAY, 9):
        draft = given_assessment.filled(by)
    history = History(draft.case.citizen, access.house(NEXT))
    (row,) = of(ffb.bundle(history, given.TODAY, MUNICIPALITY)[0], names.CONDITION)
    with at(NEXT, 9):
        assessing.drop_topic(draft.topics.get(), by=access.moved_to(by, NEXT), on=NEXT)
    made, _ = ffb.bundle(History(draft.case.citizen, access.house(NEXT)), NEXT, MUNICIPALITY)
    (later,) = of(made, names.CONDITION)
    assert later["id"] == row["id"]
    assert [one["clinicalStatus"]["coding"][0]["code"] for one in (row, later)] == ["active", "inactive"]
    assert checks.faults(made or {}) == []


def test_an_order_that_is_taken_back_is_revoked_with_its_services(told: Told) -> None:
    day = CHANGE + timedelta(days=1)
    home = Grant.objects.with_case().get(pk=told.orders[0].grant_id)
    with at(day, 9):
        by = told.on(day)
        order = delivering.place_order(
            told.case, unit=given.unit("Måneskinnet", Unit.Kind.PROVIDER), grant=home, section="85", purpose="Mere.", begins_on=day, answer_by=day, standard=home.standard, by=by, on=day
        )  # fmt: skip
        set_services(order, [known.DAILY], by=by, on=day)
    (plan,) = of(known.reported(told, day), names.CARE_PLAN)
    assert plan["status"] == "active"
    later = day + timedelta(days=1)
    with at(later, 9):
        delivering.withdraw_order(order, because="Forkert sted.", by=told.on(later), on=later)
    made = known.reported(told, later)
    (again,) = of(made, names.CARE_PLAN)
    (service,) = of(made, names.INTERVENTION)
    assert (again["id"], again["status"], service["status"]) == (plan["id"], "revoked", "revoked")
    assert checks.faults(made or {}) == []


def test_a_plan_names_the_goals_its_order_works_towards() -> None:
    told = known.tell(until=CHANGE)
    day = CHANGE + timedelta(days=1)
    goal = Goal.objects.order_by("pk").first()
    assert goal is not None
    order = Order.objects.get(pk=told.orders[0].pk)
    with at(day, 9):
        delivering.change_order(order, seen=order.version, because="Nu også målet.", goals=[goal], by=told.on(day), on=day)
    made = known.reported(told, day)
    (plan,) = of(made, names.CARE_PLAN)
    (row,) = of(made, names.INTERVENTION_GOAL)
    assert plan["goal"] == [{"reference": f"Goal/{row['id']}"}]
    assert checks.faults(made or {}) == []
    assert known.reported(told, CHANGE) == told.sent[CHANGE]  # also when the order has changed since


def test_a_goal_that_was_changed_or_reached_is_an_update(told: Told) -> None:
    day = CHANGE + timedelta(days=1)
    goal = Goal.objects.get(topic=known.SHOPPING)
    with at(day, 9):
        delivering.change_goal(goal, seen=goal.version, expected=1, by=told.on(day), on=day)
    later = day + timedelta(days=1)
    with at(later, 9):
        delivering.end_goal(goal, state="reached", because="Børge køber selv ind.", by=told.on(later), on=later)
    first, second = (of(known.reported(told, one), names.INTERVENTION_GOAL)[0] for one in (day, later))
    assert first["id"] == second["id"]
    assert [one["lifecycleStatus"] for one in (first, second)] == ["active", "completed"]
    assert first["target"][0]["detailCodeableConcept"]["coding"][0]["code"] == known.LIGHT
    assert known.reported(told, ASSESSMENT) == told.sent[ASSESSMENT]


# ------------------------------------------------------------------------------------------------ what is lacking is counted and never guessed


def lacks(citizen: Citizen, day: date, kind: str = "") -> set[Lack]:
    return {lack for lack, _ in ffb.bundle(History(citizen, access.house(day)), day, MUNICIPALITY, lambda _: kind)[1].lacks}


def ordered(by: Actor, grant: Grant) -> Order:
    return delivering.place_order(
        grant.case, unit=given.unit("Mestringsvejen", Unit.Kind.PROVIDER), grant=grant, section=grant.section, purpose="Post.", begins_on=grant.begins_on,
        answer_by=given.TODAY, standard=grant.standard, by=by, on=given.TODAY,
    )  # fmt: skip


def test_an_order_without_need_or_group_is_counted_and_left_out() -> None:
    by = given.caseworker()
    grant = Grant.objects.with_case().get(pk=decided.granted(by).pk)
    ordered(by, grant)
    made, now = ffb.bundle(History(grant.case.citizen, access.house(given.TODAY)), given.TODAY, MUNICIPALITY)
    assert made is None
    assert {lack for lack, _ in now.lacks} == {Lack.NEED, Lack.GROUP}


def test_a_service_and_a_kind_of_offer_nobody_has_chosen_are_counted_and_not_guessed() -> None:
    by = given.caseworker()
    grant = Grant.objects.with_case().get(pk=decided.granted(by).pk)
    draft = given_assessment.filled(by, grant.case)
    assessing.add_target_group(draft, given_assessment.ANXIETY, primary=True, by=by, on=given.TODAY)
    assessing.finish_assessment(draft, by=by, on=given.TODAY)
    order = ordered(by, grant)
    made, now = ffb.bundle(History(grant.case.citizen, access.house(given.TODAY)), given.TODAY, MUNICIPALITY)
    assert {lack for lack, _ in now.lacks} == {Lack.SERVICE, Lack.OFFER}
    (plan,) = of(made, names.CARE_PLAN)
    assert "careTeam" not in plan
    assert of(made, names.INTERVENTION) == of(made, names.SERVICE_PERFORMER) == []
    set_services(order, [known.DAILY], by=by, on=given.TODAY)
    assert lacks(grant.case.citizen, given.TODAY, known.HOME) == set()


def test_services_that_change_without_a_new_assessment_are_counted_until_there_is_one() -> None:
    told = known.tell(until=ASSESSMENT)
    day = ASSESSMENT + timedelta(days=10)
    with at(day, 9):
        set_services(told.orders[0], [known.DAILY], by=told.on(day), on=day)
        assert lacks(told.citizen, day, known.HOME) == set()  # one that ends asks for none by itself
        set_services(told.orders[0], [known.DAILY, known.HEALTHY], by=told.on(day), on=day)
    assert lacks(told.citizen, day, known.HOME) == {Lack.GATHERING}
    later = day + timedelta(days=1)
    with at(later, 9):
        assessing.revise(Assessment.objects.current_of(told.case), by=told.on(later), on=later)
    assert lacks(told.citizen, later, known.HOME) == set()


def test_an_assessment_by_vum1_a_topic_without_level_and_a_goal_without_topic_are_counted() -> None:
    by = given.caseworker()
    case = given.case(by)
    draft = given_assessment.draft(by, case)
    assessing.save_topic(draft, given_assessment.ECONOMY, seen=0, level=None, text="Ikke bedømt endnu.", by=by, on=given.TODAY)
    given_assessment.vum1(by, case)
    plan = delivering.offer_plan(case, kind=Plan.Kind.ACTION, offered_on=given.TODAY, by=by, on=given.TODAY)
    delivering.answer_plan(plan, accepted=True, answered_on=given.TODAY, by=by, on=given.TODAY)
    for topic in (given_assessment.SHOPPING, "community_life"):
        delivering.set_goal(plan, text="Mål", topic=topic, expected=1, aim="develop", by=by, on=given.TODAY)
    assert lacks(case.citizen, given.TODAY) == {Lack.VUM1, Lack.LEVEL, Lack.GOAL_CONDITION, Lack.GOAL_TOPIC}


# ------------------------------------------------------------------------------------------------ the services of an order


def test_services_are_set_changed_and_taken_out_before_they_begin() -> None:
    by = given.caseworker()
    order = ordered(by, Grant.objects.with_case().get(pk=decided.granted(by).pk))
    begins = order.begins_on
    set_services(order, [known.DAILY, known.HEALTHY, known.DAILY], by=by, on=given.TODAY)
    set_services(order, [known.DAILY], by=by, on=given.TODAY)
    later = begins + timedelta(days=30)
    set_services(order, [known.SOCIAL], by=access.moved_to(by, later), on=later)
    found = list(OrderService.objects.order_by("pk").values_list("code", "since", "until", "dropped_on"))
    assert found == [(known.DAILY, begins, later, None), (known.HEALTHY, begins, None, given.TODAY), (known.SOCIAL, later, None, None)]
    assert list(Entry.objects.filter(act="set_services").values_list("case", flat=True)) == [str(order.case.public_id)] * 3


@pytest.mark.parametrize("codes", [[], ["1f0ff82b-3243-422f-9651-1d00fd2dcd61"], [known.HOME], ["støtte"]])
def test_only_services_of_the_list_can_be_set(codes: list[str]) -> None:
    by = given.caseworker()
    order = ordered(by, Grant.objects.with_case().get(pk=decided.granted(by).pk))
    with pytest.raises(FieldMissing):
        set_services(order, codes, by=by, on=given.TODAY)
    assert not OrderService.objects.exists()


def test_the_authority_alone_sets_services_and_only_while_the_order_is_open() -> None:
    by = given.caseworker()
    order = ordered(by, Grant.objects.with_case().get(pk=decided.granted(by).pk))
    for who in (given.provider(), given.caseworker(given.unit("Et andet team"), "Per Juhl")):
        with pytest.raises(NotAllowed):
            set_services(order, [known.DAILY], by=who, on=given.TODAY)
    delivering.withdraw_order(order, because="Forkert.", by=by, on=given.TODAY)
    with pytest.raises(MoveNotAllowed):
        set_services(order, [known.DAILY], by=by, on=given.TODAY)


def test_every_code_the_house_has_for_its_own_keys_is_in_the_list() -> None:
    from mestring.delivery.models import Goal
    from mestring.followups.models import Outcome
    from mestring.integrations.ffb import codes
    from mestring.rules.rulebook import open_library

    assert {codes.aim(one) for one in Goal.Aim.values} == codes.aims()
    assert {codes.outcome(one) for one in Outcome.values} == codes.outcomes()
    mapped = open_library().contents.vocabulary["report_codes"]
    assert set(mapped["services"].values()) <= codes.services()
    assert set(mapped["offers"].values()) <= codes.offers()
    assert {*mapped["services"], *mapped["offers"]} <= set(open_library().sections)
    assert [len(one) for one in (codes.topics(), codes.leveled(), codes.target_groups(), codes.services(), codes.offers())] == [67, 31, 45, 32, 8]
    assert len({codes.severity(level) for level in range(5)} & codes.severities()) == len({codes.need(level) for level in range(5)} & codes.needs()) == 5
