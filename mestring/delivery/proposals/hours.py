"""The hour bank of § 97: what comes in, is used and lapses, by the standard's own rule; what law and standard say of the companion and their expenses.

Every figure is the rule's answer (`rules.kinds.balance`) on some day: nothing here counts hours itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from mestring.cases.proposals.proposed import Asked, Reason, all_asked, book, entries, rules, written_out
from mestring.decisions.proposals import guide
from mestring.rules import danish
from mestring.rules.finding import Status
from mestring.rules.kinds import Balance, Cap
from mestring.rules.kinds.balance import Income
from mestring.rules.period import Duration, add_months
from mestring.rules.rulebook import Entry, Finding

SECTION = "97"
DAY = timedelta(days=1)
ONE_MONTH = Duration(1, "months")
SHOWN = 12
"""Months an account tells of, the newest last."""

Uses = Sequence[tuple[date, int]]
"""What was used: days with minutes."""
Told = tuple[tuple[date, int], ...]
"""What was told, the oldest first: the month it holds from and the minutes a month. It holds until the next; the first holds from the beginning."""


@dataclass(frozen=True, slots=True)
class Terms:
    """By what an account of hours is kept (vilkår for timebanken): the help as it was granted, and what is agreed.

    Shapes: `granted` is what the grant says a month, none when it doesn't say it so; `other` is individual accompaniment by other help, empty when it isn't known; `saves_from` is the day
    saving is agreed from, none when it isn't.
    Unit: minutes.
    """

    standard: str
    begins_on: date
    last_day: date | None = None
    granted: int | None = None
    other: Told = ()
    saves_from: date | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """Hours that lapse if they are not used: how many, and the last day they can be. Unit: minutes."""

    minutes: int
    last_day: date


@dataclass(frozen=True, slots=True)
class Month:
    """A month of an account. `left` is at its end, or on the day asked about. What lapses, lapses as the month begins, and all that is left when help has ended. Unit: minutes."""

    first: date
    came_in: int
    used: int
    lapsed: int
    left: int


@dataclass(frozen=True, slots=True)
class Account:
    """An hour bank on a day (konto).

    Shapes: `left` is none when it can't be said; then `missing` is what must be told first. `monthly` comes in each month as it is told now; `over` was used beyond what there was, which
    happens only when what was agreed is put right afterwards; `lapses` are what lapses next, by the day; `saves` says whether hours are kept from month to month, `asks` that the standard
    wants that agreed first; `pool` is the most there may be; `ended_on` is the last day of help once it is past.
    Unit: minutes.
    """

    on: date
    left: int | None
    sentence: str
    source: str
    entry: str
    monthly: int = 0
    came_in: int = 0
    used: int = 0
    lapsed: int = 0
    over: int = 0
    saves: bool = False
    asks: bool = False
    pool: int | None = None
    ended_on: date | None = None
    lapses: tuple[Lapse, ...] = ()
    months: tuple[Month, ...] = ()
    missing: tuple[Asked, ...] = ()
    reasons: tuple[Reason, ...] = ()

    def lapsing(self, within: timedelta) -> tuple[Lapse, ...]:
        """What lapses so soon."""
        return tuple(one for one in self.lapses if one.last_day <= self.on + within)


@dataclass(frozen=True, slots=True)
class _Period:
    """Some months by one rule. Shapes: `first` is the first of a month, `after` the first of the month it has given way to another by."""

    first: date
    after: date | None
    entry: Entry


@dataclass(frozen=True, slots=True)
class State:
    """What the rule says of a day. Unit: minutes."""

    finding: Finding
    left: int = 0
    used: int = 0
    lapsed: int = 0
    came_in: int = 0

    def after(self, before: State) -> State:
        """The same with what came before: what was left then has lapsed."""
        return replace(self, used=self.used + before.used, lapsed=self.lapsed + before.lapsed + before.left, came_in=self.came_in + before.came_in)

    @property
    def over(self) -> int:
        """How much more was used than there was: the rule takes no more than there is."""
        return self.left + self.used + self.lapsed - self.came_in


@lru_cache(maxsize=64)
def bank(standard: str) -> Entry:
    """The rule of the hour bank: the council's own, else law's. Raises: KeyError."""
    found = rules(guide(standard, SECTION), SECTION, ("hour_bank",), ("balance",)) or rules("law", SECTION, ("hour_bank",), ("balance",))
    return found[0]


def rule_of(standard: str) -> Balance:
    """The same as the form it has. Raises: KeyError."""
    rule = bank(standard).rule
    if not isinstance(rule, Balance):
        raise KeyError(standard)
    return rule


def asks_agreement(standard: str) -> bool:
    """Whether the document wants saving agreed before hours are kept. Source: Viborg 2020, l. 1077-1079; Rebild 2015, l. 262."""
    return rule_of(standard).requires is not None


def takes_off_other(standard: str) -> bool:
    """Whether the document takes other individual accompaniment off the hours. Source: Rebild 2015, l. 260."""
    return rule_of(standard).income.less is not None


def taken_off_at_most(standard: str, granted: int | None) -> int:
    """What there is to take other accompaniment off: the hours as they are before it. A grant of fewer than the standard's has been reduced by it. Unit: minutes a month. Raises: KeyError."""
    return max(rule_of(standard).income.amount, granted or 0)


