"""Who is covered: each condition with its state and source, the borderline between sections, and what else must be weighed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from mestring.cases.proposals.proposed import NO_FACTS, SILENT, Asked, Facts, Reason, all_asked, book, entries, rules, sign, written_out
from mestring.rules.finding import Status
from mestring.rules.kinds import Condition
from mestring.rules.rulebook import Entry, Finding

MET, NOT_MET, TO_JUDGE, UNKNOWN = "met", "not_met", "to_judge", "unknown"
MARKS = {MET: "Opfyldt", NOT_MET: "Ikke opfyldt", TO_JUDGE: "Skal vurderes", UNKNOWN: "Mangler"}
TOPICS = ("target_group", "access", "prerequisite")

GROUP, ALWAYS, FORM, ASIDE = "group", "always", "form", "aside"
ROLES = {GROUP: "Målgruppe", ALWAYS: "Skal være opfyldt", FORM: "Særlig form af hjælpen", ASIDE: "Til orientering"}


@dataclass(frozen=True, slots=True)
class ConditionState:
    """One rule about who is covered, as it stands in this case (betingelse).

    Shapes: `mark` is met, not_met, to_judge or unknown; `role` says whether it is the target group, always required, only a form of the help, or told
    aside; `guides` is True where the document itself says *typically* or *as a rule*, so that not meeting it must be judged.
    """

    entry: str
    sentence: str
    mark: str
    role: str
    source: str
    binding: str
    binding_label: str
    answer: str
    steps: tuple[Reason, ...]
    missing: tuple[Asked, ...]
    from_law: bool
    guides: bool

    @property
    def mark_label(self) -> str:
        """The mark's Danish word."""
        return MARKS[self.mark]

    @property
    def role_label(self) -> str:
        """The role's Danish word."""
        return ROLES[self.role]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether a person is covered by a section (målgruppevurdering), with every condition it rests on.

    Shapes: `eligible`, `by_law` and `by_standard` are met, not_met, to_judge or unknown; `by_standard` is empty where the document has no condition,
    `by_law` where the library has none.
    """

    section: str
    eligible: str
    sentence: str
    by_law: str
    by_standard: str
    conditions: tuple[ConditionState, ...]

    @property
    def missing(self) -> tuple[Asked, ...]:
        """What is still to be answered, in the order to ask: not what couldn't change what law or the standard comes to."""
        return tuple(dict.fromkeys(fact for state in self._open for fact in state.missing))

    @property
    def unanswerable(self) -> tuple[str, ...]:
        """What no answer will settle, such as a rate that isn't known for the year, in Danish."""
        return tuple(dict.fromkeys(state.answer for state in self._open if state.mark == UNKNOWN and not state.missing))

    @property
    def on_standard_alone(self) -> bool:
        """Whether only the standard speaks against it. It guides, and can't by itself be the ground of a refusal."""
        told = self.by_standard == NOT_MET or (self.by_standard == TO_JUDGE and not self.missing)
        return self.by_law != NOT_MET and told

    @property
    def _open(self) -> list[ConditionState]:
        undecided = {True: self.by_law in ("", UNKNOWN, TO_JUDGE), False: self.by_standard in ("", UNKNOWN, TO_JUDGE)}
        return [state for state in self.conditions if state.role in (GROUP, ALWAYS) and undecided[state.from_law]]


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another provision that must be weighed beside the one applied for (anden bestemmelse), and why."""

    section: str
    sign: str
    reason: str
    source: str
    in_standard: bool


@dataclass(frozen=True, slots=True)
class Borderline:
    """What tells § 85 from § 97 in a case (grænsen mellem støtte og ledsagelse): both verdicts, and what the texts say of each other."""

    support: Eligibility
    companion: Eligibility
    sentence: str
    says: tuple[Reason, ...]


@lru_cache(maxsize=1024)
def condition_entries(standard: str, section: str) -> tuple[Entry, ...]:
    """The rules about who is covered: the council's own for the section, what it says of all sections where it has none, and law's.

    The rules that explain a word (varigt, betydeligt) are left out: they say what to judge by, not who is covered. Raises: KeyError.
    """
    own = rules(standard, section, TOPICS, ("condition",))
    law = () if standard == "law" else rules("law", section, TOPICS, ("condition",))
    if guide(standard, section) == standard and not any(entry.topic == "target_group" for entry in own):
        own = (
            *(entry for entry in rules(standard, "general", ("target_group",), ("condition",)) if not (entry.tells and entry.tells.condition_of == "word")),
            *own,
        )
    return (*own, *law)


def conditions(standard: str, section: str, facts: Facts, on: date, judged: Facts = NO_FACTS) -> list[ConditionState]:
    """Each rule about who is covered with its state; `judged` are the answers a caseworker has given to what must be judged. Raises: KeyError."""
    known = {**facts, **judged}
    found: dict[str, ConditionState] = {}
    for entry in condition_entries(standard, section):
        finding = book().answer(entry, known, on)
        # Where law has replaced the council's rule, law's own entry answers further down.
        if finding.status not in SILENT and not finding.superseded and finding.status is not Status.SUPERSEDED:
            found[entry.id] = _state(finding, entry, section)
    return list(found.values())


def _role(entry: Entry, section: str) -> str:
    about = entry.tells.condition_of if entry.tells else ""
    if about == "form":
        return FORM
    if about == "start" or section not in entry.sections:
        return ASIDE
    exclusion = isinstance(entry.rule, Condition) and not entry.rule.all and not entry.rule.any
    return ALWAYS if entry.topic != "target_group" or "general" in entry.sections or exclusion else GROUP


def _state(finding: Finding, entry: Entry, section: str) -> ConditionState:
    return ConditionState(
        entry.id,
        entry.text,
        _mark(finding),
        _role(entry, section),
        entry.source.label(),
        entry.binding,
        entry.binding_label,
        finding.sentence,
        written_out(finding.steps),
        all_asked(finding.missing),
        entry.standard == "law",
        entry.binding == "indicative",
    )


def _mark(finding: Finding) -> str:
    if finding.status is Status.DECIDED:
        return MET if finding.values.get("met") else NOT_MET
    return TO_JUDGE if finding.status is Status.TO_JUDGE else UNKNOWN


def eligibility(standard: str, section: str, facts: Facts, on: date, judged: Facts = NO_FACTS) -> Eligibility:
    """Whether a person is covered. A standard never refuses by itself: where law is met and the standard isn't, a person must judge.

    Source: RSL § 5; the standards' own words that they guide. Raises: KeyError.
    """
    found = conditions(standard, section, facts, on, judged)
    law = [state for state in found if state.from_law]
    by_law = _together(law)
    if by_law == MET and not any(state.role == GROUP for state in law):
        by_law = ""  # That one is an adult doesn't say who the section is for.
    by_standard = _together([state for state in found if not state.from_law])
    verdict, sentence = _verdict(section, by_law, by_standard)
    return Eligibility(section, verdict, sentence, by_law, by_standard, tuple(found))


@lru_cache(maxsize=512)
def guide(standard: str, section: str) -> str:
    """The standard a section is held up against: the council's where its document speaks of the section, else law alone. Raises: KeyError."""
    return standard if any(section in entry.sections for entry in book().standard(standard).entries) else "law"


