"""The outbox: each letter leaves once, to somebody who has the right to it when it leaves."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from mestring.audit import clock
from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases import storage
from mestring.cases.actions import dispatch
from mestring.cases.carriers import CarrierDown, CarrierRefused, CarrierUnsure
from mestring.cases.errors import StillStopped, TextMissing, TooLateToRecall
from mestring.cases.models import Case, Dispatch, Due, Letter
from mestring.cases.states import DispatchState, LetterState
from mestring.integrations.folder import Folder
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Citizen, Representation
from tests import given
from tests.cases.given_letters import LATER, NOON, Remembers, queued

pytestmark = pytest.mark.django_db
TODAY = given.TODAY


@dataclass
class Scene:
    by: Actor
    case: Case
    citizen: Citizen


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS = tmp_path / "documents"
    settings.RECALL_MINUTES = 30


@pytest.fixture
def scene() -> Scene:
    by = given.caseworker()
    case = given.case(by)
    return Scene(by, case, case.citizen)


def run(carrier: Any, now: datetime = LATER, limit: int = 100) -> dispatch.Run:
    with clock.at(now):
        return dispatch.dispatch_ready(carrier, by=access.house(clock.today()), on=clock.today(), now=now, limit=limit)


def guardian(citizen: Citizen, **more: Any) -> Representation:
    values = {"kind": "guardian_5", "name": "Grethe Værge", "address": "Værgevej 2, 7100 Vejle", "receives_letters": True, "since": given.LONG_AGO, **more}
    return Representation.objects.create(citizen=citizen, **values)


def only(letter: Letter) -> Dispatch:
    return letter.dispatches.get()


def waiting() -> list[str]:
    return list(Due.objects.waiting().filter(kind=Due.Kind.LETTER).values_list("next", flat=True))


# ------------------------------------------------------------------------------------------------ leaving


def test_a_letter_leaves_once_its_recall_window_is_over(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Remembers()
    run(carrier, NOON + timedelta(minutes=29))
    assert carrier.delivered == []
    assert run(carrier).sent == 1
    letter.refresh_from_db()
    assert (letter.state, only(letter).state) == (LetterState.SENT, DispatchState.SENT)
    (parcel,) = carrier.delivered
    assert parcel.pdf.startswith(b"%PDF")
    assert parcel.key == only(letter).public_id
    assert parcel.label == f"Svar på henvendelse – sag {scene.case.number}"
    assert run(carrier).sent == 0


def test_digital_post_is_received_the_same_day_and_a_letter_six_weekdays_later(scene: Scene) -> None:
    digital, plain = queued(scene.case, scene.by), queued(scene.case, scene.by, carrier="letter", printed=None)
    Letter.objects.filter(pk=plain.pk).update(content={})
    run(Remembers())
    assert only(digital).received_on == TODAY
    assert f"{only(plain).received_on:%d-%m-%Y}" == "03-12-2026"


def test_only_the_house_empties_the_outbox(scene: Scene) -> None:
    queued(scene.case, scene.by)
    with pytest.raises(NotAllowed):
        dispatch.dispatch_ready(Remembers(), by=scene.by, on=TODAY, now=LATER)


def test_a_letter_to_two_is_sent_when_both_have_it(scene: Scene) -> None:
    guardian(scene.citizen)
    letter, carrier = queued(scene.case, scene.by), Remembers()
    run(carrier, limit=1)
    letter.refresh_from_db()
    assert letter.state == LetterState.QUEUED
    run(carrier)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert sorted(carrier.names) == ["Grethe Værge", "Karen Prøve"]


def test_every_step_on_the_way_out_is_in_the_log_without_content(scene: Scene) -> None:
    letter = queued(scene.case, scene.by)
    run(Remembers())
    said = list(Entry.objects.filter(thing_id=only(letter).public_id).order_by("number").values_list("act", "actor"))
    assert said == [("claim_letter", "house"), ("send_letter", "house")]
    assert not Entry.objects.filter(detail__icontains="Karen").exists()


# ------------------------------------------------------------------------------------------------ the right person


def test_who_has_died_since_gets_no_letter(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Remembers()
    Citizen.objects.filter(pk=scene.citizen.pk).update(died_on=TODAY)
    assert run(carrier).stopped == 1
    assert carrier.delivered == []
    assert only(letter).state == DispatchState.STOPPED
    assert only(letter).trouble.startswith("Borgeren er død.")
    assert waiting() == ["Se, hvad der stoppede brevet"]


@pytest.mark.parametrize(
    "change",
    [{"until": TODAY - timedelta(days=1)}, {"receives_letters": False}, {"kind": "companion", "receives_letters": False}, {"since": TODAY + timedelta(days=1)}],
    ids=["ended", "shall have no letters", "is a companion", "has not begun"],
)
def test_who_no_longer_acts_for_the_citizen_gets_no_letter(scene: Scene, change: dict[str, Any]) -> None:
    held = guardian(scene.citizen)
    letter, carrier = queued(scene.case, scene.by), Remembers()
    Representation.objects.filter(pk=held.pk).update(**change)
    done = run(carrier)
    assert (done.sent, done.stopped) == (1, 1)
    assert carrier.names == ["Karen Prøve"]
    assert letter.dispatches.get(representation=held).state == DispatchState.STOPPED


def test_the_last_day_of_a_representation_counts(scene: Scene) -> None:
    guardian(scene.citizen, until=TODAY)
    queued(scene.case, scene.by)
    assert run(Remembers()).sent == 2


def test_somebody_elses_guardian_gets_no_letter(scene: Scene) -> None:
    held, carrier = guardian(scene.citizen), Remembers()
    queued(scene.case, scene.by)
    Representation.objects.filter(pk=held.pk).update(citizen=given.citizen(scene.by, first_name="En", last_name="Anden"))
    run(carrier)
    assert carrier.names == ["Karen Prøve"]


def test_a_protected_address_does_not_reach_the_guardian(scene: Scene) -> None:
    """The letter was printed with the address, and the protection came afterwards."""
    Citizen.objects.filter(pk=scene.citizen.pk).update(digital_post=False)
    scene.case.citizen.refresh_from_db()
    held = guardian(scene.citizen)
    letter, carrier = queued(scene.case, scene.by), Remembers()
    Citizen.objects.filter(pk=scene.citizen.pk).update(protected=True)
    run(carrier)
    assert carrier.names == ["Karen Prøve"]
    assert "beskyttet adresse" in letter.dispatches.get(representation=held).trouble


def test_a_moved_citizens_letter_does_not_go_to_the_old_address(scene: Scene) -> None:
    Citizen.objects.filter(pk=scene.citizen.pk).update(digital_post=False)
    scene.case.citizen.refresh_from_db()
    letter, carrier = queued(scene.case, scene.by), Remembers()
    Citizen.objects.filter(pk=scene.citizen.pk).update(street="Nyvej 3")
    run(carrier)
    assert carrier.delivered == []
    assert "adresse er ændret" in only(letter).trouble


def test_who_has_left_digital_post_is_not_written_to_there(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Remembers()
    Citizen.objects.filter(pk=scene.citizen.pk).update(digital_post=False)
    run(carrier)
    assert carrier.delivered == []
    assert "får ikke længere Digital Post" in only(letter).trouble


def test_a_protected_address_is_not_printed_on_digital_post(scene: Scene) -> None:
    Citizen.objects.filter(pk=scene.citizen.pk).update(protected=True)
    scene.case.citizen.refresh_from_db()
    carrier = Remembers()
    letter = queued(scene.case, scene.by)
    run(carrier)
    assert carrier.delivered[0].address == ()
    assert "Prøvevej" not in str(letter.content)


def test_a_damaged_letter_is_not_sent(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Remembers()
    storage.path_of(letter.pdf).write_bytes(b"%PDF another letter")
    run(carrier)
    assert carrier.delivered == []
    assert "beskadiget" in only(letter).trouble


# ------------------------------------------------------------------------------------------------ troubles


def test_a_carrier_that_is_down_loses_nothing_and_waits_longer_each_time(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Remembers()
    now, pauses = LATER, []
    carrier.faults = [CarrierDown("Digital Post svarer ikke.")] * 6
    while carrier.faults:
        assert run(carrier, now).again == 1
        row = only(letter)
        assert (row.state, row.trouble) == (DispatchState.QUEUED, "Digital Post svarer ikke.")
        assert waiting() == (["Se, hvorfor brevet ikke er sendt"] if row.attempts >= 5 else [])
        pauses.append(row.not_before - now)
        now = row.not_before
    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(minutes=1)
    assert run(carrier, now).sent == 1
    assert only(letter).trouble == ""
    assert waiting() == []


def test_a_letter_the_carrier_refuses_is_stopped_and_told(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Remembers()
    carrier.faults = [CarrierRefused("Modtageren er ikke tilmeldt.")]
    assert run(carrier).stopped == 1
    assert only(letter).trouble == "Modtageren er ikke tilmeldt."
    assert waiting() == ["Se, hvad der stoppede brevet"]


def test_one_letter_in_trouble_does_not_hold_the_others(scene: Scene) -> None:
    for _ in range(3):
        queued(scene.case, scene.by)
    carrier = Remembers()
    carrier.faults = [RuntimeError("Karen Prøve")]
    done = run(carrier)
    assert (done.sent, done.unsure) == (2, 1)


def test_a_fault_nobody_foresaw_is_written_without_what_it_says(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    queued(scene.case, scene.by)
    carrier = Remembers()
    carrier.faults = [RuntimeError("Karen Prøve 999901-0001")]
    run(carrier)
    assert "RuntimeError" in caplog.text
    assert "Karen" not in caplog.text


class Unsure(Remembers):
    def already_sent(self, key: Any) -> str | None:
        raise CarrierUnsure("Det er uvist, om brevet kom frem.")


def test_a_letter_nobody_is_sure_of_is_not_sent_again_unasked(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Unsure()
    carrier.faults = [CarrierUnsure("Det er uvist, om brevet kom frem.")]
    now = LATER
    for _ in range(5):
        assert run(carrier, now).unsure == 1
        now += dispatch.LEASE
    assert carrier.delivered == []
    assert only(letter).state == DispatchState.SENDING
    assert waiting() == ["Undersøg, om brevet er kommet frem, og skriv det på brevet"]


def test_a_person_can_say_that_it_arrived(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Unsure()
    carrier.faults = [CarrierUnsure("Det er uvist.")]
    run(carrier)
    dispatch.confirm_sent(only(letter), by=scene.by, on=TODAY, sent_on=TODAY)
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert waiting() == []


def test_a_person_can_say_that_it_did_not_and_then_it_is_sent(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Unsure()
    carrier.faults = [CarrierUnsure("Det er uvist.")]
    run(carrier)
    with clock.at(LATER):
        dispatch.confirm_unsent(only(letter), by=scene.by, on=TODAY)
    assert run(carrier).sent == 1
    assert carrier.delivered[0].unsent
    assert waiting() == []


def test_a_letter_on_its_way_can_not_be_said_to_be_unsent_whatever_trouble_it_had_before(scene: Scene) -> None:
    letter, down = queued(scene.case, scene.by), Remembers()
    down.faults = [CarrierDown("Digital Post svarer ikke.")]
    run(down)

    class Asks(Remembers):
        def send(self, parcel: Any) -> str:
            with pytest.raises(MoveNotAllowed):
                dispatch.confirm_unsent(only(letter), by=scene.by, on=TODAY)
            return super().send(parcel)

    assert run(Asks(), LATER + timedelta(minutes=1)).sent == 1


def test_a_stopped_letter_is_tried_again_only_when_it_has_been_mended(scene: Scene) -> None:
    letter, carrier = queued(scene.case, scene.by), Remembers()
    Citizen.objects.filter(pk=scene.citizen.pk).update(died_on=TODAY)
    run(carrier)
    with pytest.raises(StillStopped, match="Borgeren er død"):
        dispatch.try_again(only(letter), by=scene.by, on=TODAY)
    Citizen.objects.filter(pk=scene.citizen.pk).update(died_on=None)
    with clock.at(LATER):
        dispatch.try_again(only(letter), by=scene.by, on=TODAY)
    assert waiting() == []
    assert run(carrier).sent == 1


def test_one_recipient_can_be_given_up_with_a_reason(scene: Scene) -> None:
    held = guardian(scene.citizen)
    letter = queued(scene.case, scene.by)
    Representation.objects.filter(pk=held.pk).update(receives_letters=False)
    run(Remembers())
    row = letter.dispatches.get(representation=held)
    with pytest.raises(TextMissing):
        dispatch.give_up(row, by=scene.by, on=TODAY, because=" ")
    dispatch.give_up(row, by=scene.by, on=TODAY, because="Værgen skal ikke længere have breve")
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT
    assert waiting() == []


# ------------------------------------------------------------------------------------------------ recall


def test_a_letter_that_is_in_the_house_can_be_recalled(scene: Scene) -> None:
    guardian(scene.citizen)
    letter, carrier = queued(scene.case, scene.by), Remembers()
    dispatch.recall(letter, by=scene.by, on=TODAY)
    run(carrier)
    letter.refresh_from_db()
    assert letter.state == LetterState.RECALLED
    assert set(letter.dispatches.values_list("state", flat=True)) == {DispatchState.RECALLED}
    assert carrier.delivered == []


def test_a_letter_of_which_some_has_left_can_not_be_recalled(scene: Scene) -> None:
    guardian(scene.citizen)
    letter = queued(scene.case, scene.by)
    run(Remembers(), limit=1)
    with pytest.raises(TooLateToRecall):
        dispatch.recall(letter, by=scene.by, on=TODAY)
    assert letter.dispatches.filter(state=DispatchState.QUEUED).count() == 1


def test_a_letter_that_is_leaving_can_not_be_recalled(scene: Scene) -> None:
    letter = queued(scene.case, scene.by)

    class Recalls(Remembers):
        def send(self, parcel: Any) -> str:
            with pytest.raises(TooLateToRecall), transaction.atomic():
                dispatch.recall(letter, by=scene.by, on=TODAY)
            return super().send(parcel)

    carrier = Recalls()
    run(carrier)
    assert len(carrier.delivered) == 1


def test_only_those_of_the_case_can_recall(scene: Scene) -> None:
    letter = queued(scene.case, scene.by)
    stranger = given.caseworker(given.unit("Et andet team"))
    with pytest.raises(NotAllowed):
        dispatch.recall(letter, by=stranger, on=TODAY)


# ------------------------------------------------------------------------------------------------ killed on the way


class Killed(BaseException):
    """The process is gone: nothing catches it."""


POINTS = [(when, step) for step in ("_claim", "_hand_over", "_mark") for when in ("before", "after")]


def killed_at(monkeypatch: pytest.MonkeyPatch, when: str, step: str, nth: int) -> None:
    real: Callable[..., Any] = getattr(dispatch, step)
    calls = iter(range(1, 1000))

    def dies(*args: Any, **kwargs: Any) -> Any:
        now = next(calls)
        if now == nth and when == "before":
            raise Killed
        answer = real(*args, **kwargs)
        if now == nth:
            raise Killed
        return answer

    monkeypatch.setattr(dispatch, step, dies)


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize(("when", "step"), POINTS)
def test_killed_at_any_point_nothing_is_lost_and_nothing_sent_twice(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, when: str, step: str, nth: int
) -> None:
    letters, carrier = [queued(scene.case, scene.by) for _ in range(3)], Remembers()
    with monkeypatch.context() as patch:
        killed_at(patch, when, step, nth)
        with pytest.raises(Killed):
            run(carrier)
    now = LATER
    for _ in range(3):
        now += dispatch.LEASE
        run(carrier, now)
    keys = [one.key for one in carrier.delivered]
    assert sorted(keys) == sorted(only(letter).public_id for letter in letters)
    assert {only(letter).state for letter in letters} == {DispatchState.SENT}
    assert {letter.state for letter in Letter.objects.all()} == {LetterState.SENT}


def test_the_kills_would_be_seen_if_the_carrier_were_not_asked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is planted: a carrier that forgets what it has sent."""
    queued(scene.case, scene.by)
    carrier = Remembers()
    monkeypatch.setattr(Remembers, "already_sent", lambda self, key: None)
    with monkeypatch.context() as patch:
        killed_at(patch, "after", "_hand_over", 1)
        with pytest.raises(Killed):
            run(carrier)
    run(carrier, LATER + dispatch.LEASE)
    assert len(carrier.delivered) == 2


