"""When an answer is due, what moves the date, and when the citizen must be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from mestring.cases.proposals.proposed import (
    NO_FACTS,
    Facts,
    Proposed,
    Reason,
    answers,
    book,
    from_entry,
    from_finding,
    in_text,
    nothing,
    outside,
    renamed,
    rules,
    sign,
    stated,
    whose,
)
from mestring.cases.proposals.sections import OfferedSection, sections_offered
from mestring.rules.danish import listing
from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import Deadline
from mestring.rules.period import parse_duration
from mestring.rules.rulebook import Entry

NO_DEADLINE_REMEDY = "Skriv den dato, borgeren kan vente svar, og hvorfor. Kommunen skal fastsætte og offentliggøre en frist på hvert område (RSL § 3)."
PUBLISHED = "Kommunens offentliggjorte frist"
FETCHING_COUNTS = "Fristen omfatter også den tid, det tager at hente oplysninger (RSL § 3). Sig det til borgeren med en ny dato, før fristen går."
CONTACT = ("contacted", "physician_talk_held", "treatment_started")
"""The events a council, or law, promises the citizen before or beside the decision."""


@dataclass(frozen=True, slots=True)
class ApplicationKind:
    """A kind of application (ansøgningens art), as the standard itself divides them for its deadline.

    Shapes: `facts` are what choosing it makes known; `entry` is the deadline it belongs to, empty when the standard publishes none.
    """

    id: str
    label: str
    facts: Facts = field(default_factory=dict)
    entry: str = ""
    length: str = ""


NEW = ApplicationKind("new", "Ny ansøgning", {"application_kind": "new"})
CHANGE = ApplicationKind("change", "Ansøgning om ændring", {"application_kind": "change"})


@dataclass(frozen=True, slots=True)
class Pause:
    """Days the case stands still for a reason (sat i bero), both included; `last` is None while it lasts."""

    first: date
    last: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """A deadline that has been moved, day by day, with what to be careful about."""

    date: date
    days: int
    steps: tuple[Reason, ...]
    warnings: tuple[str, ...] = ()


@lru_cache(maxsize=1024)
def kinds(standard: str, section: str, on: date) -> list[ApplicationKind]:
    """The kinds of application the standard divides its deadline by; new and change where it doesn't. Raises: KeyError."""
    published = _published(standard, section)
    if not published or outside(standard, on):
        return [NEW, CHANGE]
    several = len(published) > 1
    found = [kind for entry in published for kind in _kinds_of(entry, _tail(entry, section) if several else "")]
    if found:
        return found
    (entry,) = published
    length = _length(entry)
    return [ApplicationKind(kind.id, kind.label, kind.facts, entry.id, length) for kind in (NEW, CHANGE)]


def kind(standard: str, section: str, kind_id: str, on: date) -> ApplicationKind:
    """A kind by its id. Raises: KeyError when the standard has no such kind for the section."""
    for found in kinds(standard, section, on):
        if found.id == kind_id:
            return found
    raise KeyError(kind_id)


def _published(standard: str, section: str) -> tuple[Entry, ...]:
    """The standard's deadlines from application to decision."""
    return tuple(entry for entry in rules(standard, section, ("deadline",), ("deadline",)) if _rule(entry).until == "decided")


def _rule(entry: Entry) -> Deadline:
    if not isinstance(entry.rule, Deadline):
        raise TypeError(f"{entry.id} er ikke en frist")
    return entry.rule


def _tail(entry: Entry, section: str) -> str:
    """What tells several deadlines of a section apart, from their ids."""
    words = entry.id.split(f"-{section}-", 1)[-1].split("-")
    return "-".join(word for word in words if word != "deadline") or "section"


def _kinds_of(entry: Entry, tail: str) -> list[ApplicationKind]:
    """A deadline's variants as kinds; the deadline itself when the section has several without variants."""
    rule = _rule(entry)
    matter = entry.text.split(":", 1)[0].rstrip(".")
    if not rule.variants:
        return [ApplicationKind(tail, matter, {}, entry.id, _length(entry))] if tail else []
    found = []
    for variant in rule.variants:
        fetched = variant.when.get("new_information")
        on_file = "" if fetched is None else "-to-fetch" if fetched else "-on-file"
        key = f"{variant.when.get('application_kind', 'any')}{on_file}"
        words = variant.text or key
        label = f"{matter}: {words}" if tail else words[:1].upper() + words[1:]
        found.append(ApplicationKind(f"{tail}:{key}" if tail else key, label, dict(variant.when), entry.id, str(variant.length)))
    return found


