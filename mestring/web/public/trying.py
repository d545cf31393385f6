"""Try it: invented facts in, every answer of a section out. Nothing is stored; the address holds it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from mestring.rules.facts import NONE, Fact, FactError, parse_date, parse_value
from mestring.rules.finding import Status
from mestring.rules.rulebook import QUESTIONS, Book, Entry, Finding, Standard
from mestring.rules.rulebook.model import Example, Section
from mestring.web.components import marks
from mestring.web.components.forms import Field, Option, yes_no_unknown
from mestring.web.shell import installation

ALL = "alle"
NEXT = 4
HINTS = {
    "date": "For eksempel 30-11-2026",
    "money": "Kroner, for eksempel 1.250,50",
    "minutes": "Timer, for eksempel 15 timer eller 1,5 timer",
    "percent": "Procent, for eksempel 80",
    "integer": "Et helt tal",
    "monthly": "Timer måned for måned med semikolon imellem, for eksempel 10 timer; 0 timer",
}
NONE_HINT = "Skriv ingen, hvis det ikke er sket"
GROUPS = {
    "citizen": "Om personen",
    "caseworker": "Om sagen",
    "provider": "Om støtten",
    "shelter": "Om opholdet",
}
# In the order a person would ask. What each is called, and which topics answer it, the library says.
ORDER = (
    "eligibility", "content", "level", "hours", "amount", "companion", "duration", "payment", "deadline",
    "assessment", "follow-up", "duty", "provider", "choice", "notice", "complaint",
)  # fmt: skip
# Asked of every council, also where none has a rule.
ALWAYS = ("eligibility", "duration", "payment", "deadline", "follow-up", "choice", "complaint")
# Where a council has no rule for these its words answer, and its silence is said. Of the others only rules tell something about one person.
IN_WORDS = (*ALWAYS, "level", "hours", "amount", "companion")
_QUESTION_OF = {topic: question.id for question in QUESTIONS.values() for topic in question.topics}


@dataclass(frozen=True, slots=True)
class Answered:
    """One rule's answer."""

    standard: Standard
    entry: Entry
    finding: Finding
    mark: marks.Mark
    missing: tuple[tuple[str, str], ...] = ()

    @property
    def aside(self) -> bool:
        """Doesn't concern this case: told, but folded away."""
        return self.finding.status in (Status.NOT_APPLICABLE, Status.OUTSIDE_VALIDITY)

    @property
    def whose(self) -> str:
        """The council's short name, or that it is the law."""
        return "Loven" if self.entry.standard == "law" else self.standard.short

    @property
    def is_law(self) -> bool:
        return self.entry.standard == "law"

    @property
    def asks(self) -> tuple[tuple[str, str], ...]:
        """The first of what is missing: one or two too many are shown all the same."""
        return self.missing if len(self.missing) <= NEXT + 1 else self.missing[:NEXT]

    @property
    def asks_more(self) -> int:
        return len(self.missing) - len(self.asks)

    @property
    def in_words(self) -> bool:
        """A sentence of the document, that no rule can compute."""
        return self.entry.rule is None

    @property
    def waits(self) -> bool:
        """Nothing is answered yet: the questions to ask are the answer."""
        return self.finding.status in (Status.UNKNOWN, Status.TO_JUDGE) and bool(self.missing)


@dataclass(frozen=True, slots=True)
class Group:
    """The answers to one question."""

    id: str
    title: str
    answers: tuple[Answered, ...]
    waiting: tuple[Answered, ...]
    aside: tuple[Answered, ...]
    silent: tuple[Standard, ...] = ()


@dataclass
class Trial:
    """The form and the answers."""

    standards: list[Standard]
    chosen: str
    section: Section
    on: date
    fields: list[Field] = field(default_factory=list)
    next_fields: list[Field] = field(default_factory=list)
    given_fields: list[Field] = field(default_factory=list)
    other_groups: list[tuple[str, list[Field]]] = field(default_factory=list)
    errors: list[Field] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    unused: list[tuple[str, str, str]] = field(default_factory=list)
    absent: list[Standard] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    samples: list[tuple[str, str]] = field(default_factory=list)
    standard_field: Field | None = None
    section_field: Field | None = None
    on_field: Field | None = None

    @property
    def side_by_side(self) -> bool:
        return len(self.standards) > 1

    @property
    def answered(self) -> int:
        return len(self.given_fields)


