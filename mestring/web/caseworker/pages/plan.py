"""A plan: what the citizen wants, the goals and how far they are, what it said before, and what can be done next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mestring.assessments import catalogue
from mestring.assessments import proposals as assessing
from mestring.assessments.models import Assessment, TopicEntry
from mestring.cases.models import Application, Case
from mestring.cases.states import CaseState
from mestring.decisions.models import Grant
from mestring.delivery import proposals
from mestring.delivery.models import Goal, GoalRevision, Order, Plan, PlanRevision, Rating, SubGoal
from mestring.delivery.proposals import PlanOwed
from mestring.delivery.states import GoalState, PlanState
from mestring.people import access
from mestring.web.caseworker.pages import addresses
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages.assessment import NO_SECTION
from mestring.web.caseworker.pages.plan_forms import WORDS
from mestring.web.components import curves, days, levels, lists
from mestring.web.components.case import Pair, Person
from mestring.web.components.curves import Curve
from mestring.web.components.levels import Bar
from mestring.web.components.lists import Due, Tag
from mestring.web.shell import installation

TONES = {PlanState.OFFERED: "soon", PlanState.ACCEPTED: "ok", PlanState.DECLINED: "", PlanState.ENDED: ""}
PARTS = {
    "text": "Mål",
    "topic": "Emne",
    "secondary": "Andre emner",
    "level": "Niveau nu",
    "expected": "Forventet niveau",
    "aim": "Slags mål",
    "measured_by": "Hvad kan man se, når målet er nået?",
    "accepted": "Hvad siger borgeren til målet?",
    "realistic": "Hvorfor kan det lade sig gøre?",
    "evaluate_on": "Evalueres senest",
    "evaluated_how": "Hvordan evalueres det?",
}
SMARTE = ("measured_by", "accepted", "realistic", "evaluated_how")


def place(name: str, plan: Plan, case: Case, *more: Any) -> str:
    """The address of one of a plan's pages."""
    return reverse(f"caseworker:{name}", args=[case.public_id, plan.public_id, *more])


def state_tag(plan: Plan) -> Tag:
    """Where the plan stands, as a word."""
    return Tag(str(plan.get_state_display()), TONES[PlanState(plan.state)])


# ------------------------------------------------------------------------------------------------ topics and levels


def _method(topic: str) -> str:
    """The method a topic is of: each has topics and a scale of its own."""
    return catalogue.VUM1 if topic in catalogue.topics(catalogue.VUM1) else catalogue.VUM2


def topic_label(topic: str) -> str:
    """What a topic is called."""
    return catalogue.topic(_method(topic), topic).label


def level_words(topic: str, level: int | None) -> str:
    """`2 Moderat nedsat funktionsevne`, on the scale of the topic's method."""
    step = catalogue.step(_method(topic), level)
    return f"{step.value} {step.label}" if step else "Ikke vurderet"


@dataclass(frozen=True, slots=True)
class Known:
    """What the newest finished assessment says. Shapes: `levels` are by topic, in the method's order; empty where nothing is finished."""

    method: str
    levels: Mapping[str, int | None]

    @property
    def scale(self) -> dict[str, str]:
        """The steps as answers."""
        return {str(step.value): f"{step.value} {step.label}" for step in catalogue.scale(self.method)}

    def groups(self, goal: Goal | None) -> dict[str, dict[str, str]]:
        """The topics a goal can be set for, those that were assessed first, and a goal's own although its method is another than today's."""
        found: dict[str, dict[str, str]] = {}
        assessed = {topic: _with_level(topic, level) for topic, level in self.levels.items() if assessing.takes_goal(topic)}
        if goal and goal.topic not in assessed and goal.topic not in catalogue.topics(self.method):
            found["Målets emne nu"] = {goal.topic: topic_label(goal.topic)}
        if assessed:
            found["Fra udredningen"] = assessed
        for topic in catalogue.topics(self.method).values():
            if topic.takes_level and topic.id not in assessed:
                found.setdefault(catalogue.heading(self.method, topic), {})[topic.id] = topic.label
        return found

    def beside(self, goal: Goal | None) -> dict[str, str]:
        """The topics that can be secondary: the assessed, and those the goal has."""
        own = [*self.levels, *(goal.secondary if goal else [])]
        return {topic: topic_label(topic) for topic in dict.fromkeys(own) if assessing.takes_goal(topic)}


