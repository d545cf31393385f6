"""What must be in order before a decision is made: each gate, the rule that asks for it, whether it is passed and what is missing.

Pure: what is known is gathered elsewhere and comes in as a `Situation`. A gate is passed by fact, or by a written reason where the rule leaves room for one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from mestring.rules.danish import date_plain, listing


class State(StrEnum):
    """How a gate stands."""

    OPEN = "open"
    BY_FACT = "passed_by_fact"
    BY_REASON = "passed_by_reason"
    NOT_ASKED = "not_asked"

    @property
    def label(self) -> str:
        """The Danish word."""
        return {State.OPEN: "Mangler", State.BY_FACT: "Klar", State.BY_REASON: "Klar med begrundelse", State.NOT_ASKED: "Ikke nødvendig"}[self]


class Code(StrEnum):
    """The gates, in the order they are met."""

    FACTS = "facts_sufficient"
    ASSESSMENT = "assessment_finished"
    BASIS = "basis_in_law"
    LAW = "all_law_considered"
    HEARING = "hearing_done"
    REASONS = "reasons_in_three_parts"
    COMPLAINT = "complaint_guidance"
    NOTICE = "notice_respected"
    PLAN = "action_plan_offered"
    PAYMENT = "payment_stated"
    COMPETENCE = "competence"
    CAP = "duration_cap"


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate as it stands (port).

    Shapes: `missing` says in Danish what is missing and what to do, empty unless it is open; `says` is the fact or the written reason that passed it, or why it is not asked.
    """

    code: Code
    label: str
    rule: str
    state: State
    missing: str = ""
    says: str = ""
    by_reason: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it holds the decision back."""
        return self.state == State.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The latest hearing: its state, the last day to answer, and the day it was answered."""

    state: str
    due_on: date
    answered_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """Everything the gates look at.

    Shapes: `outcome` is empty until one is chosen. `conditions_missing` are the conditions nobody can answer yet, in Danish; `law_not_met` that law's are known not
    to be, whatever the rest is; `on_standard_alone` that only the standard speaks against it. `assess_by` is the method the standard asks for, empty when it asks for
    none, and `assessed_on` when the assessment was finished. `less_than_law` says in Danish what law gives when less is chosen. `to_weigh` are the other sections to think of, with their signs, and `weighed` those concluded on. `plan_owed` is None where it can't be known, and
    `plan_must` is that law leaves no discretion. `earliest_effect` is the first day law lets the change have effect, with its rule. `decider` is who the standard
    says decides, empty when it doesn't say; `deciders` are those it lets decide without saying where the line is. `cap_last_day` is law's last day for help that begins on the day chosen, `cap_by_age`
    that it is the day before an age is reached, and `cap_waits` that law has one and the first day isn't chosen; `cap_used` that law gives it only once, and that it was.
    """

    sign: str
    outcome: str = ""
    wholly_granted: bool = False
    as_wished: bool = False
    by_authority: bool = False
    opens: bool = False
    gives: bool = False
    touches: bool = False
    citizen_died_on: date | None = None

    concluded: bool = False
    conditions_missing: tuple[str, ...] = ()
    law_not_met: bool = False
    on_standard_alone: bool = False
    less_than_law: str = ""
    extent_source: str = ""

    assess_by: str = ""
    assess_source: str = ""
    assessed_on: date | None = None

    to_weigh: Mapping[str, str] = field(default_factory=dict)
    weighed: frozenset[str] = frozenset()
    weigh_source: str = ""

    heard: Heard | None = None

    legal_basis: str = ""
    discretion: str = ""
    facts: str = ""

    complaint_right: bool | None = None
    complaint_source: str = ""
    complaint_missing: tuple[str, ...] = ()

    notice_weeks: int = 0
    notice_is_law: bool = True
    notice_source: str = ""
    earliest_effect: date | None = None
    effect_on: date | None = None

    plan: str = ""
    plan_owed: bool | None = None
    plan_must: bool = False
    plan_source: str = ""
    plan_before: date | None = None

    payment: str = ""
    payment_source: str = ""

    decider: str = ""
    deciders: tuple[str, ...] = ()
    decider_source: str = ""
    capacity: str = ""

    cap_last_day: date | None = None
    cap_by_age: bool = False
    cap_waits: bool = False
    cap_source: str = ""
    cap_words: str = ""
    cap_used: str = ""
    follow_up_on: date | None = None
    ends_on: date | None = None

    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one gate found."""

    state: State
    words: str
    rule: str = ""
    by_reason: bool = False


def _open(words: str, *, by_reason: bool = False, rule: str = "") -> _Seen:
    return _Seen(State.OPEN, words, rule, by_reason)


def _by_fact(words: str, rule: str = "") -> _Seen:
    return _Seen(State.BY_FACT, words, rule)


def _not_asked(words: str, rule: str = "") -> _Seen:
    return _Seen(State.NOT_ASKED, words, rule)


def _day(day: date) -> str:
    return date_plain(day)


def _facts(s: Situation) -> _Seen:
    """Passable by a reason: law asks for as many facts as the decision needs, and that is judged."""
    if s.touches and s.as_wished:
        return _not_asked("Borgeren ønsker det selv.")
    if s.citizen_died_on and s.touches:
        return _by_fact(f"Borgeren døde {_day(s.citizen_died_on)}.")
    if not s.concluded:
        return _open(f"Konkludér for {s.sign}: er betingelserne opfyldt?")
    if s.law_not_met:
        return _by_fact(f"Lovens betingelser for {s.sign} er ikke opfyldt. Det, der ikke er besvaret, ændrer ikke resultatet.")
    if s.conditions_missing:
        return _open(f"Tag stilling til: {'; '.join(s.conditions_missing)}. Eller skriv, hvorfor oplysningerne alligevel er nok.", by_reason=True)
    return _by_fact("Alle betingelser er besvaret.")


def _assessment(s: Situation) -> _Seen:
    """Passable by a reason: the standard asks for it as its usual way, and law only for as much as the decision needs."""
    if (s.touches and s.as_wished) or (s.citizen_died_on and s.touches):
        return _not_asked("Borgeren ønsker det selv." if s.as_wished else f"Borgeren døde {_day(s.citizen_died_on or date.min)}.")
    if not s.assess_by:
        return _not_asked("Der er ingen udredning at bygge på: standarden beder ikke om en.", s.assess_source)
    if s.law_not_met and s.outcome == "refused":
        return _not_asked("Lovens betingelser afgør sagen, uden at behovet udredes.")
    if s.assessed_on:
        return _by_fact(f"Udredningen blev færdig {_day(s.assessed_on)}.", s.assess_source)
    return _open(f"Gør udredningen færdig: {s.assess_by}. Ellers skriv, hvorfor sagen er oplyst uden.", rule=s.assess_source, by_reason=True)


def _basis(s: Situation) -> _Seen:
    """Help law doesn't give has no basis, and no reason makes one. A refusal must rest on law, for a standard only guides."""
    if s.citizen_died_on and s.touches:
        return _not_asked(f"Borgeren døde {_day(s.citizen_died_on)}.")
    if s.touches and s.as_wished:
        return _not_asked("Borgeren ønsker det selv.")
    if s.opens and s.law_not_met:
        return _open(f"Lovens betingelser for {s.sign} er ikke opfyldt, så hjælpen kan ikke bevilges efter den. Ret svarene, eller vælg afslag.")
    if s.gives and s.less_than_law:
        return _open(f"{s.less_than_law} Giv det, eller skriv, at borgeren selv ønsker mindre, og hvor I har det fra.", rule=s.extent_source, by_reason=True)
    if s.outcome in ("refused", "ended") and s.on_standard_alone:
        return _open(
            f"Kun standarden taler imod, og den kan ikke alene begrunde et afslag. Skriv din konkrete og individuelle vurdering efter {s.sign}.",
            rule="SEL § 1, stk. 3",
            by_reason=True,
        )
    return _by_fact("Valget kan rummes i loven." if s.outcome else "Intet er valgt endnu.")