def account(terms: Terms, uses: Uses, on: date) -> Account:
    """The account on a day. Hours used later are not seen. After the last day of help nothing comes in, and nothing is left. Raises: KeyError."""
    rule, entry = rule_of(terms.standard), bank(terms.standard)
    day = _within(terms, on)
    ended_on = terms.last_day if terms.last_day and terms.last_day < on else None
    state, period = state_on(terms, uses, day), _at(terms, min(day, ended_on or day))
    own = period.entry.rule
    saves = isinstance(own, Balance) and own.lapses_after != ONE_MONTH
    same = {"source": entry.source.label(), "entry": entry.id, "saves": saves, "asks": rule.requires is not None, "pool": rule.at_most if saves else None}
    same["ended_on"] = ended_on
    if state.finding.status is not Status.DECIDED:
        return Account(on, None, state.finding.sentence, missing=all_asked(state.finding.missing), reasons=written_out(state.finding.steps), **same)
    return Account(
        on,
        state.left,
        f"{danish.hours(state.left)} tilbage.",
        monthly=0 if ended_on else _monthly(terms, period, day),
        came_in=state.came_in,
        used=state.used,
        lapsed=state.lapsed,
        over=state.over,
        lapses=tuple(_lapses(terms, uses, day)),
        months=tuple(_months(terms, uses, day)),
        reasons=(*_own_steps(terms, rule, period), *written_out(state.finding.steps), *_end_steps(terms, uses, ended_on)),
        **same,
    )


def left_on(terms: Terms, uses: Uses, day: date) -> int | None:
    """How much is left on a day, whatever was used later; none when it can't be said. Unit: minutes."""
    state = state_on(terms, uses, _within(terms, day))
    return state.left if state.finding.status is Status.DECIDED else None


def free(terms: Terms, uses: Uses, day: date) -> int | None:
    """How much can still be used on a day without taking what was used later; none when it can't be said. Unit: minutes."""
    left = left_on(terms, uses, day)
    last = max((used for used, _ in uses), default=day)
    if not left or last <= day:
        return left
    return bisect_left(range(1, left + 1), True, key=lambda minutes: state_on(terms, [*uses, (day, minutes)], _within(terms, last)).over > 0)


def _within(terms: Terms, on: date) -> date:
    """The day to ask about: nothing has come in before the first with help, though the rule knows months."""
    if on < terms.begins_on or (terms.last_day and terms.last_day < terms.begins_on):
        return terms.begins_on.replace(day=1) - DAY
    return on


def told_for(told: Told, day: date) -> int:
    """What was told of the month of a day. Unit: minutes."""
    return next((minutes for since, minutes in reversed(told) if since <= day), told[0][1])


# ------------------------------------------------------------------------------------------------ what the rule is asked


def _periods(terms: Terms) -> Iterator[_Period]:
    """The months by the standard's rule; before saving is agreed, where it must be, each month's hours are that month's own."""
    entry, rule = bank(terms.standard), rule_of(terms.standard)
    begins = terms.begins_on.replace(day=1)
    kept = rule.model_copy(update={"income": _income(rule, terms)})
    saves_from = terms.saves_from.replace(day=1) if terms.saves_from else None
    if rule.requires is None or (saves_from and saves_from <= begins):
        yield _Period(begins, None, replace(entry, rule=kept))
        return
    own = kept.model_copy(update={"lapses_after": ONE_MONTH, "at_most": None, "requires": None})
    yield _Period(begins, saves_from, replace(entry, rule=own))
    if saves_from:
        yield _Period(saves_from, None, replace(entry, rule=kept))