def _with_level(topic: str, level: int | None) -> str:
    label = topic_label(topic)
    return label if level is None else f"{label} ({level} i udredningen)"


def known(case: Case, on: date) -> Known:
    """The method and the levels goals are set by: the newest finished assessment's, else the method the council's standard names."""
    newest = Assessment.objects.current_of(case)
    if newest is None:
        method = assessing.method(installation.home(on).id, NO_SECTION, on)
        return Known(method.id if method.assesses else catalogue.VUM2, {})
    rows = dict(TopicEntry.objects.filter(assessment=newest).standing().values_list("topic", "level"))
    return Known(newest.method, {topic: rows[topic] for topic in catalogue.topics(newest.method) if topic in rows})


# ------------------------------------------------------------------------------------------------ what it said before


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was changed once. Shapes: `changed` are the parts that were another, each with what it said until then."""

    when: str
    who: str
    changed: Sequence[tuple[str, str]]


def _earlier(
    rows: Iterable[PlanRevision | GoalRevision], now: Mapping[str, Any], labels: Mapping[str, str], say: Callable[[str, Any], str], on: date
) -> list[Earlier]:
    """The changes, the newest first."""
    found, after = [], now
    for one in sorted(rows, key=lambda row: row.version, reverse=True):
        changed = [(label, say(name, one.values.get(name))) for name, label in labels.items() if one.values.get(name) != after.get(name)]
        who = one.written_by.name if one.written_by else ""
        found.append(Earlier(days.plain(timezone.localdate(one.written_at), on), who, changed))
        after = one.values
    return [one for one in found if one.changed]


def _said_of_goal(topic: str, on: date) -> Callable[[str, Any], str]:
    """How a part of a goal is read, its levels on the scale of its topic."""

    def say(name: str, value: Any) -> str:
        if name in ("level", "expected"):
            return level_words(topic, value)
        if value in (None, "", []):
            return ""
        if name == "topic":
            return topic_label(value)
        if name == "secondary":
            return ", ".join(topic_label(one) for one in value)
        if name == "aim":
            return str(Goal.Aim(value).label)
        return days.plain(date.fromisoformat(value), on) if name == "evaluate_on" else str(value)

    return say


def _kept(goal: Goal) -> dict[str, Any]:
    """A goal as its revisions keep it."""
    values = {name: getattr(goal, name) for name in PARTS}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


# ------------------------------------------------------------------------------------------------ the page


@dataclass(frozen=True)
class GoalShown:
    """A goal with everything that is known of it. Shapes: `due` is none for one that is over, or has no day to be evaluated."""

    row: Goal
    topic: str
    secondary: str
    now: str
    expected: str
    bar: Bar
    due: Due | None
    smarte: Sequence[tuple[str, str]]
    steps: Sequence[SubGoal]
    curve: Curve | None
    earlier: Sequence[Earlier]
    change_address: str
    end_address: str


@dataclass(frozen=True)
class PlanPage:
    """Shapes: `acts` are what can be done, as words and address, the first the primary one when `first` says so."""

    person: Person
    title: str
    tag: Tag
    wishes: tuple[str, str]
    texts: Sequence[tuple[str, str]]
    is_written: bool
    pairs: Sequence[Pair]
    goals: Sequence[GoalShown]
    over: Sequence[GoalShown]
    earlier: Sequence[Earlier]
    acts: Sequence[tuple[str, str, bool]]
    new_goal_address: str
    end_address: str
    paper_address: str


def build(plan: Plan, case: Case, on: date) -> PlanPage:
    """Everything the page shows, in a number of questions that does not grow with the goals."""
    writes = access.gives(case.ties, "plan.write") and case.state == CaseState.OPEN
    in_use = writes and plan.state == PlanState.ACCEPTED
    words = WORDS[plan.kind]
    goals = [_goal(*one, plan=plan, case=case, on=on, writes=in_use) for one in _gathered(plan)]
    rows = PlanRevision.objects.filter(plan=plan).select_related("written_by")
    texts = {name: getattr(plan, name) for name in words}
    return PlanPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=str(plan.get_kind_display()),
        tag=state_tag(plan),
        wishes=(words["wishes"].label, plan.wishes),
        texts=[(words[name].label, text) for name, text in texts.items() if name != "wishes"],
        is_written=plan.made_on is not None,
        pairs=_pairs(plan, on),
        goals=[one for one in goals if one.row.state == GoalState.ACTIVE],
        over=[one for one in goals if one.row.state != GoalState.ACTIVE],
        earlier=_earlier(rows, texts, {name: one.label for name, one in words.items()}, lambda _, value: str(value or ""), on),
        acts=_acts(plan, case) if writes else [],
        new_goal_address=place("new_goal", plan, case) if in_use else "",
        end_address=place("end_plan", plan, case) if in_use else "",
        paper_address=place("plan_paper", plan, case) if plan.made_on else "",
    )


def _acts(plan: Plan, case: Case) -> list[tuple[str, str, bool]]:
    if plan.state == PlanState.OFFERED:
        return [("Skriv borgerens svar", place("answer_plan", plan, case), True)]
    if plan.state == PlanState.DECLINED:
        return [("Borgeren siger ja alligevel", place("answer_plan", plan, case), False)]
    if plan.state == PlanState.ACCEPTED and plan.made_on is None:
        return [("Skriv planen", place("write_plan", plan, case), True)]
    if plan.state == PlanState.ACCEPTED:
        return [("Sæt et mål", place("new_goal", plan, case), True), ("Ret planen", place("write_plan", plan, case), False)]
    return []


def _pairs(plan: Plan, on: date) -> list[Pair]:
    found = [Pair("Tilbudt", days.plain(plan.offered_on, on))]
    if plan.answered_on:
        found.append(Pair("Borgeren svarede", f"{'Nej' if plan.state == PlanState.DECLINED else 'Ja'}, {days.plain(plan.answered_on, on)}"))
    else:
        found.append(Pair("Borgeren svarede", "Ikke endnu"))
    if plan.made_on:
        found.append(Pair("Skrevet første gang", days.plain(plan.made_on, on), note=plan.made_by.name if plan.made_by else ""))
    if plan.ended_on:
        found.append(Pair("Afsluttet", days.plain(plan.ended_on, on), note=plan.ended_because))
    return found


def _gathered(plan: Plan) -> list[tuple[Goal, list[SubGoal], list[Rating], list[GoalRevision]]]:
    """The goals with what belongs to each, in four questions."""
    goals = list(Goal.objects.filter(plan=plan).order_by("pk"))
    if not goals:
        return []
    steps = _by_goal(SubGoal.objects.filter(goal__in=goals).select_related("order__unit").order_by("pk"))
    ratings = _by_goal(Rating.objects.filter(goal__in=goals, error_on=None).order_by("rated_on", "pk"))
    revisions = _by_goal(GoalRevision.objects.filter(goal__in=goals).select_related("written_by"))
    return [(one, steps.get(one.pk, []), ratings.get(one.pk, []), revisions.get(one.pk, [])) for one in goals]


def _by_goal(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for one in rows:
        found.setdefault(one.goal_id, []).append(one)
    return found


def _goal(
    row: Goal, steps: list[SubGoal], ratings: list[Rating], revisions: list[GoalRevision], *, plan: Plan, case: Case, on: date, writes: bool
) -> GoalShown:
    topic = topic_label(row.topic)
    drawn = levels.levels([levels.Level(topic, row.level, row.expected)])
    active = row.state == GoalState.ACTIVE
    readings = [curves.Reading(one.rated_on, one.value, one.whose == Rating.Whose.CITIZEN, one.words) for one in ratings]
    return GoalShown(
        row=row,
        topic=topic,
        secondary=", ".join(topic_label(one) for one in row.secondary),
        now=level_words(row.topic, row.level),
        expected=level_words(row.topic, row.expected),
        bar=drawn.bars[0],
        due=lists.due(row.evaluate_on, on) if row.evaluate_on and active else None,
        smarte=[(PARTS[name], text) for name in SMARTE if (text := getattr(row, name))],
        steps=steps,
        curve=curves.curve(row.text, readings, on),
        earlier=_earlier(revisions, _kept(row), PARTS, _said_of_goal(row.topic, on), on),
        change_address=place("change_goal", plan, case, row.public_id) if writes and active else "",
        end_address=place("end_goal", plan, case, row.public_id) if writes and active else "",
    )


# ------------------------------------------------------------------------------------------------ in the case, and offered


@dataclass(frozen=True, slots=True)
class InCase:
    """A plan among the case's own."""

    title: str
    tag: Tag
    address: str