def test_killed_with_a_real_folder_the_letter_lies_there_once(scene: Scene, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    letter, folder = queued(scene.case, scene.by), Folder(tmp_path / "post")
    with monkeypatch.context() as patch:
        killed_at(patch, "after", "_hand_over", 1)
        with pytest.raises(Killed):
            run(folder)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "post").iterdir()}
    assert run(folder, LATER + dispatch.LEASE).sent == 1
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "post").iterdir()} == before
    assert only(letter).receipt == f"folder:{only(letter).public_id}"


def test_another_run_at_the_same_time_leaves_a_claimed_letter_alone(scene: Scene) -> None:
    queued(scene.case, scene.by)

    class Busy(Remembers):
        def send(self, parcel: Any) -> str:
            other = Remembers()
            run(other)
            assert other.delivered == []
            return super().send(parcel)

    carrier = Busy()
    assert run(carrier).sent == 1


def test_a_slow_run_does_not_put_back_what_another_has_claimed_since(scene: Scene) -> None:
    """Both saw the stranded letter; the slow one asks before the quick one has sent it, and answers after."""
    letter, quick = queued(scene.case, scene.by), Remembers()
    after = LATER + dispatch.LEASE
    Dispatch.objects.filter(letter=letter).update(state=DispatchState.SENDING, not_before=LATER)

    class Slow(Remembers):
        def already_sent(self, key: Any) -> str | None:
            found = quick.already_sent(key)

            class Claims(Remembers):
                def send(self, parcel: Any) -> str:
                    raise Killed

            with pytest.raises(Killed):
                run(Claims(), after)
            return found

    slow = Slow()
    run(slow, after)
    assert slow.delivered == []
    assert only(letter).state == DispatchState.SENDING


