"""What the standard proposes for a decision: level, extent, duration, follow-up, payment, who decides, and what the letter must carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from mestring.cases.proposals.proposed import (
    Asked,
    Choice,
    Facts,
    Proposed,
    all_asked,
    answers,
    ask,
    book,
    facts_of,
    from_entry,
    from_finding,
    in_text,
    nothing,
    renamed,
    rules,
    sign,
    stated,
    whose,
    with_facts,
)
from mestring.cases.proposals.sections import ANONYMOUS, OPEN, way_of
from mestring.decisions.proposals.grants import complaint_right, duration_caps
from mestring.decisions.proposals.target_groups import condition_entries
from mestring.rules.finding import Status
from mestring.rules.kinds import Cadence, Cap, Levels, Table
from mestring.rules.rulebook import QUESTIONS, Entry

CASEWORKER, COMMITTEE, LEADER, SHELTER_LEADER, ADVISERS = "caseworker", "committee", "leader", "shelter_leader", "advisers"
DECIDERS = {
    CASEWORKER: "Sagsbehandleren i myndigheden",
    COMMITTEE: "Visitationsudvalget",
    LEADER: "Lederen af myndigheden",
    SHELTER_LEADER: "Lederen af boformen",
    ADVISERS: "Den åbne rådgivning",
}
EXTENT_TOPICS = ("hour_bank", "level", "amount")
EXTENT_KINDS = ("cap", "count", "tiers")
NO_DECISION = (OPEN, ANONYMOUS)
RATE_REMEDY = "Årets sats er ikke indlæst. Slå den op i årets vejledning om satser efter serviceloven, og skriv beløbet selv."
MISSING_LEVEL = "Standarden har ingen niveauer for {}. Beskriv omfanget med egne ord."


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the standard proposes beside what the caseworker chooses (standardens forslag). Each part carries its own source and strength.

    Shapes: parts that several rules may answer are tuples, never empty; a part with `choices` leaves the choice to a person.
    """

    standard: str
    section: str
    level: tuple[Proposed, ...]
    extent: tuple[Proposed, ...]
    purpose: tuple[Proposed, ...]
    duration: tuple[Proposed, ...]
    follow_up: tuple[Proposed, ...]
    payment: tuple[Proposed, ...]
    decider: Proposed
    complaint: Proposed
    notice: tuple[Proposed, ...]
    hearing: Proposed
    action_plan: Proposed
    free_choice: tuple[Proposed, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[Proposed, ...]], ...]:
        """Every part with its Danish title, in the order a decision is written."""
        return (
            ("Niveau", self.level),
            ("Omfang", self.extent),
            ("Formål", self.purpose),
            ("Varighed", self.duration),
            ("Opfølgning", self.follow_up),
            ("Betaling", self.payment),
            ("Hvem afgør", (self.decider,)),
            ("Partshøring", (self.hearing,)),
            ("Handleplan", (self.action_plan,)),
            ("Varsel", self.notice),
            ("Frit valg", self.free_choice),
            ("Klage", (self.complaint,)),
        )

    @property
    def missing(self) -> tuple[Asked, ...]:
        """What is still to be answered, each once."""
        return tuple(dict.fromkeys(fact for _, parts in self.parts for part in parts for fact in part.missing))


def proposal(standard: str, section: str, facts: Facts, on: date) -> Proposal:
    """What the standard and law propose for a section in a case. Where they leave a choice open it is given as one. Raises: KeyError."""
    return Proposal(
        standard,
        section,
        level=level(standard, section, facts, on),
        extent=extent(standard, section, facts, on),
        purpose=purpose(standard, section, on),
        duration=duration(standard, section, facts, on),
        follow_up=first_follow_up(standard, section, facts, on),
        payment=payment(standard, section, facts, on),
        decider=decider(standard, section),
        complaint=complaint_right(standard, section, facts, on),
        notice=notice(standard, section, facts, on),
        hearing=hearing(standard, section, facts, on),
        action_plan=action_plan(standard, section, facts, on),
        free_choice=free_choice(standard, section, facts, on),
    )