def in_case(case: Case) -> list[InCase]:
    """The case's plans, the newest first."""
    rows = Plan.objects.filter(case=case).order_by("-offered_on", "-pk")
    return [InCase(str(one.get_kind_display()), state_tag(one), place("plan", one, case)) for one in rows]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the standard says of a plan to some help."""

    sign: str
    owed: PlanOwed


def asked_for(case: Case, on: date) -> list[Asked]:
    """The plans that belong to the help that is given, with or without a decision, or is applied for when none is given."""
    given = list(Grant.objects.filter(case=case).running().not_over(on).order_by("pk").values_list("standard", "section"))
    given += Order.objects.filter(case=case, grant=None).open().order_by("pk").values_list("standard", "section")
    rows = given or list(Application.objects.filter(case=case).pending().exclude(section="").order_by("pk").values_list("standard", "section"))
    found = [(section, proposals.plan_of(standard, section, on)) for standard, section in dict.fromkeys(rows)]
    return [Asked(addresses.sign(section), owed) for section, owed in found if owed]


# ------------------------------------------------------------------------------------------------ on paper

PLAIN_AIMS = {
    Goal.Aim.DEVELOP: "Det skal du blive bedre til.",
    Goal.Aim.MAINTAIN: "Det skal du blive ved med at kunne.",
    Goal.Aim.LIMIT_LOSS: "Det skal du kunne så godt som muligt, så længe som muligt.",
}
PLAIN_AMBITIONS = {
    SubGoal.Ambition.PROMPTED: "Du gør det, når nogen minder dig om det.",
    SubGoal.Ambition.INDEPENDENT: "Du gør det selv.",
    SubGoal.Ambition.PARTICIPATING: "Du er med, når andre gør det.",
}


@dataclass(frozen=True, slots=True)
class PaperGoal:
    """A goal as the citizen reads it."""

    text: str
    aim: str
    evaluated: str
    steps: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Paper:
    """The plan as the citizen reads it: no codes, no levels, no words of the method."""

    title: str
    texts: Sequence[tuple[str, str]]
    goals: Sequence[PaperGoal]
    reached: Sequence[str]
    over: str
    contact: str


def _looked_at(day: date | None, on: date) -> str:
    """When it is looked at how the goal goes, in the citizen's words."""
    if day is None:
        return ""
    return f"{'Vi skulle have set' if day < on else 'Vi ser'} på, hvordan det går, senest {days.in_text(day, on)}."


def paper(plan: Plan, case: Case, on: date) -> Paper:
    """The plan in plain words."""
    goals = list(Goal.objects.filter(plan=plan).order_by("pk"))
    steps = _by_goal(SubGoal.objects.filter(goal__in=goals, state=GoalState.ACTIVE).order_by("pk"))
    who = case.responsible.name if case.responsible else case.team.name
    return Paper(
        title=f"Din {str(plan.get_kind_display()).lower()}",
        texts=[(one.told, text) for name, one in WORDS[plan.kind].items() if (text := getattr(plan, name))],
        goals=[
            PaperGoal(
                one.text,
                PLAIN_AIMS[Goal.Aim(one.aim)],
                _looked_at(one.evaluate_on, on),
                [(step.text, PLAIN_AMBITIONS[SubGoal.Ambition(step.ambition)]) for step in steps.get(one.pk, [])],
            )
            for one in goals
            if one.state == GoalState.ACTIVE
        ],
        reached=[one.text for one in goals if one.state == GoalState.REACHED],
        over=f"Planen blev afsluttet {days.plain(plan.ended_on, on)}." if plan.ended_on else "",
        contact=f"{who}, telefon {case.team.phone}" if case.team.phone else who,
    )