def run(query: QueryDict, *, standards: list[Standard], chosen: str, section: Section, today: date) -> Trial:
    """Read the form, ask every rule, and make the form for the next round."""
    book = installation.book()
    trial = Trial(standards, chosen, section, today)
    trial.absent = [s for s in standards if not s.is_law and all(section.id not in e.sections for e in s.entries)]
    entries = {standard.id: _rules(book, standard, section) for standard in standards if standard not in trial.absent}
    if len(standards) > 1:
        # The law is the same for all: it answers once.
        entries = {name: [entry for entry in found if entry.standard == name] for name, found in entries.items()}
        trial.standards = [*standards, book.law]
        trial.standards = [standard for standard in trial.standards if standard not in trial.absent]
        entries[book.law.id] = _law_rules(book, section, standards)
    asked = _asked(book, (entry for found in entries.values() for entry in found))
    known, wrong = _read(book, query, trial)
    trial.on_field, trial.on = day_field(query, "on", "Se svaret, som det er den", today)
    if trial.on_field.error:
        trial.errors.append(trial.on_field)
    trial.groups = _groups(book, trial, entries, known)
    _make_fields(book, trial, query, asked, known, wrong)
    trial.samples = list(_samples(entries.values(), chosen, section))
    return trial


def _rules(book: Book, standard: Standard, section: Section) -> list[Entry]:
    """The section's own rules, what the standard says of all help, and what the law adds."""
    own = [e for e in standard.entries if e.rule and section.id in e.sections]
    if section.id == "general":
        return own
    general = [e for e in standard.entries if e.rule and "general" in e.sections and e.topic in ("deadline", "complaint", "notice", "payment")]
    law = [e for e in book.law.entries if e.rule and section.id in e.sections] if standard is not book.law else []
    topics = {e.topic for e in (*own, *general, *law)}
    law_for_all = [e for e in book.law.entries if e.rule and "general" in e.sections and e.topic == "complaint" and "complaint" not in topics]
    return [*own, *general, *law, *law_for_all]


def _law_rules(book: Book, section: Section, standards: list[Standard]) -> list[Entry]:
    found: dict[str, Entry] = {}
    for standard in standards:
        found |= {entry.id: entry for entry in _rules(book, standard, section) if entry.standard == book.law.id}
    return list(found.values())


def _asked(book: Book, entries: Iterable[Entry]) -> list[Fact]:
    """The facts the rules read, those that most rules read first."""
    counted = Counter(name for entry in entries for name in entry.facts)
    return [book.facts[name] for name, _ in counted.most_common()]


def _typed(query: Mapping[str, str], name: str) -> str:
    return (query.get(name) or "").strip()[:200]


def _read(book: Book, query: QueryDict, trial: Trial) -> tuple[dict[str, object], dict[str, FactError]]:
    known: dict[str, object] = {}
    wrong: dict[str, FactError] = {}
    for name in query:
        if name in ("standard", "section", "on"):
            continue
        if name not in book.facts:
            trial.unknown.append(name[:60])
            continue
        typed = _typed(query, name)
        given = "none" if typed.lower() in ("ingen", "none") and book.facts[name].may_be_none else typed
        if not given:
            continue
        try:
            known[name] = parse_value(book.facts[name], given)
        except FactError as error:
            wrong[name] = error
    return known, wrong


def day_field(query: QueryDict, name: str, label: str, today: date) -> tuple[Field, date]:
    """The field that asks for a day, and the day: today when none is written, or none that can be read."""
    typed = _typed(query, name)
    shown = Field(name, label, "date", typed or plain(today))
    if not typed:
        return shown, today
    try:
        return shown, parse_date(typed)
    except ValueError:
        shown.error = f"”{typed}” er ikke en dato. Skriv for eksempel {plain(today)}"
        return shown, today


def plain(day: date) -> str:
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


def make_field(fact: Fact, typed: str, error: str = "") -> Field:
    """The field that asks for a fact."""
    if fact.type in ("yes_no", "judgement"):
        typed = {"true": "ja", "yes": "ja", "met": "ja", "false": "nej", "no": "nej", "not_met": "nej"}.get(typed.lower(), typed.lower())
        made = yes_no_unknown(fact.id, fact.label, typed if not error else "", judged=fact.type == "judgement")
    elif fact.type == "choice":
        options = [Option("", "Ved ikke", not typed), *(Option(key, label, key == typed) for key, label in fact.options.items())]
        made = Field(fact.id, fact.label, "select", typed, options=options)
    else:
        hint = ". ".join(part for part in (HINTS[fact.type], NONE_HINT if fact.may_be_none else "") if part)
        made = Field(fact.id, fact.label, {"date": "date", "integer": "number", "percent": "number"}.get(fact.type, "text"), typed, hint)
    made.error = error
    return made


def _make_fields(book: Book, trial: Trial, query: QueryDict, asked: list[Fact], known: dict[str, object], wrong: dict[str, FactError]) -> None:
    # Asked in the order of the questions: first what decides whether the person is covered at all.
    wanted = dict.fromkeys(name for group in trial.groups for answer in (*group.answers, *group.waiting) for name in answer.finding.missing)
    shown: dict[str, list[Field]] = {}
    fields = {}
    for fact in asked:
        error = wrong.get(fact.id)
        fields[fact.id] = make_field(fact, _typed(query, fact.id), f"{error.what} {error.remedy}" if error else "")
    trial.given_fields = [made for name, made in fields.items() if name in known or name in wrong]
    trial.errors += [made for made in trial.given_fields if made.error]
    first = [name for name in wanted if name in fields and name not in known and name not in wrong]
    trial.next_fields = [fields[name] for name in first[:NEXT]]
    taken = {made.name for made in (*trial.given_fields, *trial.next_fields)}
    for fact in asked:
        if fact.id not in taken:
            shown.setdefault(GROUPS.get(fact.answered_by, "Andet"), []).append(fields[fact.id])
    trial.other_groups = list(shown.items())
    trial.fields = list(fields.values())
    for name in (*known, *wrong):
        if name not in fields:
            trial.unused.append((name, book.facts[name].label, _typed(query, name)))