def _at(terms: Terms, day: date) -> _Period:
    """The period a day lies in."""
    found = list(_periods(terms))
    return next((one for one in reversed(found) if one.first <= day), found[0])


def _income(rule: Balance, terms: Terms) -> Income:
    """What comes in by the grant. A grant of fewer hours than the standard's has been reduced already, so that nothing is taken off it again."""
    if terms.granted is None or terms.granted == rule.income.amount:
        return rule.income
    less = rule.income.less if terms.granted > rule.income.amount else None
    return rule.income.model_copy(update={"amount": terms.granted, "less": less})


def _answer(terms: Terms, period: _Period, uses: Uses, day: date) -> Finding:
    """The rule's answer for one period on a day in it. The rule knows months; hours used after the day are left out."""
    rule = period.entry.rule
    if not isinstance(rule, Balance):
        raise KeyError(period.entry.id)
    used = [0] * max(_number(day) - _number(period.first) + 1, 0)
    for when, minutes in uses:
        if period.first <= when <= day:
            used[_number(when) - _number(period.first)] += minutes
    facts = {rule.counts_from: period.first, rule.used: used}
    if rule.requires:
        facts[rule.requires] = True
    if rule.income.less and terms.other:
        told = [told_for(terms.other, add_months(period.first, number)) for number in range(max(len(used), 1))]
        facts[rule.income.less] = told[0] if len(set(told)) == 1 else told
    return book().answer(period.entry, facts, day)


def _number(day: date) -> int:
    return day.year * 12 + day.month


def _came_in(terms: Terms, period: _Period, day: date) -> int:
    """What has come in by a day of a period: what the rule has left and lapsed when nothing is used."""
    values = _answer(terms, period, (), day).values
    return int(values["left"] + values["lapsed"])


def _monthly(terms: Terms, period: _Period, day: date) -> int:
    """What comes in in the month of a day, and in each until something else is told."""
    first = max(period.first, day.replace(day=1))
    return _came_in(terms, replace(period, first=first), first)


def state_on(terms: Terms, uses: Uses, day: date) -> State:
    """What the rule says of a day, all periods up to it together: what is left of one that has given way has lapsed, and so has what is left when help has ended."""
    if terms.last_day and day > terms.last_day:
        ended = state_on(terms, uses, terms.last_day)
        return replace(ended, left=0, lapsed=ended.lapsed + ended.left)
    state: State | None = None
    for period in _periods(terms):
        if state and period.first > day:
            break
        last = min(period.after - DAY, day) if period.after else day
        finding = _answer(terms, period, uses, last)
        if finding.status is not Status.DECIDED:
            return State(finding)
        used = sum(minutes for when, minutes in uses if period.first <= when <= last)
        now = State(finding, int(finding.values["left"]), used, int(finding.values["lapsed"]), _came_in(terms, period, last))
        state = now.after(state) if state else now
    if state is None:
        raise KeyError(terms.standard)
    return state


def _lapses(terms: Terms, uses: Uses, day: date) -> Iterator[Lapse]:
    """What lapses as each of the months to come begins, if no more is used; on the last day of help all that is left then, what comes in until then too."""
    if terms.last_day and day > terms.last_day:
        return
    rule = _at(terms, day).entry.rule
    before = state_on(terms, uses, day).lapsed
    for ahead in range(1, rule.lapses_after.months + 1 if isinstance(rule, Balance) and day >= terms.begins_on else 0):
        first = add_months(day.replace(day=1), ahead)
        ends = terms.last_day is not None and first > terms.last_day
        now = state_on(terms, uses, first).lapsed
        if now > before:
            yield Lapse(now - before, terms.last_day if ends and terms.last_day else first - DAY)
        if ends:
            return
        before = now