def _length(entry: Entry) -> str:
    rule = _rule(entry)
    return str(rule.length) if rule.length else ""


def deadline(standard: str, section: str, kind: ApplicationKind, received: date, on: date, facts: Facts = NO_FACTS) -> Proposed:
    """The last day for the decision (sagsbehandlingsfrist) by the council's own deadline, or that it publishes none.

    The case counts as undecided unless the facts say otherwise. Where the day of the inquiry starts the clock and isn't known, the day received does.
    Values: published, counts_from, late, goal, when_overrun. Source: RSL § 3. Raises: KeyError.
    """
    published = [book().entry(kind.entry)] if kind.entry else list(_published(standard, section))
    known = {"decided": NONE, "inquired": received, **facts, **kind.facts, "received": received}
    found = answers("deadline", published, known, on, "date")
    if not found:
        return _unpublished(standard, section, published, known, on)
    if len(found) > 1:
        return _which(section, found)
    (only,) = found
    entry = only.entry or published[0]
    rule = _rule(entry)
    values = {**only.values, "published": True, "counts_from": rule.counts_from, "goal": rule.goal or "", "when_overrun": rule.when_overrun or ""}
    if only.value is None:
        return renamed(only, values=values, remedy="Svar på det, der mangler, så kan datoen regnes ud.")
    late = only.values.get("late")
    sentence = f"Svaret skulle være givet senest {in_text(only.value, on)}." if late else f"Svar senest {in_text(only.value, on)}."
    return renamed(only, sentence=sentence, values=values)


def _which(section: str, found: list[Proposed]) -> Proposed:
    days = {one.value for one in found}
    sentence = f"Der er flere frister for {sign(section)}. Vælg, hvad ansøgningen handler om."
    if len(days) == 1 and None not in days:
        return renamed(found[0], values={**found[0].values, "published": True})
    return Proposed("deadline", sentence, values={"published": True}, status=Status.UNKNOWN, remedy="Vælg ansøgningens art.", entry=found[0].entry)


def _unpublished(standard: str, section: str, published: list[Entry], known: Facts, on: date) -> Proposed:
    """That there is no date: because the version didn't hold, the document says it in words, or says nothing."""
    found = book().standard(standard)
    if published:
        finding = book().answer(published[0], known, on)
        return renamed(from_finding("deadline", finding, "", NO_DEADLINE_REMEDY), values={"published": False})
    none = f"Kommunen har ikke offentliggjort en frist for {sign(section)}."
    said = [entry for place in (section, "general") for entry in stated(standard, place, ("deadline",), on) if _about_answer(entry, place)]
    if not said:
        return renamed(nothing("deadline", none, NO_DEADLINE_REMEDY, "RSL § 3"), values={"published": False})
    sentence = f"Fristen for {sign(section)} står ikke i {whose(found)}. {said[0].text}"
    worded = from_entry("deadline", said[0], sentence=sentence)
    return renamed(worded, status=Status.NOT_COVERED, remedy=NO_DEADLINE_REMEDY, values={"published": False})


def _about_answer(entry: Entry, place: str) -> bool:
    """Whether a sentence says that there is no deadline or where it stands, and isn't about the start of help or what may lengthen the time."""
    return (entry.binding == "deadline" and place != "general") or (isinstance(entry.value, dict) and "printed" in entry.value)


@lru_cache(maxsize=64)
def without_deadline(standard: str, on: date) -> tuple[OfferedSection, ...]:
    """The sections one may apply for that the standard gives no deadline on the day: the council must have published one elsewhere.

    Source: RSL § 3, stk. 2. Raises: KeyError.
    """
    offered = [one for one in sections_offered(standard, on) if one.may_be_applied_for]
    return tuple(one for one in offered if not _published(standard, one.id) or outside(standard, on))