def _together(states: Iterable[ConditionState]) -> str:
    """One mark for the conditions of one source: any of the target groups, and all that is always required. Empty when there are none."""
    marks_of = [(state.role, TO_JUDGE if state.guides and state.mark == NOT_MET else state.mark) for state in states]
    groups = [mark for role, mark in marks_of if role == GROUP]
    marks = [mark for role, mark in marks_of if role == ALWAYS]
    if groups:
        marks.append(any_of(groups))
    return all_of(marks) if marks else ""


def any_of(marks: Iterable[str]) -> str:
    """Met when one is; not met when none can be."""
    return next((mark for mark in (MET, UNKNOWN, TO_JUDGE) if mark in set(marks)), NOT_MET)


def all_of(marks: Iterable[str]) -> str:
    """Not met when one isn't; met when all are. What can be asked comes before what must be judged."""
    return next((mark for mark in (NOT_MET, UNKNOWN, TO_JUDGE) if mark in set(marks)), MET)


def _verdict(section: str, by_law: str, by_standard: str) -> tuple[str, str]:
    name = sign(section)
    if not by_law and not by_standard:
        return TO_JUDGE, f"Hverken standarden eller lovens regler i biblioteket siger, hvem {name} gælder. Skriv din vurdering."
    if by_law == NOT_MET:
        return NOT_MET, f"Lovens betingelser for {name} er ikke opfyldt."
    if by_standard == NOT_MET:
        if not by_law:
            return TO_JUDGE, f"Standardens betingelser for {name} er ikke opfyldt. Standarden er vejledende: vurdér det konkret, og skriv hvorfor."
        of_law = {
            MET: "Lovens betingelser for {} er opfyldt.",
            TO_JUDGE: "Du skal vurdere, om lovens betingelser for {} er opfyldt.",
            UNKNOWN: "Der mangler oplysninger, før lovens betingelser for {} kan afgøres.",
        }[by_law]
        own = "Standardens er ikke opfyldt: den er vejledende og kan ikke alene begrunde et afslag."
        return TO_JUDGE if by_law == MET else by_law, f"{of_law.format(name)} {own}"
    mark = all_of([mark for mark in (by_law, by_standard) if mark])
    sentences = {
        MET: f"Betingelserne for {name} er opfyldt.",
        TO_JUDGE: f"Du skal vurdere, om betingelserne for {name} er opfyldt.",
        UNKNOWN: f"Der mangler oplysninger, før betingelserne for {name} kan afgøres.",
    }
    return mark, sentences[mark]