def level(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """The levels to choose among (niveau), each with its extent; the one chosen when the facts name it.

    A second table over the same levels says their extent another way, and a document that goes beyond its levels has one more to choose. Raises: KeyError.
    """
    tables = _tables(standard, section)
    beyond = tuple(
        Choice(BEYOND, "Ud over niveauerne", entry.text, source=entry.source.label(), entry=entry.id)
        for entry in stated(standard, section, ("level",), on)
        if entry.aspect == "may" and isinstance(entry.value, dict) and entry.value.get("special_cases_only")
    )
    found = []
    for entry, choices in tables:
        for one in answers("level", [entry], facts, on, "name"):
            chosen = next((choice.label for choice in choices if choice.facts and _holds(choice, facts)), None)
            offered = (*choices, *beyond)
            words = one.sentence if chosen else f"Vælg blandt {len(offered)}: {'; '.join(choice.label for choice in offered)}."
            found.append(renamed(one, value=chosen, choices=offered, sentence=words, remedy="" if chosen else "Vælg det, der svarer til behovet."))
    if found:
        return tuple(found)
    said = stated(standard, section, ("level",), on)
    if said:
        return tuple(from_entry("level", entry) for entry in said)
    return (nothing("level", f"Der er ingen niveauer for {sign(section)} i {whose(book().standard(standard))}.", MISSING_LEVEL.format(sign(section))),)


BEYOND = "beyond"
"""The key of help beyond the levels of a document that says so."""


def _holds(choice: Choice, facts: Facts) -> bool:
    return all(facts.get(fact) == value for fact, value in choice.facts.items())


@lru_cache(maxsize=512)
def _tables(standard: str, section: str) -> tuple[tuple[Entry, tuple[Choice, ...]], ...]:
    """The tables of levels with their choices. One that only says the levels of an earlier table another way is laid into it."""
    found: list[tuple[Entry, tuple[Choice, ...]]] = []
    for entry in rules(standard, section, ("level",), ("levels", "table")):
        choices = choices_of(entry.id)
        at = next((place for place, (_, earlier) in enumerate(found) if {one.key for one in choices} <= {one.key for one in earlier}), None)
        if at is None:
            found.append((entry, choices))
            continue
        other = {one.key: one.extent for one in choices}
        first, earlier = found[at]
        found[at] = first, tuple(replace(one, extent=f"{one.extent}, eller {other[one.key]}") if other.get(one.key) else one for one in earlier)
    return tuple(found)


@lru_cache(maxsize=256)
def choices_of(entry_id: str) -> tuple[Choice, ...]:
    """The rows of a table or of levels as choices. Raises: KeyError."""
    entry = book().entry(entry_id)
    rule = entry.rule
    if not isinstance(rule, (Levels, Table)):
        return ()
    made = []
    for row, step in zip(rule.rows, rule.row_steps(book().world), strict=True):
        key = "/".join(str(part) for part in row.key)
        facts = dict(zip(rule.of, row.key, strict=False))
        made.append(Choice(key, step.text, step.value, row.cells, facts, entry.source.label(), entry.id))
    return tuple(made)


def purpose(standard: str, section: str, on: date) -> tuple[Proposed, ...]:
    """What the help is for (formål), in the document's words: what stands under its heading of purpose, else what it says elsewhere of the section, else of all help. Raises: KeyError."""
    own = [entry for entry in stated(standard, section, ("goals", "content"), on) if entry.aspect == "purpose" and section in entry.sections]
    headed = [entry for entry in own if any(word in (entry.source.heading or "").lower() for word in PURPOSE_HEADINGS)]
    found = headed or own or [entry for entry in stated(standard, "general", ("goals",), on) if entry.aspect == "purpose"]
    in_order = sorted(found, key=lambda entry: entry.source.lines or (0, 0))
    return tuple(from_entry("purpose", entry) for entry in in_order) or (
        nothing("purpose", "Dokumentet siger ikke, hvad formålet er.", "Skriv det ud fra behovet."),
    )


PURPOSE_HEADINGS = ("formål", "hensigt")


@lru_cache(maxsize=512)
def purpose_owed(standard: str, section: str, on: date) -> str:
    """Where the document says that the decision must name the purpose of the help; empty where it doesn't. Raises: KeyError."""
    said = stated(standard, section, ("documentation",), on)
    return next((entry.source.label() for entry in said if isinstance(entry.value, (list, tuple)) and "formål" in entry.value), "")


def extent(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """How much: hours, days, sessions, percent or kroner, by every rule that says, law's where the council is silent (omfang).

    Where the document gives help in levels the extent is the level's, the one chosen when the facts name it. What help costs the council is no extent. A missing rate is said. Saving hours up is told in words: nothing has been saved yet.
    Unit: minutes, øre, days or a number, by what the rule measures. Raises: KeyError.
    """
    found = answers("extent", rules(standard, section, EXTENT_TOPICS, EXTENT_KINDS), facts, on, "limit")
    if not any(one.entry and one.entry.topic == "amount" and not one.from_law for one in found):
        found += answers("extent", rules("law", section, ("amount",), EXTENT_KINDS), facts, on, "limit")
    if not any(one.entry and one.entry.topic in ("hour_bank", "level") for one in found):
        said = [entry for entry in stated("law", section, ("amount",), on) if isinstance(entry.value, dict) and "hours_per_month" in entry.value]
        found += [from_entry("extent", entry, entry.value["hours_per_month"] * 60) for entry in said]
    found = [_in_its_words(one) for one in found]
    found += [from_entry("extent", entry) for entry in stated(standard, section, ("amount",), on) if entry.aspect == "right"]
    found += [
        from_entry("extent", entry) for entry in rules(standard, section, ("hour_bank",), ("balance",)) or rules("law", section, ("hour_bank",), ("balance",))
    ]
    levels = [_of_level(one, facts) for one in level(standard, section, facts, on) if one.choices]
    each = {one.entry_id: renamed(one, value=one.values["amount"]) if one.values.get("amount") is not None else one for one in [*levels, *found]}
    if each:
        # Several rules that wait for the same answer say so once.
        once = {one.entry_id if one.status is not Status.UNKNOWN else one.sentence: one for one in reversed(each.values())}
        return tuple(renamed(one, remedy=RATE_REMEDY) if one.status is Status.RATE_MISSING else one for one in reversed(once.values()))
    return (nothing("extent", f"Omfanget for {sign(section)} står ikke i dokumentet.", "Udmål efter en konkret vurdering, og skriv hvorfor."),)


def _in_its_words(found: Proposed) -> Proposed:
    """A limit as the document says it: `højst 15 timer` leaves out that it is where one begins."""
    measured = found.status is Status.DECIDED and found.entry is not None and found.entry.kind in ("cap", "count")
    return renamed(found, sentence=found.says) if measured else found


def _of_level(found: Proposed, facts: Facts) -> Proposed:
    """The extent that a level gives: the chosen one's, else what the rule says of them all."""
    chosen = next((one for one in found.choices if one.extent and one.facts and _holds(one, facts)), None)
    entry = book().entry(found.entry_id)
    return from_entry("extent", entry, sentence=f"{chosen.label}: {chosen.extent}." if chosen else entry.text)


def duration(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """How long a grant lasts: what law caps, what the standard proposes, and what it says in words (varighed). What holds for some stays alone comes last. Raises: KeyError."""
    caps = [_of_length(one) for one in duration_caps(standard, section, _with_days(facts, on), on)]
    lengths = [one for one in caps if _is_length(one)]
    figures = {one.entry.source.lines for one in lengths if one.entry}
    words = [
        from_entry("duration", entry)
        for entry in stated(standard, section, ("duration",), on)[:3]
        if not (entry.aspect == "figure" and entry.source.lines in figures)
    ]
    some = [one for one in caps if one not in lengths and one.entry and one.entry.source.lines not in figures]
    found = (*waiting_once(lengths), *words, *some)
    if found:
        return found
    general = stated(standard, "general", ("duration",), on)
    if general:
        return (from_entry("duration", general[0]),)
    return (nothing("duration", f"Varigheden for {sign(section)} står ikke i dokumentet.", "Fastsæt perioden efter en konkret vurdering."),)


def open_lengths(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """The longest times of the document that can't be worked out before something is answered, the first day apart. Raises: KeyError."""
    caps = duration_caps(standard, section, {"started": on, **_with_days(facts, on)}, on)
    return tuple(one for one in caps if one.status is Status.UNKNOWN and _is_length(one) and not one.from_law)


def _with_days(facts: Facts, on: date) -> Facts:
    """The two days a length or a rhythm may count from: the help is granted on the day that is asked about, and the citizen moves in when it begins."""
    return with_facts(facts, granted=on, **({"moved_in": facts["started"]} if "started" in facts else {}))


def _is_length(found: Proposed) -> bool:
    """Whether it is a longest time with a last day, and not a number of nights."""
    return found.entry is not None and isinstance(found.entry.rule, Cap) and found.entry.rule.is_duration


def _of_length(found: Proposed) -> Proposed:
    """A time that waits for an answer, or that is counted in nights, in the document's own words."""
    if found.status is Status.UNKNOWN:
        left = "; ".join(fact.label for fact in found.missing)
        return renamed(found, sentence=f"{found.says} Den sidste dag kan ikke regnes ud, før der er svaret på: {left}.")
    return found if _is_length(found) or not found.entry else renamed(found, sentence=found.says)


def waiting_once(found: Iterable[Proposed]) -> tuple[Proposed, ...]:
    """Several rules that wait for the same answers say so once, each in its own words."""
    groups: dict[object, list[Proposed]] = {}
    for one in found:
        groups.setdefault(tuple(fact.id for fact in one.missing) if one.status is Status.UNKNOWN else one.entry_id or one.sentence, []).append(one)
    return tuple(_told_together(group) if len(group) > 1 else group[0] for group in groups.values())


def _told_together(group: list[Proposed]) -> Proposed:
    left = "; ".join(fact.label for fact in group[0].missing)
    return renamed(group[0], sentence=f"{' '.join(dict.fromkeys(one.says for one in group))} Hvad der gælder her, kan ses, når der er svaret på: {left}.")


def first_follow_up(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """When the help is first followed up (første opfølgning): from the grant where the document counts from it, else from the planned start.

    Nothing has been held yet: the series begins. Where the document prints no interval its own words are given. Raises: KeyError.
    """
    found = tuple(_first(one, on) for one in ask("follow_up", "follow-up", standard, section, _with_days(facts, on), on, "next"))
    held = [from_entry("follow_up", entry) for entry in stated(standard, section, ("follow_up",), on) if entry.aspect == "includes"]
    return (*waiting_once(found), *held)


def _first(found: Proposed, on: date) -> Proposed:
    """The date as a sentence; a duty that waits for something to happen is told in its own words."""
    day = found.value or found.values.get("date")
    if found.entry and found.entry.kind == "trigger":
        return renamed(found, value=day if isinstance(day, date) else None) if day else from_entry("follow_up", found.entry)
    if found.entry and isinstance(found.entry.rule, Cadence) and found.entry.rule.interval == "none":
        return renamed(found, sentence=found.says)
    if not isinstance(day, date):
        return found
    passed = found.values.get("due")
    if passed and found.values.get("number", 1) > 1:
        return renamed(
            found, value=day, sentence=f"Den første opfølgning skulle være holdt senest {in_text(passed[0], on)}. Den næste er senest {in_text(day, on)}."
        )
    return renamed(found, value=day, sentence=f"Første opfølgning senest {in_text(day, on)}.")


def payment(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """What the citizen pays (egenbetaling). Unit: øre; 0 when it is free, None when it can't be computed or someone else sets it. Raises: KeyError."""
    found = tuple(_paid(one) for one in ask("payment", "payment", standard, section, facts, on, "amount"))
    computed = any(one.entry and one.entry.rule and not one.from_law for one in found)
    also = [from_entry("payment", entry) for entry in stated(standard, section, ("payment",), on) if computed and entry.aspect == "may"]
    return (*found, *also)


def _paid(found: Proposed) -> Proposed:
    """Where nothing is computed the rule's own sentence says more: what is free, and what the citizen pays all the same."""
    return renamed(found, sentence=found.says) if found.status is Status.DECIDED and not found.value and found.entry else found


@lru_cache(maxsize=512)
def decider(standard: str, section: str) -> Proposed:
    """Who may decide (hvem afgør). Choices where the document draws no line; None where it says nothing.

    Value: caseworker, committee, shelter_leader or advisers. Raises: KeyError.
    """
    document = book().standard(standard)
    found = document.told("decider", section) or book().law.told("decider", section)
    if not found:
        entered = way_of(standard, section)
        if entered.way in NO_DECISION:
            sentence = "Der træffes ingen afgørelse: tilbuddet er åbent."
            return from_entry("decider", book().entry(entered.entry), sentence=sentence) if entered.entry else nothing("decider", sentence)
        found = document.told("decider", "general")
    options = tuple(Choice(key, DECIDERS[key], entry.text, source=entry.source.label(), entry=entry.id) for key, entry in found)
    if len(options) == 1:
        return from_entry("decider", found[0][1], options[0].key)
    if options:
        made = from_entry("decider", found[0][1], sentence=" ".join(choice.extent for choice in options))
        return renamed(made, choices=options, remedy="Dokumentet siger ikke, hvor grænsen går. Vælg, hvem der skal afgøre sagen.")
    sentence = f"{whose(document).capitalize()} siger ikke, hvem der afgør sager efter {sign(section)}."
    choices = (Choice(CASEWORKER, DECIDERS[CASEWORKER]), Choice(LEADER, DECIDERS[LEADER]))
    return renamed(nothing("decider", sentence, "Følg kommunens egen fordeling af kompetence."), choices=choices)


def notice(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """How long before help may be taken away or reduced the citizen must know (varsel): 14 weeks for §§ 95, 96 and 98.

    Source: SEL § 3 a. Raises: KeyError.
    """
    found = [*rules(standard, section, ("notice",), ("notice",)), *rules("law", section, ("notice",), ("notice",))]
    if not found:
        return (from_entry("notice", book().entry("sel-3a-sections"), 0, f"Loven fastsætter intet varsel for {sign(section)}."),)
    said = tuple(renamed(one, sentence=one.says) if one.value is None else one for one in answers("notice", found, facts, on, "date"))
    return said or (from_entry("notice", found[0], 0, "Varslet gælder kun, når hjælpen nedsættes eller frakendes."),)


def free_choice(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """Whether the citizen may choose who gives the help (frit valg).

    Value: True, False, or None when it rests on conditions or isn't said. Raises: KeyError.
    """
    found = [_in_its_words(one) for one in ask("free_choice", "choice", standard, section, facts, on, "met")]
    if all(one.entry and one.entry.kind == "cap" for one in found):
        # A limit says nothing without the right it limits.
        rights = [entry for place in (standard, "law") for entry in stated(place, section, ("free_choice",), on) if entry.aspect == "right"]
        found = [*(from_entry("free_choice", entry) for entry in rights[:1]), *found]
    return tuple(renamed(one, value=one.entry.value) if one.entry and isinstance(one.entry.value, bool) and not one.entry.rule else one for one in found)


AGAINST = ("reduced", "withdrawn")


def hearing(standard: str, section: str, facts: Facts, on: date) -> Proposed:
    """Whether the citizen must be heard first (partshøring): always before help is reduced or ended, else where a decision rests on facts they don't know.

    Value: True, False, or None when a person must judge. Facts: decision_effect, refused, fully_granted. Source: FVL § 19. Raises: KeyError.
    """
    law = book().entry("fvl-hearing")
    effect = facts.get("decision_effect")
    if effect in AGAINST:
        own = [entry for entry in rules(standard, section, ("process",), ("trigger",)) if "end_intended" in entry.facts] if effect == "withdrawn" else []
        return from_entry("hearing", own[0] if own else law, True, "" if own else "Hjælpen nedsættes eller ophører: hør borgeren først.")
    if facts.get("fully_granted") is True:
        return from_entry("hearing", law, False, "Borgeren får fuldt medhold: der skal ikke høres.")
    if facts.get("refused") is True or facts.get("fully_granted") is False:
        judge = "Vurdér, om afgørelsen bygger på væsentlige oplysninger, borgeren ikke kender. Er det så, skal borgeren høres først."
        return renamed(from_entry("hearing", law, None, judge), status=Status.TO_JUDGE)
    waiting = all_asked(("decision_effect", "fully_granted"))
    return renamed(from_entry("hearing", law), status=Status.UNKNOWN, missing=waiting, remedy="Vælg afgørelsens resultat først.")


NO_PLAN = ("101a",)


def action_plan(standard: str, section: str, facts: Facts, on: date) -> Proposed:
    """Whether an action plan must be offered (handleplan efter § 141). Value: True, False when it only must be considered, None when unknown.

    Source: SEL § 141, stk. 1 and 2. Raises: KeyError.
    """
    if section in NO_PLAN:
        return from_entry("action_plan", book().entry("sel-101a-no-plan"), False)
    own = [
        entry
        for entry in (*rules(standard, section, ("documentation",), ("trigger",)), *rules(standard, "general", ("documentation",), ("trigger",)))
        if _offers(entry)
    ]
    if own:
        return from_entry("action_plan", own[0], True)
    finding = book().answer("sel-141-offer-must", facts, on)
    found = from_finding("action_plan", finding, "met")
    if found.value:
        return renamed(found, sentence="Der skal tilbydes en handleplan.")
    if past_plans(facts, on):
        return renamed(found, sentence="Borgeren har nået folkepensionsalderen. Loven kræver ikke, at der tilbydes en handleplan.")
    if found.status is Status.DECIDED:
        return from_entry("action_plan", book().entry("sel-141-offer"), False)
    return found


def past_plans(facts: Facts, on: date) -> bool:
    """Whether the citizen is too old for law to ask for an action plan, however much help is needed. Source: SEL § 141, stk. 1 and 2."""
    return book().answer("sel-141-offer-must", {**facts, "significant_impairment": True}, on).values.get("met") is False


def _offers(entry: Entry) -> bool:
    return "141" in entry.text and any(fact in entry.facts for fact in ("support_granted", "intervention_granted", "granted"))


LATER = ("balance", "trigger")
"""Kinds that ask for what happens once help has begun."""

PROPOSAL_TOPICS = ("level", "hour_bank", "amount", "duration", "follow_up", "payment", "notice", "free_choice", "complaint")


@lru_cache(maxsize=2048)
def required_facts(standard: str, section: str, question: str) -> tuple[Asked, ...]:
    """The facts one must ask for to answer a question, in the order to ask, so that a form can be built.

    Shapes: `question` is conditions, proposal, or one of the library's questions (deadline, payment, follow-up …). Raises: KeyError.
    """
    if question == "conditions":
        return facts_of(condition_entries(standard, section))
    if question == "proposal":
        outcome = all_asked(("decision_effect", "fully_granted"))
        return tuple(dict.fromkeys((*outcome, *facts_of(_asked_for(standard, section, PROPOSAL_TOPICS, LATER)), *_plan_facts(section))))
    return facts_of(_asked_for(standard, section, QUESTIONS[question].topics))


def _plan_facts(section: str) -> tuple[Asked, ...]:
    return () if section in NO_PLAN else facts_of((book().entry("sel-141-offer-must"),))


def _asked_for(standard: str, section: str, topics: tuple[str, ...], without: tuple[str, ...] = ()) -> Iterable[Entry]:
    """The rules of the council on the section, else on all sections, then law's on the section."""
    for topic in topics:
        own = rules(standard, section, (topic,)) or rules(standard, "general", (topic,))
        law = () if standard == "law" else rules("law", section, (topic,))
        yield from (entry for entry in (*own, *law) if entry.kind not in without)