def _groups(book: Book, trial: Trial, entries: Mapping[str, list[Entry]], known: dict[str, object]) -> list[Group]:
    answers: dict[str, list[Answered]] = {}
    for standard in trial.standards:
        for entry in entries[standard.id]:
            answers.setdefault(_QUESTION_OF[entry.topic], []).append(_answered(book, standard, entry, book.answer(entry, known, trial.on)))
    return [group for id_ in ORDER if (group := _group(book, trial, id_, answers.get(id_, []), known))]


def _answered(book: Book, standard: Standard, entry: Entry, finding: Finding) -> Answered:
    missing = tuple((book.facts[name].label, make_field(book.facts[name], "").anchor) for name in finding.missing)
    said_without_figure = not entry.rule and finding.status is Status.NOT_COVERED
    mark = marks.WORDS_ONLY if said_without_figure else marks.of_answer(finding.status, finding.values)
    return Answered(standard, entry, finding, mark, missing)


def _group(book: Book, trial: Trial, id_: str, found: list[Answered], known: dict[str, object]) -> Group | None:
    """The answers to one question: of the rules, and of the words of a document that has no rule for it."""
    councils = [standard for standard in trial.standards if not standard.is_law]
    if id_ in IN_WORDS and (found or id_ in ALWAYS):
        quiet = [standard for standard in councils if all(a.standard is not standard or a.is_law or a.aside for a in found)]
        found = [*found, *(said for standard in quiet if (said := _in_words(book, trial, id_, standard, known)))]
    if not found and (id_ not in ALWAYS or not councils):
        return None
    place = {standard.id: number for number, standard in enumerate(trial.standards)}
    found.sort(key=lambda a: (place[a.standard.id], a.is_law, a.finding.status not in (Status.DECIDED, Status.STATED), a.entry.source.lines or (0, 0)))
    told = tuple(a for a in found if not a.aside)
    silent = tuple(s for s in councils if id_ in IN_WORDS and all(a.standard is not s or a.is_law for a in found))
    waiting = tuple(a for a in told if a.waits)
    # Those that wait for an answer are folded away when they would hide the ones that have one.
    folded = () if trial.side_by_side or len(waiting) <= 3 else waiting[2:]
    return Group(id_, QUESTIONS[id_].label, tuple(a for a in told if a not in folded), folded, tuple(a for a in found if a.aside), silent)


def _in_words(book: Book, trial: Trial, id_: str, standard: Standard, known: dict[str, object]) -> Answered | None:
    """What a document says where it has no rule for the case: an answer in words, no date and no amount."""
    for finding in book.ask(id_, standard.id, trial.section.id, known, trial.on):
        if finding.entry and finding.entry.standard == standard.id and not finding.entry.rule:
            return _answered(book, standard, finding.entry, finding)
    return None


def address(chosen: str, section: str, facts: Mapping[str, object] | None = None, on: date | None = None) -> str:
    """The address that shows these answers."""
    query: dict[str, str] = {"standard": chosen, "section": section}
    for name, value in (facts or {}).items():
        query[name] = _write(value)
    if on:
        query["on"] = on.isoformat()
    return f"{reverse('public:try')}?{urlencode(query)}"


def _write(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, date):
        return value.isoformat()
    if value is NONE:
        return "ingen"
    if isinstance(value, (list, tuple)):
        return "; ".join(f"{minutes} minutes" for minutes in value)
    return str(value)


def _samples(entries: Iterable[list[Entry]], chosen: str, section: Section) -> Iterable[tuple[str, str]]:
    """Examples to begin from: the first of each of the section's rules, at most six."""
    count = 0
    for found in entries:
        for entry in found:
            if section.id not in entry.sections or not entry.examples:
                continue
            example = entry.examples[0]
            if not example.given:
                continue
            yield example.name, address(chosen, section.id, typed(example), example.on)
            count += 1
            if count == 6:
                return


def typed(example: Example) -> dict[str, str]:
    """An example's facts as a person would write them in the form."""
    book = installation.book()
    facts = book.parse_facts(example.given)
    return {name: _typed_value(book.facts[name], value) for name, value in facts.items() if value is not None}


def _typed_value(fact: Fact, value: object) -> str:
    if fact.type == "money" and isinstance(value, int):
        return f"{value // 100},{value % 100:02d}"
    if fact.type == "minutes" and isinstance(value, int):
        return f"{value} minutes"
    return _write(value)