NEIGHBOURS = {
    "82a": ("82b", "82d", "85", "99", "104"),
    "82b": ("82a", "82d", "85", "97", "99", "101", "102"),
    "82c": ("82a", "82b", "85", "99", "107"),
    "82d": ("82a", "82b", "85", "104"),
    "83": ("83a", "84", "85", "95", "96", "107", "108"),
    "83a": ("83", "85"),
    "84": ("83", "85", "95", "96", "107"),
    "85": ("82a", "82b", "83", "84", "97", "99", "102", "104", "107", "108"),
    "85a": ("85", "99", "107", "110"),
    "95": ("83", "84", "96"),
    "96": ("83", "85", "95", "97", "108"),
    "97": ("82a", "82b", "85", "96", "98", "104", "107", "108"),
    "98": ("83", "85", "97"),
    "99": ("82a", "82b", "85", "85a", "101", "110"),
    "100": ("83", "84", "97", "105"),
    "101": ("82a", "82b", "85", "99", "101a", "107", "110"),
    "101a": ("101", "99"),
    "102": ("82a", "82b", "85", "101"),
    "103": ("104", "105", "85"),
    "104": ("82a", "85", "103", "105"),
    "105": ("100", "103", "104"),
    "107": ("83", "84", "85", "85a", "104", "108", "abl-105", "109", "110"),
    "108": ("83", "85", "96", "104", "107", "abl-105"),
    "abl-105": ("83", "85", "107", "108"),
    "109": ("82b", "85", "107", "110"),
    "110": ("85", "85a", "99", "101", "107", "108"),
}
"""The provisions that answer the same need in another way, in the order of law."""