def municipal_deadline(section: str, length: str, received: date, on: date, *, where: str = "", written: str = "") -> Proposed:
    """The last day by a deadline the council has published elsewhere than in its standard.

    Shapes: `length` as in the library, `8 weeks` or `10 working_days`; `where` it is published; `written` says who wrote it in the system, and when. Source: RSL § 3.
    Raises: ValueError when the length can't be read.
    """
    lasts = parse_duration(length)
    last = book().world.calendar.add(received, lasts)
    cite = f"{PUBLISHED}: {where}" if where else "RSL § 3"
    counted = f"{lasts} fra modtagelsen: kommunens offentliggjorte frist for {sign(section)}"
    steps = [Reason("Dagen ansøgningen blev modtaget", in_text(received, on)), Reason(counted, in_text(last, on), cite)]
    if written:
        steps.append(Reason("Fristen er skrevet ind", written))
    values = {"published": True, "counts_from": "received", "date": last}
    return Proposed("deadline", f"Svar senest {in_text(last, on)}.", last, values, Status.DECIDED, own_steps=tuple(steps), cite=cite)


def first_contact(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """What the citizen is promised to hear or see beside the decision: a first contact, a talk, the start of treatment; empty when nothing is promised.

    None of the five documents promises a receipt; the letter that confirms an application is a matter of good practice. Raises: KeyError.
    """
    found = [entry for entry in rules(standard, section, ("deadline",), ("deadline",)) if _rule(entry).until in CONTACT]
    if not any(_rule(entry).until == "treatment_started" for entry in found):
        found += [entry for entry in rules("law", section, ("deadline",), ("deadline",)) if _rule(entry).until in CONTACT]
    return tuple(answers("first_contact", found, facts, on, "date"))


STARTED = "treatment_started"


def treatment_start(standard: str, section: str, asked_on: date, on: date) -> Proposed | None:
    """The last day for treatment to begin, counted from the day the person asked; None where neither law nor standard sets one.

    A person who has chosen another provider may be taken in later, which is the exception: until it is said, the rule holds.
    Source: SEL § 101, stk. 2 og 5. Raises: KeyError.
    """
    known = {"inquired": asked_on, "received": asked_on, "chose_other_provider": False, "covered_by_young_duty_101": False, STARTED: NONE}
    promised = [one for one in first_contact(standard, section, known, on) if one.entry and _rule(one.entry).until == STARTED and isinstance(one.value, date)]
    if not promised:
        return None
    first = min(promised, key=lambda one: one.value)
    late = "skulle have været" if first.value < on else "skal være"
    return renamed(first, sentence=f"Behandlingen {late} i gang senest {in_text(first.value, on)}.")


def starts_with_inquiry(standard: str, section: str) -> Proposed:
    """Whether the day of the inquiry counts as the day of the application. True for treatment of drug misuse. Source: SEL § 101. Raises: KeyError."""
    for entry in (*rules(standard, section, ("deadline",), ("deadline",)), *rules("law", section, ("deadline",), ("deadline",))):
        if _rule(entry).counts_from == "inquired":
            return from_entry("starts_with_inquiry", entry, True, f"Efter {sign(section)} er dagen for henvendelsen også dagen for ansøgningen.")
    return nothing("starts_with_inquiry", f"Fristen for {sign(section)} regnes fra den dag, ansøgningen er modtaget.", cite="RSL § 3")


def section101_starts_with_inquiry(section: str) -> bool:
    """Whether law itself counts from the inquiry. Source: SEL § 101. Raises: KeyError."""
    return any(_rule(entry).counts_from == "inquired" for entry in rules("law", section, ("deadline",), ("deadline",)))


def new_answer_date(old: date, on: date, pauses: Iterable[Pause] = (), typed: date | None = None) -> Moved:
    """The new day to answer by: each day the case stood still is added, or the day a caseworker has typed is taken.

    A day is counted once however many reasons there were, and only from the first day to the deadline as it then stood. Raises: ValueError when the typed
    day is not after the old one.
    """
    if typed is not None:
        return _typed(old, on, typed)
    steps = [Reason("Fristen før", in_text(old, on))]
    day, counted = old, 0
    stood: set[date] = set()
    for pause in sorted(pauses, key=lambda one: one.first):
        if pause.first > day:
            steps.append(Reason(f"{pause.reason}: begyndte efter fristen", "ingen dage", "RSL § 3"))
            continue
        last = pause.last or on
        new = {pause.first + timedelta(days=number) for number in range((last - pause.first).days + 1)} - stood
        stood |= new
        counted += len(new)
        day += timedelta(days=len(new))
        still = "" if pause.last else ", stadig i bero"
        days = f"{len(new)} {'dag' if len(new) == 1 else 'dage'}"
        steps.append(Reason(f"{pause.reason}: {in_text(pause.first, on)} til {in_text(last, on)}{still}", f"+ {days}"))
    steps.append(Reason("Ny frist", in_text(day, on)))
    return Moved(day, counted, tuple(steps), (*_closed(day, on), *((FETCHING_COUNTS,) if counted else ())))


def _typed(old: date, on: date, typed: date) -> Moved:
    if typed <= old:
        raise ValueError(f"Skriv en dato efter {in_text(old, on)}.")
    days = (typed - old).days
    longer = f"+ {days} {'dag' if days == 1 else 'dage'}"
    steps = (Reason("Fristen før", in_text(old, on)), Reason("Forlænget", longer), Reason("Ny frist", in_text(typed, on)))
    return Moved(typed, days, steps, _closed(typed, on))


def _closed(day: date, on: date) -> tuple[str, ...]:
    why = book().world.calendar.closed_because(day)
    if why is None:
        return ()
    before = working_day_before(day)
    said = "" if why in ("lørdag", "søndag") else f" ({why})"
    return (f"{in_text(day, on).capitalize()}{said} er ikke en arbejdsdag. Sidste arbejdsdag før er {in_text(before, on)}.",)


def working_day_before(day: date) -> date:
    """The last working day not after `day`."""
    calendar = book().world.calendar
    return day if calendar.is_working_day(day) else calendar.subtract_working_days(day, 1)


def notice_by(deadline: date, on: date, channel: str = "digital_post") -> Proposed:
    """The last working day to send the letter that tells of a new date, so that it is received before the deadline has passed.

    Shapes: `channel` is digital_post, letter, quickpost or handed_over. Source: RSL § 3, stk. 2. Raises: KeyError.
    """
    rule = book().answer("rsl-overrun", {"case_deadline": deadline}, on)
    latest = working_day_before(min(deadline, rule.values["date"]))
    while received(latest, channel) > deadline:
        latest = working_day_before(latest - timedelta(days=1))
    sent = book().facts["delivery_channel"].options[channel]
    steps = (
        Reason("Fristen for afgørelsen", in_text(deadline, on)),
        Reason(f"{sent}: modtaget", in_text(received(latest, channel), on), _source("rsl-receipt")),
        Reason("Brevet skal senest sendes", in_text(latest, on), _source("rsl-overrun")),
    )
    told = f"Send brevet med en ny dato senest {in_text(latest, on)}."
    return Proposed("notice_by", told, latest, {"date": latest}, Status.DECIDED, entry=book().entry("rsl-overrun"), finding=rule, own_steps=steps)


def received(sent_on: date, channel: str) -> date:
    """The day a letter counts as received. Source: rule rsl-receipt. Raises: ValueError for a channel that doesn't exist."""
    found = book().answer("rsl-receipt", {"letter_sent": sent_on, "delivery_channel": channel}, sent_on)
    day = found.values.get("date")
    if not isinstance(day, date):
        raise ValueError(f"'{channel}' er ikke en måde at sende på. Vælg {listing(book().facts['delivery_channel'].options, 'eller')}.")
    return day


def remitted_clock(returned: date, on: date) -> Proposed:
    """The day the deadline begins anew when the appeals board has sent a case back (hjemvist): the day it came back. Use it as `received`."""
    entry = book().entry("rsl-remitted")
    return from_entry("remitted_clock", entry, returned, f"Sagen er hjemvist. Fristen begynder forfra {in_text(returned, on)}.")


def _source(entry: str) -> str:
    return book().entry(entry).source.label()
