"""What the pages of an assessment show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mestring.assessments import catalogue, proposals, readiness
from mestring.assessments.models import Assessment, NeedRevision, Statement, TopicEntry
from mestring.audit import clock as moments
from mestring.cases.models import Application, Case
from mestring.cases.states import CaseState
from mestring.people import access
from mestring.web.components import days, marks
from mestring.web.components.case import Need
from mestring.web.components.case import Statement as Said
from mestring.web.components.levels import Level, Levels, levels
from mestring.web.shell import clock, installation

NO_SECTION = "general"


def place(name: str, assessment: Assessment, case: Case, *more: Any) -> str:
    """The address of one of an assessment's pages."""
    return reverse(
        f"caseworker:assessment_{name}" if name else "caseworker:assessment", args=[case.public_id, *([assessment.public_id] if name else []), *more]
    )


@dataclass(frozen=True, slots=True)
class Item:
    """One topic as the list and the picture show it."""

    entry: TopicEntry
    label: str
    heading: str
    address: str
    before: TopicEntry | None = None
    current: bool = False

    @property
    def shown(self) -> str:
        """What stands beside it: its level, or that something is missing."""
        if not readiness.is_filled(self.entry):
            return "mangler"
        return str(self.entry.level) if self.entry.takes_level else "beskrevet"

    @property
    def is_missing(self) -> bool:
        return not readiness.is_filled(self.entry)


@dataclass(frozen=True, slots=True)
class Sheet:
    """An assessment with what every one of its pages shows.

    Shapes: `compared` is the previous assessment when it used the same scale; another scale is never compared with this one.
    """

    case: Case
    assessment: Assessment
    on: date
    items: Sequence[Item]
    may_write: bool
    previous: Assessment | None = None
    compared: Assessment | None = None

    @property
    def writes(self) -> bool:
        """Whether the actor may write in it now."""
        return self.may_write and self.assessment.is_draft and self.case.state == CaseState.OPEN

    @property
    def is_newest_finished(self) -> bool:
        """Whether it is what is known now: finished, in an open case, and nothing has begun to take its place."""
        return not self.assessment.is_draft and self.case.state == CaseState.OPEN and not self.assessment.later.exists()

    @property
    def groups(self) -> list[tuple[str, list[Item]]]:
        """The topics under their headings."""
        return [(name, list(found)) for name, found in groupby(self.items, key=lambda item: item.heading)]

    @property
    def counted(self) -> str:
        """`8 af 9 valgte emner er udfyldt`."""
        filled = sum(not item.is_missing for item in self.items)
        return f"{filled} af {len(self.items)} valgte emner er udfyldt" if self.items else "Ingen emner er valgt endnu"

    @property
    def before_label(self) -> str:
        """`Udredning 3. juni 2024`."""
        return f"Udredning {days.plain(_day(self.compared), self.on)}" if self.compared else ""

    @property
    def before_short(self) -> str:
        """The year of the previous one, or its day when it is of this year."""
        day = _day(self.compared) if self.compared else self.on
        return str(day.year) if day.year != self.on.year else days.short(day, self.on)

    @property
    def levels(self) -> Levels | None:
        """The picture of the levels; none when no topic takes one."""
        found = [Level(item.label, item.entry.level, item.before.level if item.before else None, item.address) for item in self.items if item.entry.takes_level]
        return levels(found, now_label="Nu" if self.assessment.is_draft else "Denne udredning", before_label=self.before_label or "Før") if found else None

    @property
    def overall(self) -> str:
        """The conclusion's step, in the method's own words."""
        if self.assessment.method == catalogue.VUM1:
            return str(self.assessment.get_overall_display())
        found = next((one for one in catalogue.need_scale() if one.value == self.assessment.need_level), None)
        return f"{found.value} {found.label}" if found else ""

    @property
    def home(self) -> str:
        return place("overview", self.assessment, self.case)

    def place(self, name: str, *more: Any) -> str:
        """One of this assessment's pages."""
        return place(name, self.assessment, self.case, *more)

    @property
    def parts(self) -> dict[str, str]:
        """The pages that are the same for the whole assessment, by name."""
        return {name: self.place(name) for name in ("topics", "need", "groups", "finish", "revise", "add_group", "add_diagnosis")}

    @property
    def needs(self) -> list[Need]:
        """What is missing, each leading to where it is given."""
        where = {"topics": lambda one: self.place("topics"), "need": lambda one: self.place("need"), "topic": lambda one: self.place("topic", one.topic)}
        return [Need(one.text[:1].upper() + one.text[1:], where[one.place](one), one.why, marks.UNKNOWN) for one in readiness.missing(self.assessment)]