WHY = {
    "82a": "Hjælp i en gruppe er mindre indgribende og kan måske dække behovet.",
    "82b": "Et kort forløb på højst 6 måneder er mindre indgribende og kan måske dække behovet.",
    "82d": "Støtte sammen med frivillige kan måske dække behovet.",
    "83": "Er det pleje eller praktiske opgaver, der er brug for, hører hjælpen til § 83.",
    "83a": "Et rehabiliteringsforløb vurderes før hjælp efter § 83.",
    "84": "Passer en nærtstående borgeren, kan afløsning eller aflastning være det, der mangler.",
    "85": "Er der brug for hjælp, omsorg, optræning eller udvikling af færdigheder, hører støtten til § 85.",
    "85a": "Er borgeren i hjemløshed eller i risiko for det, kan støtten gives efter § 85 a.",
    "95": "Kan kommunen ikke stille hjælpen til rådighed, eller er behovet over 20 timer om ugen, kan et tilskud komme på tale.",
    "96": "Ved et omfattende hjælpebehov kan egne hjælpere være den rette ordning.",
    "97": "Er det ledsagelse uden socialpædagogisk indhold, der er brug for, hører den til § 97.",
    "98": "Er borgeren døvblind, er en kontaktperson den særlige ordning.",
    "99": "Kan borgeren ikke selv bruge de etablerede tilbud, kan en støtte- og kontaktperson skabe kontakten.",
    "100": "Er det en udgift og ikke støtte, der søges dækket, hører den til § 100.",
    "101": "Skyldes vanskelighederne et stofmisbrug, skal der tilbydes behandling.",
    "101a": "Vil borgeren være anonym, findes et anonymt tilbud.",
    "102": "Er der brug for behandling, som ikke kan fås i det almindelige system, hører den til § 102.",
    "103": "Kan borgeren arbejde under særlige vilkår, er beskyttet beskæftigelse en mulighed.",
    "104": "Er det samvær eller aktivitet om dagen, der mangler, er et dagtilbud en mulighed.",
    "105": "Befordring til og fra et dagtilbud vurderes for sig.",
    "107": "Er støtten i eget hjem ikke nok for en tid, er et midlertidigt ophold en mulighed.",
    "108": "Er behovet omfattende og varigt, er et længerevarende botilbud en mulighed.",
    "abl-105": "En egen bolig med støtte efter §§ 83 og 85 kan være et alternativ til et botilbud.",
    "109": "Er der vold eller trusler i nære relationer, er et krisecenter en mulighed.",
    "110": "Mangler borgeren et sted at bo, er et forsorgshjem en mulighed.",
}
"""Why a provision must be weighed."""


@lru_cache(maxsize=512)
def other_provisions(standard: str, section: str) -> tuple[Neighbour, ...]:
    """The provisions to weigh beside the one applied for, with the reason: an application is weighed against all help in social law.

    Source: RSL § 5. Raises: KeyError.
    """
    spoken_of = {place for entry in book().standard(standard).entries for place in entry.sections}
    whole = book().entry("rsl-whole-assessment").source.label()
    return tuple(Neighbour(other, sign(other), WHY[other], whole, other in spoken_of) for other in NEIGHBOURS.get(section, ()))


def borderline_85_97(standard: str, facts: Facts, on: date, judged: Facts = NO_FACTS) -> Borderline:
    """Whether the need belongs to § 85 or § 97, the borderline the appeals board finds wrong most often. Raises: KeyError."""
    support, companion = eligibility(standard, "85", facts, on, judged), eligibility(standard, "97", facts, on, judged)
    both = {support.eligible, companion.eligible}
    if both == {MET}:
        sentence = "Begge bestemmelser kan bruges. Er formålet at komme ud på egne ønsker, er det § 97; er det at øve noget, er det § 85."
    elif companion.eligible == MET and support.eligible == NOT_MET:
        sentence = "§ 97 er opfyldt og § 85 ikke: ledsagelsen hører til § 97."
    elif support.eligible == MET and companion.eligible == NOT_MET:
        sentence = "§ 85 er opfyldt og § 97 ikke. Se, om ledsagelsen kan gives som led i støtten."
    elif both == {NOT_MET}:
        sentence = "Hverken § 85 eller § 97 er opfyldt."
    else:
        sentence = "Grænsen mellem § 85 og § 97 kan ikke afgøres endnu."
    return Borderline(support, companion, sentence, _said_of_each_other(standard))


_OF_97 = re.compile(r"ledsag|\b97\b", re.IGNORECASE)
_OF_85 = re.compile(r"\b85\b|socialpædagogisk")


@lru_cache(maxsize=16)
def _said_of_each_other(standard: str) -> tuple[Reason, ...]:
    """What the council and law say about accompaniment under § 85 and about support under § 97."""
    topics = ("target_group", "access", "content", "amount", "assessment", "prerequisite", "companion_rule")
    found: dict[str, Entry] = {}
    for source in dict.fromkeys((standard, "law")):
        found |= {entry.id: entry for entry in entries(source, "85", topics) if _OF_97.search(entry.text)}
        found |= {entry.id: entry for entry in entries(source, "97", topics) if _OF_85.search(entry.text)}
    return tuple(Reason(entry.text, source=entry.source.label()) for entry in found.values())