def _law(s: Situation) -> _Seen:
    """Not passable by a reason: law knows no exception, and to weigh a section takes one sentence."""
    if s.touches and s.as_wished:
        return _not_asked("Borgeren ønsker det selv.")
    if s.citizen_died_on and s.touches:
        return _not_asked("Borgeren er død.")
    left = [section for section in s.to_weigh if section not in s.weighed]
    if left:
        return _open(f"Tag stilling til {listing(s.to_weigh[section] for section in left)}.")
    if s.to_weigh:
        return _by_fact(f"Overvejet: {listing(s.to_weigh.values())}.")
    return _by_fact("Hverken loven eller standarden peger på andre bestemmelser.")


def _hearing(s: Situation) -> _Seen:
    """A planned ending or reduction is always heard. Else law asks for it only on facts the citizen doesn't know, which a person must judge."""
    if s.citizen_died_on:
        return _not_asked(f"Borgeren døde {_day(s.citizen_died_on)}.")
    if s.outcome and s.wholly_granted:
        return _not_asked("Afgørelsen går ikke imod borgeren.")
    if s.heard and s.heard.state == "answered" and s.heard.answered_on:
        return _by_fact(f"Borgeren svarede {_day(s.heard.answered_on)}.")
    if s.heard and s.heard.state == "lapsed":
        return _by_fact(f"Borgeren svarede ikke inden {_day(s.heard.due_on)}.")
    if s.heard:
        return _open(f"Borgeren kan svare til og med {_day(s.heard.due_on)}. Registrér svaret, eller vent.")
    if s.by_authority or s.outcome in ("reduced", "ended"):
        return _open("Hør borgeren, før hjælpen nedsættes eller ophører.")
    return _open("Hør borgeren, eller skriv, at sagen ikke rummer oplysninger imod borgeren, som borgeren ikke kender.", by_reason=True)