def sheet(case: Case, assessment: Assessment, current: TopicEntry | None = None) -> Sheet:
    """Gather an assessment with its topics, and the topics of the one before when the scales are the same."""
    previous = assessment.previous
    compared = previous if previous and previous.method == assessment.method else None
    before = {one.topic: one for one in TopicEntry.objects.filter(assessment=compared).standing()} if compared else {}
    may = may_write(case)
    writes = may and assessment.is_draft
    items = []
    for entry in in_order(assessment):
        topic = catalogue.topic(assessment.method, entry.topic)
        address = place("topic", assessment, case, entry.public_id) if writes else f"{place('overview', assessment, case)}#emne-{entry.public_id}"
        items.append(
            Item(entry, topic.label, catalogue.heading(assessment.method, topic), address, before.get(entry.topic), bool(current and current.pk == entry.pk))
        )
    return Sheet(case, assessment, clock.today(), items, may, previous, compared)


def may_write(case: Case) -> bool:
    """Whether the actor's relation to the case lets them write in its assessments. `find_case` has read the relation already."""
    return access.gives(case.ties, "assessment.write")


def in_order(assessment: Assessment) -> list[TopicEntry]:
    """The topics that are chosen, in the order the method lists them."""
    return readiness.in_order(assessment.method, TopicEntry.objects.filter(assessment=assessment).standing())


def next_topic(assessment: Assessment, entry: TopicEntry) -> TopicEntry | None:
    """The topic after one, in the method's order."""
    found = in_order(assessment)
    place = next((index for index, other in enumerate(found) if other.pk == entry.pk), len(found))
    return found[place + 1] if place + 1 < len(found) else None


def _day(assessment: Assessment) -> date:
    found: date = assessment.finished_on or assessment.started_on
    return found


