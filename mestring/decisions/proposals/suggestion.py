"""What the standard proposes for a decision: level, extent, duration, follow-up, payment, who decides, and what the letter must carry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
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
from mestring.rules.kinds import Levels, Table
from mestring.rules.rulebook import QUESTIONS, Entry

CASEWORKER, COMMITTEE, LEADER, SHELTER_LEADER, ADVISERS = "caseworker", "committee", "leader", "shelter_leader", "advisers"
DECIDERS = {
    CASEWORKER: "Sagsbehandleren i myndigheden",
    COMMITTEE: "Visitationsudvalget",
    LEADER: "Lederen af myndigheden",
    SHELTER_LEADER: "Lederen af boformen",
    ADVISERS: "Den åbne rådgivning",
}
_DECIDER = {
    ("ballerup-undated", "82a"): ((ADVISERS, "ballerup-82a-decider"),),
    ("ballerup-undated", "82b"): ((ADVISERS, "ballerup-82a-decider"),),
    ("ballerup-undated", "85"): ((CASEWORKER, "ballerup-85-decided-by"),),
    ("rebild-2015", "109"): ((SHELTER_LEADER, "sel-109-decider"),),
    ("rebild-2015", "110"): ((SHELTER_LEADER, "rebild-110-decider-admission"),),
    ("vejle-2023", "85a"): ((CASEWORKER, "vejle-85a-may"),),
    ("vejle-2023", "109"): ((SHELTER_LEADER, "vejle-109-decider"),),
    ("vejle-2023", "general"): ((CASEWORKER, "vejle-general-decision-when-informed"),),
    ("viborg-2020", "107"): ((COMMITTEE, "viborg-general-committee-grants"),),
    ("viborg-2020", "108"): ((COMMITTEE, "viborg-general-committee-grants"),),
    ("viborg-2020", "abl-105"): ((COMMITTEE, "viborg-general-committee-grants"),),
    ("viborg-2020", "109"): ((SHELTER_LEADER, "viborg-109-decider"),),
    ("viborg-2020", "110"): ((SHELTER_LEADER, "viborg-110-decider"),),
    ("viborg-2020", "general"): ((CASEWORKER, "viborg-general-caseworker-grants"), (COMMITTEE, "viborg-general-committee-grants")),
    ("law", "109"): ((SHELTER_LEADER, "sel-109-decider"),),
    ("law", "110"): ((SHELTER_LEADER, "sel-110-decider"),),
}
"""Who decides where a document, or law, says so, and the entry that says it. Two mean that the document draws no line between them."""

EXTENT_TOPICS = ("hour_bank", "level", "amount")
EXTENT_KINDS = ("cap", "count", "tiers", "price_table")
NO_DECISION = (OPEN, ANONYMOUS)
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
    """The levels to choose among (niveau), each with its extent; the one chosen when the facts name it. Raises: KeyError."""
    found = []
    for entry in rules(standard, section, ("level",), ("levels", "table")):
        choices = choices_of(entry.id)
        for one in answers("level", [entry], facts, on, "name"):
            chosen = one.value or (one.sentence if one.status is Status.DECIDED and one.values.get("row") else None)
            words = one.sentence if chosen else f"Vælg blandt {len(choices)}: {'; '.join(choice.label for choice in choices)}."
            found.append(renamed(one, value=chosen, choices=choices, sentence=words, remedy="" if chosen else "Vælg det, der svarer til behovet."))
    if found:
        return tuple(found)
    said = stated(standard, section, ("level",), on)
    if said:
        return tuple(from_entry("level", entry) for entry in said)
    return (nothing("level", f"Der er ingen niveauer for {sign(section)} i {whose(book().standard(standard))}.", MISSING_LEVEL.format(sign(section))),)


@lru_cache(maxsize=256)
def choices_of(entry_id: str) -> tuple[Choice, ...]:
    """The rows of a table or of levels as choices. Raises: KeyError."""
    entry = book().entry(entry_id)
    rule = entry.rule
    if not isinstance(rule, (Levels, Table)):
        return ()
    finding = book().answer(entry, _guard(entry), book().standard(entry.standard).valid_from)
    steps = finding.steps[-len(rule.rows) :]
    made = []
    for row, step in zip(rule.rows, steps, strict=True):
        key = "/".join(str(part) for part in row.key)
        facts = dict(zip(rule.of, row.key, strict=False))
        made.append(Choice(key, step.text, step.value, row.cells, facts, entry.source.label(), entry.id))
    return tuple(made)


def _guard(entry: Entry) -> dict[str, object]:
    """Facts that make a rule concern the case and leave its own keys unknown."""
    rule = entry.rule
    keys = getattr(rule, "of", [])
    guard = rule.applies_when if rule else {}
    return {fact: wanted[0] if isinstance(wanted, list) else wanted for fact, wanted in guard.items() if fact not in keys}


def extent(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """How much: hours, days, sessions, percent or kroner, by every rule that says, law's where the council is silent (omfang).

    A missing rate is said. Saving hours up is told in words: nothing has been saved yet.
    Unit: minutes, øre, days or a number, by what the rule measures. Raises: KeyError.
    """
    found = answers("extent", rules(standard, section, EXTENT_TOPICS, EXTENT_KINDS), facts, on, "limit")
    found += answers("extent", rules(standard, section, ("amount",), ("levels", "table")), facts, on, "row")
    if not any(one.entry and one.entry.topic == "amount" and not one.from_law for one in found):
        found += answers("extent", rules("law", section, ("amount",), EXTENT_KINDS), facts, on, "limit")
    if not any(one.entry and one.entry.topic in ("hour_bank", "level") for one in found):
        said = [entry for entry in stated("law", section, ("amount",), on) if isinstance(entry.value, dict) and "hours_per_month" in entry.value]
        found += [from_entry("extent", entry, entry.value["hours_per_month"] * 60) for entry in said]
    found += [
        from_entry("extent", entry) for entry in rules(standard, section, ("hour_bank",), ("balance",)) or rules("law", section, ("hour_bank",), ("balance",))
    ]
    each = {one.entry_id: renamed(one, value=one.values["amount"]) if one.values.get("amount") is not None else one for one in found}
    if each:
        return tuple(each.values())
    return (nothing("extent", f"Omfanget for {sign(section)} står ikke i dokumentet.", "Udmål efter en konkret vurdering, og skriv hvorfor."),)


def duration(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """How long a grant lasts: what law caps, what the standard proposes, and what it says in words (varighed). Raises: KeyError."""
    known = with_facts(facts, **{name: facts["started"] for name in ("granted", "moved_in") if "started" in facts})
    caps = duration_caps(standard, section, known, on)
    words = tuple(from_entry("duration", entry) for entry in stated(standard, section, ("duration",), on)[:3])
    if caps or words:
        return (*caps, *words)
    general = stated(standard, "general", ("duration",), on)
    if general:
        return (from_entry("duration", general[0]),)
    return (nothing("duration", f"Varigheden for {sign(section)} står ikke i dokumentet.", "Fastsæt perioden efter en konkret vurdering."),)


def first_follow_up(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """When the help is first followed up (første opfølgning), counted from the planned start where no other day is known.

    Nothing has been held yet: the series begins. Where the document prints no interval its own words are given. Raises: KeyError.
    """
    known = with_facts(facts, **{name: facts["started"] for name in ("granted", "moved_in") if "started" in facts})
    return tuple(_first(one, on) for one in ask("follow_up", "follow-up", standard, section, known, on, "next"))


def _first(found: Proposed, on: date) -> Proposed:
    """The date as a sentence; a duty that waits for something to happen is told in its own words."""
    day = found.value or found.values.get("date")
    if found.entry and found.entry.kind == "trigger":
        return renamed(found, value=day if isinstance(day, date) else None) if day else from_entry("follow_up", found.entry)
    if not isinstance(day, date):
        return found
    first = "Første opfølgning" if found.values.get("number", 1) == 1 else "Næste opfølgning"
    return renamed(found, value=day, sentence=f"{first} senest {in_text(day, on)}.")


def payment(standard: str, section: str, facts: Facts, on: date) -> tuple[Proposed, ...]:
    """What the citizen pays (egenbetaling). Unit: øre; 0 when it is free, None when it can't be computed or someone else sets it. Raises: KeyError."""
    return tuple(_paid(one) for one in ask("payment", "payment", standard, section, facts, on, "amount"))