def _reasons(s: Situation) -> _Seen:
    if s.outcome and s.wholly_granted:
        return _not_asked("Borgeren får det hele.", "FVL § 22")
    parts = {"retsgrundlaget": s.legal_basis, "hovedhensynene i skønnet": s.discretion, "de oplysninger, I har lagt vægt på": s.facts}
    left = [part for part, text in parts.items() if not text.strip()]
    return _open(f"Skriv {listing(left)}.") if left else _by_fact("De tre dele er skrevet.")


def _complaint(s: Situation) -> _Seen:
    if s.complaint_right is None:
        asked = f" Svar på: {'; '.join(s.complaint_missing)}." if s.complaint_missing else ""
        return _open(f"Det kan ikke ses, om der kan klages.{asked}")
    if not s.complaint_right:
        return _by_fact("Der kan ikke klages. Det står i brevet.", s.complaint_source)
    return _by_fact("Sættes ind i brevet.")


_TOLD = "SEL § 3 a omfatter ikke paragraffen"


def _notice(s: Situation) -> _Seen:
    """The notice law gives can't be passed by a reason; a council's own longer one can."""
    if s.outcome not in ("reduced", "ended"):
        return _not_asked("Hjælpen bliver hverken nedsat eller frakendt.")
    if s.as_wished:
        return _not_asked("Borgeren ønsker det selv.")
    if s.citizen_died_on:
        return _not_asked(f"Borgeren døde {_day(s.citizen_died_on)}.")
    if s.effect_on is None:
        return _open("Skriv den dag, ændringen gælder fra.")
    if s.earliest_effect is None:
        return _not_asked(f"Der er ikke fastsat et varsel for {s.sign}.")
    if s.notice_is_law and not s.notice_weeks:
        # Law gives these sections no notice: the decision binds from the day the citizen has it.
        if s.effect_on < s.earliest_effect:
            return _open(f"Ændringen kan tidligst gælde fra {_day(s.earliest_effect)}, når borgeren har fået afgørelsen.", rule=_TOLD)
        return _by_fact(f"Loven fastsætter intet varsel for {s.sign}. Ændringen gælder fra {_day(s.effect_on)}.", _TOLD)
    notice = f"{s.notice_weeks} ugers varsel" if s.notice_weeks else "kommunens eget varsel"
    if s.effect_on < s.earliest_effect:
        return _open(
            f"Ændringen kan tidligst gælde fra {_day(s.earliest_effect)}: {notice}, fra borgeren har fået afgørelsen.",
            rule=s.notice_source,
            by_reason=not s.notice_is_law,
        )
    return _by_fact(f"Ændringen gælder fra {_day(s.effect_on)}: {notice} er overholdt.", s.notice_source)


def _plan(s: Situation) -> _Seen:
    """Passable by a reason outside law's own two groups, for there the authority judges whether a plan is of use."""
    if not s.gives:
        return _not_asked("Der gives ikke hjælp.")
    if s.plan_owed is False:
        return _not_asked("Loven beder ikke om det her.", s.plan_source)
    if s.plan:
        return _by_fact({"accepted": "Tilbudt og taget imod.", "declined": "Tilbudt. Borgeren sagde nej.", "offered": "Tilbudt."}[s.plan])
    if s.plan_before:
        return _by_fact(f"Tilbudt {_day(s.plan_before)}.")
    return _open(
        "Tilbyd en handleplan." if s.plan_must else "Tilbyd en handleplan, eller skriv, hvorfor den ikke er til gavn.",
        by_reason=not s.plan_must,
        rule=s.plan_source,
    )


def _payment(s: Situation) -> _Seen:
    if not s.gives:
        return _not_asked("Der gives ikke hjælp.")
    if not s.payment.strip():
        return _open("Skriv, hvad borgeren selv betaler, eller at det er gratis.", rule=s.payment_source)
    return _by_fact(s.payment.strip(), s.payment_source)