def _months(terms: Terms, uses: Uses, day: date) -> Iterator[Month]:
    """The newest months with help up to the day, each as the difference between two days' answers; what lapsed when help ended is of the last."""
    begins = terms.begins_on.replace(day=1)
    last = min(day, terms.last_day or day)
    first = max(begins, add_months(last.replace(day=1), 1 - SHOWN))
    before = state_on(terms, uses, first - DAY) if first > begins else None
    came_in, used, lapsed = (before.came_in, before.used, before.lapsed) if before else (0, 0, 0)
    while first <= last:
        following = add_months(first, 1)
        now = state_on(terms, uses, day if following > last else following - DAY)
        yield Month(first, now.came_in - came_in, now.used - used, now.lapsed - lapsed, now.left)
        came_in, used, lapsed, first = now.came_in, now.used, now.lapsed, following


def _own_steps(terms: Terms, rule: Balance, period: _Period) -> Iterator[Reason]:
    """What of the account isn't the standard's own figures."""
    if terms.granted is not None and terms.granted != rule.income.amount:
        yield Reason("Bevilget hver måned", danish.hours(terms.granted))
    own = period.entry.rule
    if isinstance(own, Balance) and own.income.less and len(terms.other) > 1:
        less = book().facts[own.income.less].label
        yield from (Reason(f"{less}, fra {_month(since)}", danish.hours(minutes), bank(terms.standard).source.label()) for since, minutes in terms.other)
    if rule.requires is None:
        return
    label = book().facts[rule.requires].label
    if terms.saves_from is None:
        yield Reason(label, "nej: timerne skal bruges i deres egen måned", bank(terms.standard).source.label())
    else:
        yield Reason(label, f"fra {_month(terms.saves_from)}", bank(terms.standard).source.label())


def _end_steps(terms: Terms, uses: Uses, ended_on: date | None) -> Iterator[Reason]:
    """What lapsed when help ended."""
    if ended_on and ended_on >= terms.begins_on:
        yield Reason(f"Bortfaldet med hjælpens sidste dag, {danish.date_short(ended_on)}", danish.hours(state_on(terms, uses, ended_on).left))


def _month(day: date) -> str:
    return f"{danish.MONTHS[day.month - 1]} {day.year}"


# ------------------------------------------------------------------------------------------------ the companion


@dataclass(frozen=True, slots=True)
class Nearness:
    """What the standard, or law, says of a companion who stands very near the citizen. It guides, and does not decide."""

    text: str
    source: str
    entry: str


NEAR = ("companion_relation", "companion_very_close")


@lru_cache(maxsize=64)
def nearness(standard: str) -> Nearness:
    """The document's own words of a companion who is a close relative, else law's. Source: SEL § 97, stk. 4. Raises: KeyError."""
    found = next(_of_nearness(guide(standard, SECTION)), None) or next(_of_nearness("law"))
    return Nearness(found.text, found.source.label(), found.id)


def _of_nearness(standard: str) -> Iterator[Entry]:
    asked = entries(standard, SECTION, ("provider", "companion_rule"))
    yield from (one for one in asked if set(NEAR) & set(one.facts))
    yield from (one for one in asked if not one.rule and one.topic == "provider" and one.aspect in ("exclusion", "may_not"))


@dataclass(frozen=True, slots=True)
class Expenses:
    """What of a companion's own costs can be covered in a year. Shapes: `limit` is none when no rate is known for the year; `kept` then too. Unit: øre."""

    year: int
    limit: int | None
    kept: bool | None
    source: str


def expenses(standard: str, total: int, day: date) -> Expenses:
    """Whether a year's expenses, those of the day with them, are within the year's most. Source: SEL § 97, stk. 7. Unit: øre. Raises: KeyError."""
    found = next(_of_expenses(guide(standard, SECTION)), None) or next(_of_expenses("law"))
    said = book().answer(found, {YEARLY: total}, day)
    if said.status is not Status.DECIDED:
        return Expenses(day.year, None, None, found.source.label())
    return Expenses(day.year, int(said.values["limit"]), bool(said.values["kept"]), found.source.label())


YEARLY = "companion_expenses_yearly"


def _of_expenses(standard: str) -> Iterator[Entry]:
    yield from (one for one in rules(standard, SECTION, ("amount",), ("cap",)) if isinstance(one.rule, Cap) and one.rule.measures == YEARLY)