def _paid(found: Proposed) -> Proposed:
    """Where nothing is computed the rule's own sentence says more: what is free, and what the citizen pays all the same."""
    return renamed(found, sentence=found.says) if found.status is Status.DECIDED and not found.value and found.entry else found


@lru_cache(maxsize=512)
def decider(standard: str, section: str) -> Proposed:
    """Who may decide (hvem afgør). Choices where the document draws no line; None where it says nothing.

    Value: caseworker, committee, shelter_leader or advisers. Raises: KeyError.
    """
    found = _DECIDER.get((standard, section)) or _DECIDER.get(("law", section))
    if not found:
        entered = way_of(standard, section)
        if entered.way in NO_DECISION:
            sentence = "Der træffes ingen afgørelse: tilbuddet er åbent."
            return from_entry("decider", book().entry(entered.entry), sentence=sentence) if entered.entry else nothing("decider", sentence)
        found = _DECIDER.get((standard, "general"), ())
    options = tuple(Choice(key, DECIDERS[key], book().entry(entry).text, source=book().entry(entry).source.label(), entry=entry) for key, entry in found)
    if len(options) == 1:
        return from_entry("decider", book().entry(options[0].entry), options[0].key)
    if options:
        made = from_entry("decider", book().entry(options[0].entry), sentence=" ".join(choice.extent for choice in options))
        return renamed(made, choices=options, remedy="Dokumentet siger ikke, hvor grænsen går. Vælg, hvem der skal afgøre sagen.")
    sentence = f"{whose(book().standard(standard)).capitalize()} siger ikke, hvem der afgør sager efter {sign(section)}."
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
    found = ask("free_choice", "choice", standard, section, facts, on, "met")
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
    if found.status is Status.DECIDED:
        return from_entry("action_plan", book().entry("sel-141-offer"), False)
    return found


def _offers(entry: Entry) -> bool:
    return "support_granted" in entry.facts and "141" in entry.text


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