# ---------------------------------------------------------------------------------------------- one topic


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the scale as a tile."""

    value: str
    label: str
    words: str
    chosen: bool
    before: bool


def steps(method: str, chosen: str, before: TopicEntry | None) -> list[Step]:
    """The scale as tiles, the step of the previous assessment marked."""
    found = [
        Step(str(one.value), f"{one.value} {one.label}", catalogue.explained(method, one), chosen == str(one.value), bool(before and before.level == one.value))
        for one in catalogue.scale(method)
    ]
    return [*found, Step("", "Ikke vurderet endnu", "", chosen == "", False)]


def said(entry: TopicEntry, found: Sheet) -> list[Said]:
    """Who said what about a topic, the oldest first, each with the way to correct it."""
    rows = Statement.objects.filter(topic=entry).not_in_error().order_by("happened_on", "pk")
    return [_said(one, found.on, found.place("correct", one.public_id) if found.writes else "") for one in rows]


def _said(one: Statement, on: date, edit: str = "") -> Said:
    return Said(speaker(one), one.text, one.happened_on, on, one.occasion, edit)


def speaker(one: Statement) -> str:
    """`Pårørende alene: Line, søster`."""
    return f"{one.get_who_display()}: {one.name}" if one.name else str(one.get_who_display())


@dataclass(frozen=True, slots=True)
class Written:
    """One topic with everything said and judged about it, to be read."""

    item: Item
    level: str
    said: Sequence[Said]
    mistakes: Sequence[Statement] = field(default_factory=tuple)


def written(found: Sheet) -> list[Written]:
    """Every topic with its statements. One question to the database for them all."""
    by_topic: dict[int, list[Statement]] = {}
    for one in Statement.objects.filter(topic__in=[item.entry.pk for item in found.items]).order_by("happened_on", "pk"):
        by_topic.setdefault(one.topic_id, []).append(one)
    made = []
    for item in found.items:
        step = catalogue.step(found.assessment.method, item.entry.level)
        here = by_topic.get(item.entry.pk, [])
        valid, mistakes = [one for one in here if one.error_on is None], [one for one in here if one.error_on]
        made.append(Written(item, f"{step.value} {step.label}" if step else "", [_said(one, found.on) for one in valid], mistakes))
    return made


def when(entry: TopicEntry) -> str:
    """`9.42`, the clock when it was last saved."""
    return _clock(entry.saved_at) if entry.saved_at else ""


def concluded_at(assessment: Assessment) -> str:
    """The clock when the conclusion was last saved."""
    newest = NeedRevision.objects.filter(assessment=assessment).newest_first().values_list("written_at", flat=True).first()
    return _clock(newest) if newest else ""


def now() -> str:
    """The clock now."""
    return _clock(moments.now())


def _clock(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local.hour}.{local.minute:02d}"


# ---------------------------------------------------------------------------------------------- begun


@dataclass(frozen=True, slots=True)
class Way:
    """How an application is assessed, as the standard says it. Shapes: `application` is none for a case without one."""

    label: str
    method: proposals.Method
    application: Application | None = None


def ways(case: Case, on: date) -> list[Way]:
    """How each application that awaits a decision is assessed, or the case when there is none."""
    book = installation.book()
    found = [
        Way(
            f"{book.sections[one.section].sign} {book.sections[one.section].title(one.received_on)}" if one.section else "Ansøgning uden paragraf",
            _method(one.standard, one.section, on),
            one,
        )
        for one in Application.objects.filter(case=case).pending().order_by("received_on", "pk")
    ]
    return found or [Way("Sagen", _method(installation.home(on).id, "", on))]


def _method(standard: str, section: str, on: date) -> proposals.Method:
    return proposals.method(standard, section or NO_SECTION, on)


def group_choices() -> list[tuple[str, str]]:
    """Target groups to choose among, each with its heading."""
    return [(one.code, f"{one.under}: {one.label}") for one in catalogue.target_groups().values()]


# ---------------------------------------------------------------------------------------------- chosen


@dataclass(frozen=True, slots=True)
class Offered:
    """One topic that can be chosen. Shapes: `before` is the level it had last, or that it was described."""

    code: str
    label: str
    about: str
    chosen: bool
    before: str


def offered(found: Sheet) -> list[tuple[str, list[tuple[str, list[Offered]]]]]:
    """Every topic of the method under part and heading, with what it was last time."""
    method = found.assessment.method
    there = {item.entry.topic for item in found.items}
    before = {one.topic: one for one in TopicEntry.objects.filter(assessment=found.compared).standing()} if found.compared else {}

    def one(topic: catalogue.Topic) -> Offered:
        last = before.get(topic.id)
        said = "" if last is None else f"{found.before_short}: {last.level}" if last.level is not None else found.before_short
        return Offered(topic.id, topic.label, ", ".join(topic.examples), topic.id in there, said)

    parts: dict[str, dict[str, list[Offered]]] = {}
    for topic in catalogue.topics(method).values():
        heading = catalogue.heading(method, topic)
        parts.setdefault(heading if method == catalogue.VUM1 else topic.group, {}).setdefault(heading, []).append(one(topic))
    return [(part, list(headings.items())) for part, headings in parts.items()]