_WHO = {"caseworker": "sagsbehandleren", "committee": "visitationsudvalget", "leader": "lederen", "shelter_leader": "lederen af boformen"}


def _competence(s: Situation) -> _Seen:
    """Whoever may decide is a matter of validity. A leader and a committee may decide what a caseworker may; nobody else may decide for the committee or a shelter."""
    if not s.decider and s.deciders:
        return _by_fact(f"Standarden lader både {listing([_WHO[one] for one in s.deciders])} afgøre og siger ikke, hvor grænsen går.", s.decider_source)
    if not s.decider:
        return _by_fact("Standarden siger ikke, hvem der afgør.", s.decider_source)
    who = _WHO[s.decider]
    if not s.capacity:
        return _by_fact(f"Afgøres af {who}.", s.decider_source)
    if s.capacity == s.decider or (s.decider == "caseworker" and s.capacity in ("committee", "leader")):
        return _by_fact(f"Afgøres af {_WHO[s.capacity]}.", s.decider_source)
    return _open(f"Kun {who} kan afgøre {s.sign}.", rule=s.decider_source)


def _cap(s: Situation) -> _Seen:
    if not s.gives:
        return _not_asked("Der gives ikke hjælp.")
    if s.cap_used:
        return _open(s.cap_used, rule=s.cap_source)
    if s.cap_last_day is None and s.cap_waits:
        return _not_asked("Længste tid regnes ud, når den første dag er valgt.")
    if s.cap_last_day is None:
        return _not_asked(f"Loven sætter ingen længste tid for {s.sign}.")
    if s.ends_on is None and s.cap_by_age and s.follow_up_on and s.follow_up_on <= s.cap_last_day:
        return _by_fact(f"Loven giver hjælpen til og med {_day(s.cap_last_day)}, og der følges op inden.", s.cap_source)
    if s.ends_on is None:
        return _open(f"Skriv en sidste dag, senest {_day(s.cap_last_day)}.", rule=s.cap_source)
    if s.ends_on > s.cap_last_day:
        return _open(f"{s.cap_words.rstrip('.') or 'Længste tid'}: senest {_day(s.cap_last_day)}.", rule=s.cap_source)
    return _by_fact(f"Slutter {_day(s.ends_on)}, senest {_day(s.cap_last_day)}.", s.cap_source)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A gate, whatever the case."""

    code: Code
    label: str
    rule: str
    look: Callable[[Situation], _Seen]


KINDS = (
    _Kind(Code.FACTS, "Oplysningerne er tilstrækkelige", "RSL § 10", _facts),
    _Kind(Code.ASSESSMENT, "Udredning", "RSL § 10", _assessment),
    _Kind(Code.BASIS, "Hjemmel i loven", "Serviceloven", _basis),
    _Kind(Code.LAW, "Hele loven er overvejet", "RSL § 5", _law),
    _Kind(Code.HEARING, "Partshøring", "FVL § 19", _hearing),
    _Kind(Code.REASONS, "Begrundelse i tre dele", "FVL §§ 22 og 24", _reasons),
    _Kind(Code.COMPLAINT, "Klagevejledning", "FVL § 25", _complaint),
    _Kind(Code.NOTICE, "Varsel", "SEL § 3 a", _notice),
    _Kind(Code.PLAN, "Handleplan tilbudt", "SEL § 141", _plan),
    _Kind(Code.PAYMENT, "Egenbetaling oplyst", "FVL § 7", _payment),
    _Kind(Code.COMPETENCE, "Ret til at afgøre", "Kommunens standard", _competence),
    _Kind(Code.CAP, "Længste tid", "Serviceloven", _cap),
)
LABELS = {kind.code.value: kind.label for kind in KINDS}
RULES = {kind.code.value: kind.rule for kind in KINDS}


def evaluate(situation: Situation) -> tuple[Gate, ...]:
    """Every gate as it stands, in order."""
    return tuple(_stands(kind, situation) for kind in KINDS)


def _stands(kind: _Kind, situation: Situation) -> Gate:
    seen = kind.look(situation)
    rule = seen.rule or kind.rule
    if seen.state != State.OPEN:
        return Gate(kind.code, kind.label, rule, seen.state, says=seen.words)
    reason = situation.reasons.get(kind.code, "").strip()
    if reason and seen.by_reason:
        return Gate(kind.code, kind.label, rule, State.BY_REASON, says=reason, by_reason=True)
    return Gate(kind.code, kind.label, rule, State.OPEN, missing=seen.words, by_reason=seen.by_reason)


def still_open(gates: tuple[Gate, ...]) -> tuple[Gate, ...]:
    """Those that hold the decision back."""
    return tuple(gate for gate in gates if gate.is_open)