# ------------------------------------------------------------------------------------------------ many


@pytest.mark.parametrize("cases", [120, pytest.param(5000, marks=pytest.mark.night)])
def test_in_hundreds_of_changes_no_letter_goes_to_somebody_without_the_right(scene: Scene, cases: int) -> None:
    """The right is judged again here, from the facts alone, without the rules under test."""
    pick = random.Random(3)
    changes: list[Callable[[Citizen, Representation, Citizen], Any]] = [
        lambda citizen, held, person: Citizen.objects.filter(pk=citizen.pk).update(died_on=TODAY),
        lambda citizen, held, person: Citizen.objects.filter(pk=person.pk).update(died_on=TODAY),
        lambda citizen, held, person: Citizen.objects.filter(pk=citizen.pk).update(protected=True),
        lambda citizen, held, person: Citizen.objects.filter(pk=person.pk).update(protected=True),
        lambda citizen, held, person: Citizen.objects.filter(pk=citizen.pk).update(digital_post=pick.random() < 0.5),
        lambda citizen, held, person: Citizen.objects.filter(pk=citizen.pk).update(street=f"Nyvej {pick.randrange(9)}"),
        lambda citizen, held, person: Representation.objects.filter(pk=held.pk).update(until=TODAY - timedelta(days=pick.choice([0, 1, 30]))),
        lambda citizen, held, person: Representation.objects.filter(pk=held.pk).update(receives_letters=False),
        lambda citizen, held, person: Representation.objects.filter(pk=held.pk).update(citizen=person, person=None),
        lambda citizen, held, person: None,
    ]
    carrier, sent = Remembers(), 0
    template = queued(scene.case, scene.by)
    run(carrier)
    for _ in range(cases):
        citizen = given.citizen(scene.by, first_name="Borger", street="Prøvevej 7", sure=True)
        person = given.citizen(scene.by, first_name="Værge", street="Skjulvej 5", sure=True)
        Citizen.objects.filter(pk=citizen.pk).update(digital_post=pick.random() < 0.5)
        kind = pick.choice(["guardian_5", "guardian_6", "guardian_7", "party_representative"])
        held = guardian(citizen, kind=kind, person=person if pick.random() < 0.5 else None, name="Værge")
        case = given.case(scene.by, Citizen.objects.get(pk=citizen.pk))
        on_paper = "" if pick.random() < 0.5 else "Prøvevej 7"
        letter = Letter.objects.create(
            case=case,
            kind="advice",
            title="Svar",
            written_at=NOON,
            state=LetterState.QUEUED,
            pdf=template.pdf,
            content={
                "recipient": {"name": "Borger", "address": [on_paper] if on_paper else []},
                "blocks": [{"text": pick.choice(["Hej", "Du bor Skjulvej  5."])}],
            },
        )
        citizen.refresh_from_db()
        Dispatch.objects.create(letter=letter, carrier="digital_post" if citizen.digital_post else "letter", not_before=NOON, pdf=template.pdf)
        Dispatch.objects.create(letter=letter, representation=held, carrier="digital_post" if held.person else "letter", not_before=NOON, pdf=template.pdf)
        for change in pick.sample(changes, pick.choice([0, 1, 2, 4])):
            change(citizen, held, person)
        before = len(carrier.delivered)
        run(carrier)
        citizen.refresh_from_db()
        person.refresh_from_db()
        held.refresh_from_db()
        words = str(letter.content)
        for parcel in carrier.delivered[before:]:
            sent += 1
            assert citizen.died_on is None, "the citizen is dead"
            others = [person] if parcel.key == letter.dispatches.get(representation=None).public_id else [citizen]
            if others == [citizen]:
                assert held.citizen_id == citizen.pk, "no right any more"
                assert held.receives_letters, "no right any more"
                assert held.until is None or held.until >= TODAY, "no right any more"
                assert held.person is None or person.died_on is None
                assert not (citizen.protected and "".join(citizen.street.split()) in "".join(words.split()))
            elif held.person and held.citizen_id == citizen.pk:
                assert not (person.protected and "Skjulvej" in words)
            if parcel.carrier == "digital_post":
                assert parcel.number == (person if others == [citizen] else citizen).cpr
            elif others == [person]:
                assert parcel.address[0] == citizen.street
                assert not on_paper or on_paper == citizen.street
    assert sent > cases / 2
    assert Dispatch.objects.filter(state=DispatchState.STOPPED).count() > cases / 3
    assert Dispatch.objects.filter(state__in=(DispatchState.QUEUED, DispatchState.SENDING)).count() == 0


def test_the_hundreds_of_changes_would_find_a_recipient_who_is_not_checked(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is planted: whoever was chosen is taken to have the right still."""
    from mestring.cases import recipients

    real = recipients.one
    monkeypatch.setattr(recipients, "one", lambda case, representation, on: replace(real(case, representation, on), refused=""))
    with pytest.raises(AssertionError, match=r"dead|no right any more"):
        test_in_hundreds_of_changes_no_letter_goes_to_somebody_without_the_right(scene, 120)
