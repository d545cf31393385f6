"""The only door to the library: read it, check its form, build its parts. Nothing is half-loaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mestring.rules.calendar import Calendar, ClosedDay
from mestring.rules.facts import NONE, Fact
from mestring.rules.finding import Source
from mestring.rules.kinds import KINDS, Rule
from mestring.rules.money import parse_money
from mestring.rules.period import parse_duration
from mestring.rules.rulebook import forms
from mestring.rules.rulebook.files import File, LibraryErrors, Problem, read
from mestring.rules.rulebook.forms import ENTRY_FIELDS, check_form
from mestring.rules.rulebook.model import (
    Alternative,
    Contents,
    Document,
    Entry,
    Example,
    Marked,
    Note,
    OpenTerm,
    Reading,
    Reviewed,
    Section,
    SectionName,
    SectionPage,
    Standard,
    Superseded,
    Tells,
    content_hash,
)
from mestring.rules.world import PensionAges, Rate, RateValue, World

SHIPPED = Path(__file__).resolve().parents[2] / "standards"
"""The library that comes with the program."""


def load(root: Path = SHIPPED) -> Contents:
    """Read the whole library. Raises: LibraryErrors with every problem found; then nothing is loaded."""
    return _Loader(root).load()


@dataclass
class _Parts:
    """What the files of one standard hold, while it is read."""

    entries: list[tuple[Entry, File]] = field(default_factory=list)
    pages: dict[str, SectionPage] = field(default_factory=dict)
    titles: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    findings: list[Note] = field(default_factory=list)
    not_modelled: list[Note] = field(default_factory=list)
    marked: list[Marked] = field(default_factory=list)
    open_terms: list[OpenTerm] = field(default_factory=list)
    examples: list[tuple[Example, File, int]] = field(default_factory=list)


class _Loader:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.problems: list[Problem] = []
        self.broken: set[str] = set()
        """Rules that could not be built: what is wrong with them is said once, and not again by their examples."""
        self.facts: dict[str, Fact] = {}
        self.sections: dict[str, Section] = {}
        self.terms: dict[str, dict[str, str]] = {}
        self.rates: dict[str, Rate] = {}
        self.loose_findings: list[Note] = []
        self.standard_ids: set[str] = set()

    def load(self) -> Contents:
        self._facts()
        self._sections()
        self._terms()
        self._rates()
        world = self._world()
        if self.problems:  # what stands on these would only repeat their faults
            raise LibraryErrors(_in_order(self.problems))
        law = self._standard(self.root / "law", self._law_files(), world)
        folders = sorted(path.parent for path in self.root.glob("councils/*/*/standard.yaml"))
        standards = {}
        for folder in folders:
            files = sorted((path for path in folder.glob("*.yaml") if path.name not in _NOT_SECTIONS), key=_reading_order)
            standard = self._standard(folder, files, world)
            if standard is not None:
                standards[standard.id] = standard
        standards = _until_replaced(standards)
        self._unique([law, *standards.values()])
        if self.problems or law is None:
            raise LibraryErrors(_in_order(self.problems))
        vocabulary = {path.stem: self._read(path) for path in sorted(self.root.glob("vocabulary/**/*.yaml")) if path.name != "terms.yaml"}
        if self.problems:
            raise LibraryErrors(self.problems)
        return Contents(
            law=law,
            standards=standards,
            facts=self.facts,
            rates=self.rates,
            sections=self.sections,
            terms=self.terms,
            world=world,
            vocabulary={name: file.data for name, file in vocabulary.items() if file},
        )

    def _law_files(self) -> list[Path]:
        other = {"law.yaml", "calendar.yaml", "pension-age.yaml", *_NOT_SECTIONS}
        loose = [path for path in self.root.glob("law/*.yaml") if path.name not in other]
        return sorted([*loose, *self.root.glob("law/serviceloven/*.yaml")])

    def _read(self, path: Path) -> File | None:
        try:
            return read(path, str(path.relative_to(self.root.parent)))
        except LibraryErrors as error:
            self.problems += error.problems
            return None

    def _form(self, shape: Any, file: File | None) -> Any:
        if file is None:
            return None
        found, problems = check_form(shape, file.data, file)
        self.problems += problems
        return found

    def _facts(self) -> None:
        for path in sorted(self.root.glob("facts/*.yaml")):
            file = self._read(path)
            form = self._form(forms.FactsForm, file)
            if form is None or file is None:
                continue
            for name, fact in form.facts.items():
                if name in self.facts:
                    self.problems.append(file.problem(("facts", name), f"oplysningen '{name}' findes allerede i en anden fil"))
                absent = NONE if fact.absent else None
                self.facts[name] = Fact(name, fact.type, fact.label, fact.answered_by, fact.options, fact.may_be_none, absent, fact.unit)

    def _sections(self) -> None:
        file = self._read(self.root / "sections.yaml")
        form = self._form(forms.SectionNamesForm, file)
        for place, one in enumerate(form.sections if form else ()):
            first = SectionName(date.min, one.title, one.in_a_sentence or _in_a_sentence(one.title))
            later = [SectionName(other.valid_from, other.title, other.in_a_sentence or _in_a_sentence(other.title)) for other in one.renamed]
            if file and any(after.valid_from <= before.valid_from for before, after in pairwise(later)):
                self.problems.append(
                    file.problem(("sections", place, "renamed"), "navnene står ikke i orden; skriv det tidligste først, og højst ét navn fra en dag")
                )
            self.sections[one.id] = Section(one.id, (first, *later), one.plain_title, one.law, one.kle, one.duty, one.applied_for)

    def _terms(self) -> None:
        file = self._read(self.root / "vocabulary" / "terms.yaml")
        labels: dict[str, str] = {}
        for family, terms in (self._fields(file, (), file.data) if file else {}).items():
            self.terms[family] = {term: str(label) for term, label in self._fields(file, (family,), terms).items()}
            for term, label in self.terms[family].items():
                if file and labels.setdefault(term, label) != label:
                    self.problems.append(
                        file.problem((family, term), f"'{term}' hedder også '{labels[term]}'; et ord har ét dansk navn, giv det ene et andet id")
                    )

    def _fields(self, file: File | None, keys: tuple[str | int, ...], data: Any) -> Mapping[str, Any]:
        """Data that must be fields with values; nothing, with the problem noted, when it isn't."""
        if isinstance(data, Mapping) and data:
            return data
        if file:
            self.problems.append(file.problem(keys, "her skal stå felter; skriv navn: værdi"))
        return {}

    def _notes(self, path: Path) -> Mapping[str, Any]:
        """A file of hashes or reviews that the program has written itself; nothing when there is none."""
        if not path.exists():
            return {}
        name = str(path.relative_to(self.root.parent))
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            line, column = getattr(error, "lineno", 1), getattr(error, "colno", 1)
            self.problems.append(Problem(name, line, column, "filen er ikke gyldig JSON; slet den, og lav den igen med 'mestring standards seal'"))
            return {}
        if not isinstance(found, dict):
            self.problems.append(Problem(name, 1, 1, "filen har ikke den rette form; slet den, og lav den igen med 'mestring standards seal'"))
            return {}
        return found

    def _rates(self) -> None:
        for path in sorted([*self.root.glob("law/rates/*.yaml"), *self.root.glob("councils/*/*/rates.yaml")]):
            file = self._read(path)
            form = self._form(forms.RatesForm, file)
            if form is None or file is None:
                continue
            for place, one in enumerate(form.rates):
                values = []
                for at, value in enumerate(one.values):
                    try:
                        figure = parse_money(str(value.value)) if one.unit.startswith("kr") else int(str(value.value).removesuffix("%").strip())
                    except ValueError as error:
                        self.problems.append(file.problem(("rates", place, "values", at, "value"), str(error)))
                        continue
                    values.append(RateValue(value.valid_from, value.valid_to, figure, _source(value.source, None), value.basis))
                    if value.valid_to < value.valid_from or (at and value.valid_from <= one.values[at - 1].valid_to):
                        self.problems.append(
                            file.problem(("rates", place, "values", at), "perioderne overlapper eller står ikke i orden; hver dag må kun have én sats")
                        )
                if any(value.valid_to > one.known_until for value in one.values):
                    self.problems.append(file.problem(("rates", place, "known_until"), "en værdi gælder længere end known_until; ret den ene"))
                if one.id in self.rates:
                    self.problems.append(file.problem(("rates", place, "id"), f"satsen '{one.id}' findes allerede"))
                self.rates[one.id] = Rate(one.id, one.label, one.unit, tuple(values), one.known_until)
            self.loose_findings += [_finding(one, "law", ()) for one in form.findings]

    def _world(self) -> World:
        calendar = self._form(forms.CalendarForm, self._read(self.root / "law" / "calendar.yaml"))
        pension = self._form(forms.PensionForm, self._read(self.root / "law" / "pension-age.yaml"))
        closed = [_closed_day(one) for one in [*calendar.holidays, *calendar.closed_days]] if calendar else []
        rows = [(row.born_from, parse_duration(row.age).months, _source(row.source, None)) for row in pension.rows] if pension else [(date.min, 0, Source())]
        for form in (calendar, pension):
            if form:
                self.loose_findings += [_finding(one, "law", ()) for one in form.findings]
        terms = {term: label for family in self.terms.values() for term, label in family.items()}
        return World(Calendar(tuple(closed)), PensionAges(tuple(rows)), self.rates, self.facts, terms)

    def _standard(self, folder: Path, files: list[Path], world: World) -> Standard | None:
        own = self._read(folder / ("law.yaml" if folder.name == "law" else "standard.yaml"))
        form = self._form(forms.StandardForm, own)
        if form is None or own is None:
            return None
        if (form.id == "law") != (folder.name == "law"):
            self.problems.append(own.problem(("id",), "lovens fil, og kun den, har id: law"))
        if form.id in self.standard_ids:
            self.problems.append(own.problem(("id",), f"standarden '{form.id}' findes allerede; giv hver udgave sit eget id"))
        self.standard_ids.add(form.id)
        parts = _Parts()
        reviews = self._reviews(folder)
        for path in files:
            file = self._read(path)
            section = self._form(forms.SectionForm, file)
            if file and section:
                self._section(form, section, file, parts, world, reviews)
        entries = self._with_examples(parts)
        self._told_once(entries)
        pages = self._pages(parts, entries)
        passages = self._notes(folder / "passages.json")
        law_findings = self.loose_findings if form.id == "law" else []
        return Standard(
            id=form.id,
            council=form.council,
            name=form.name,
            title=form.title,
            adopted_by=form.adopted_by,
            adopted_on=form.adopted_on,
            valid_from=form.valid_from,
            valid_to=form.valid_to,
            edition=form.edition,
            document=Document(form.document.id, form.document.file, form.document.sha256, str(form.document.dated)),
            contact=form.contact,
            entries=tuple(entries),
            section_pages=pages,
            findings=(*parts.findings, *law_findings),
            not_modelled=tuple(parts.not_modelled),
            marked=tuple(parts.marked),
            open_terms=tuple(parts.open_terms),
            passages=passages,
            hash=content_hash([entry.hash for entry in entries]),
            note=form.note,
        )

    def _reviews(self, folder: Path) -> dict[str, Reviewed]:
        path = folder / "reviews.json"
        found = {}
        for entry, one in self._notes(path).items():
            try:
                found[entry] = Reviewed(one["by"], date.fromisoformat(one["on"]), one["hash"])
            except (KeyError, TypeError, ValueError):
                what = f"{entry}: skriv by, on (fx 2024-02-01) og hash"
                self.problems.append(Problem(str(path.relative_to(self.root.parent)), 1, 1, what))
        return found

    def _section(
        self, standard: forms.StandardForm, section: forms.SectionForm, file: File, parts: _Parts, world: World, reviews: Mapping[str, Reviewed]
    ) -> None:
        names = self._names(section.section, section.sections, file, ())
        for name in names:
            parts.titles.setdefault(name, (section.title, section.plain_title, section.lead))
        document = standard.document.id if standard.id != "law" else None
        for place, statement in enumerate(section.statements):
            self._add(parts, self._entry(standard.id, statement, names, document, file, ("statements", place), reviews), file)
        for place, given in enumerate(section.rules):
            rule = self._rule(standard.id, given, names, document, file, ("rules", place), world, reviews)
            if rule:
                self._add(parts, rule, file)
        for place, left_out in enumerate(section.not_modelled):
            source = Source(document or "", left_out.lines, tuple(left_out.also))
            parts.not_modelled.append(Note(f"{file.path.stem}-{place + 1}", standard.id, left_out.reason, left_out.text, source, sections=names))
        parts.marked += [Marked(one.lines, one.what) for one in section.marked]
        for place, finding in enumerate(section.findings):
            own = self._names(finding.section, finding.sections, file, ("findings", place)) or names
            parts.findings.append(_finding(finding, standard.id, own, document))
        for place, term in enumerate(section.open_terms):
            parts.open_terms.append(_open_term(term, file, names, document))
            if term.kind not in KINDS:
                self.problems.append(file.problem(("open_terms", place, "kind"), f"'{term.kind}' er ikke en regeltype; vælg en af {', '.join(KINDS)}"))
        for place, example in enumerate(section.examples):
            self._example(example, file, place, parts)

    def _names(self, one: str | None, several: list[str] | None, file: File, keys: tuple[str | int, ...]) -> tuple[str, ...]:
        names = tuple(several) if several else ((one,) if one else ())
        for name in names:
            if name not in self.sections:
                self.problems.append(
                    file.problem((*keys, "section" if one else "sections"), f"'{name}' står ikke i sections.yaml; ret den, eller tilføj den dér")
                )
        if not keys and not names:
            self.problems.append(file.problem((), 'skriv section: "107" eller sections: ["82a", "82b"] øverst'))
        return names

    def _add(self, parts: _Parts, entry: Entry | None, file: File) -> None:
        if entry:
            parts.entries.append((entry, file))

    def _entry(
        self, standard: str, form: forms.EntryForm, names: tuple[str, ...], document: str | None, file: File, keys: tuple[str | int, ...],
        reviews: Mapping[str, Reviewed], rule: Rule | None = None, fields: Mapping[str, Any] | None = None,
    ) -> Entry:  # fmt: skip
        own = self._names(form.section, form.sections, file, keys)
        source = _source(form.source, document)
        if form.source.lines and source.document is None:
            self.problems.append(file.problem((*keys, "source"), "skriv document: ved siden af lines:"))
        tells = self._tells(form, own or names, rule, file, keys)
        hashed = {"form": form.model_dump(exclude=None if tells else {"tells"}), "fields": fields or {}, "sections": own or names}
        return Entry(
            id=form.id,
            standard=standard,
            sections=own or names,
            topic=form.topic,
            kind=rule.kind if rule else "statement",
            text=form.text,
            source=source,
            binding=form.binding,
            value=form.value,
            aspect=form.aspect,
            departure=form.departure,
            readings=tuple(_reading(one) for one in form.readings),
            superseded=Superseded(form.superseded.valid_from, form.superseded.text, form.superseded.by) if form.superseded else None,
            fills=form.fills,
            tells=tells,
            valid_from=form.valid_from,
            valid_to=form.valid_to,
            rule=rule,
            fields=fields or {},
            reviewed=reviews.get(form.id),
            hash=content_hash(hashed),
            file=file.name,
            places=_places_within(file, keys),
        )

    def _tells(self, form: forms.EntryForm, names: tuple[str, ...], rule: Rule | None, file: File, keys: tuple[str | int, ...]) -> Tells | None:
        told = form.tells
        if told is None:
            return None
        sections = self._names(None, told.of, file, (*keys, "tells", "of")) or names
        if told.way and "general" in sections:
            self.problems.append(file.problem((*keys, "tells", "way"), 'way: gælder en paragraf; skriv hvilke, fx of: ["82a", "82b"]'))
        if told.condition_of and not (rule and rule.kind == "condition"):
            self.problems.append(file.problem((*keys, "tells", "condition_of"), "condition_of: hører til en regel med kind: condition, og kun dér"))
        return Tells(told.way or "", told.decider or "", told.method or "", told.condition_of or "", sections)

    def _told_once(self, entries: Iterable[Entry]) -> None:
        """Two entries that settle a way in, or a method, differently for one section leave nothing to follow. Two who may decide are a choice."""
        first: dict[tuple[str, str], Entry] = {}
        for entry in entries:
            for matter in ("way", "method") if entry.tells else ():
                word = getattr(entry.tells, matter)
                for section in entry.tells.of if entry.tells and word else ():
                    other = first.setdefault((matter, section), entry)
                    if getattr(other.tells, matter) != word:
                        what = f"'{entry.id}' siger {matter}: {word} om {section}, men '{other.id}' siger {getattr(other.tells, matter)}; behold den ene"
                        self.problems.append(Problem(entry.file, *entry.place("tells", matter), what))

    def _rule(
        self, standard: str, given: dict[str, Any], names: tuple[str, ...], document: str | None, file: File, keys: tuple[str | int, ...],
        world: World, reviews: Mapping[str, Reviewed],
    ) -> Entry | None:  # fmt: skip
        common, problems = check_form(forms.EntryForm, {key: value for key, value in given.items() if key in ENTRY_FIELDS}, file, keys)
        self.problems += problems
        fields = {key: value for key, value in given.items() if key not in ENTRY_FIELDS}
        kind = KINDS.get(str(fields.get("kind")))
        if kind is None:
            at = (*keys, "kind") if "kind" in fields else keys
            self.problems.append(file.problem(at, f"'{fields.get('kind', '')}' er ikke en regeltype; vælg en af {', '.join(KINDS)}"))
        rule = self.build(kind, fields, file, keys) if kind else None
        if kind is None or rule is None or common is None:
            self.broken.add(str(given.get("id")))
            return None
        for path, what in rule.problems(world):
            self.problems.append(file.problem((*keys, *path), what))
        for path, term in rule.terms():
            if term not in world.terms:
                self.problems.append(file.problem((*keys, *path), f"ordet '{term}' står ikke i vocabulary/terms.yaml; tilføj det dér med sit danske ord"))
        self._alternatives(common, kind, fields, file, keys, world)
        return self._entry(standard, common, names, document, file, keys, reviews, rule, fields)

    def build(self, kind: type[Rule], fields: Mapping[str, Any], file: File, keys: tuple[str | int, ...]) -> Rule | None:
        """A rule of a kind from its fields, or None with the problems noted."""
        rule, problems = check_form(kind, dict(fields), file, keys)
        self.problems += problems
        return rule

    def _alternatives(self, form: forms.EntryForm, kind: type[Rule], fields: Mapping[str, Any], file: File, keys: tuple[str | int, ...], world: World) -> None:
        """Every other reading that is data must itself be a whole rule, so that it can be run."""
        for place, reading in enumerate(form.readings):
            for at, alternative in enumerate(reading.alternatives):
                found = _alternative(alternative)
                if not found.can_be_run:
                    continue
                where = (*keys, "readings", place, "alternatives", at, "change")
                try:
                    changed = kind.model_validate(found.fields(fields))
                except ValidationError as error:
                    said = error.errors()[0]["msg"].removeprefix("Value error, ")
                    self.problems.append(file.problem(where, f"læsningen '{alternative.id}' kan ikke køres: {said}"))
                    continue
                self.problems += [file.problem(where, f"læsningen '{alternative.id}': {what}") for _, what in changed.problems(world)]

    def _example(self, form: forms.ExampleForm, file: File, place: int, parts: _Parts) -> None:
        given = dict(form.given)
        try:
            on = date.fromisoformat(str(given.pop("on")))
        except (KeyError, ValueError):
            self.problems.append(file.problem(("examples", place, "given"), "skriv on: den dag, der spørges om, fx on: 2024-02-01"))
            return
        unknown = [name for name in given if name not in self.facts]
        for name in unknown:
            self.problems.append(file.problem(("examples", place, "given", name), f"oplysningen '{name}' findes ikke; tilføj den i facts/ eller ret navnet"))
        if not unknown:
            found = Example(form.name, form.rule, given, dict(form.expect), on, file.place(("examples", place)))
            parts.examples.append((found, file, place))

    def _with_examples(self, parts: _Parts) -> list[Entry]:
        by_rule: dict[str, list[Example]] = {}
        rules = {entry.id for entry, _ in parts.entries if entry.rule}
        for example, file, place in parts.examples:
            if example.rule not in rules and example.rule not in self.broken:
                self.problems.append(file.problem(("examples", place, "rule"), f"reglen '{example.rule}' findes ikke; ret navnet"))
            by_rule.setdefault(example.rule, []).append(example)
        return [replace(entry, examples=tuple(by_rule.get(entry.id, ()))) for entry, _ in parts.entries]

    def _pages(self, parts: _Parts, entries: list[Entry]) -> dict[str, SectionPage]:
        pages = {}
        for name, section in self.sections.items():
            own = tuple(entry for entry in entries if name in entry.sections)
            if own:
                title, plain_title, lead = parts.titles.get(name, ("", "", ""))
                several = [other for other, titles in parts.titles.items() if titles == (title, plain_title, lead)]
                plain = section.plain_title if len(several) > 1 or not plain_title else plain_title
                pages[name] = SectionPage(name, title, plain, lead, own)
        return pages

    def _unique(self, standards: Iterable[Standard | None]) -> None:
        seen: dict[str, str] = {}
        for standard in standards:
            for entry in standard.entries if standard else ():
                if entry.id in seen:
                    self.problems.append(Problem(entry.file, *entry.place("id"), f"id'et '{entry.id}' står også i {seen[entry.id]}; giv det ene et andet navn"))
                seen[entry.id] = entry.file


_NOT_SECTIONS = ("standard.yaml", "rates.yaml")


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(set(problems), key=lambda problem: (problem.file, problem.line, problem.column))


def _reading_order(path: Path) -> tuple[bool, bool, str]:
    """What concerns all sections first, then the sections, then the annexes; the first to name a section gives its page the title."""
    return path.stem != "general", not path.stem.startswith("sel-"), path.name


def _places_within(file: File, keys: tuple[str | int, ...]) -> dict[tuple[str | int, ...], tuple[int, int]]:
    """The places of an entry's fields, by their path within it."""
    return {path[len(keys) :]: place for path, place in file.within(keys)}


def _until_replaced(standards: dict[str, Standard]) -> dict[str, Standard]:
    """The standards with the last day of each version that a later one of the same council replaces."""
    found = {}
    for name, standard in standards.items():
        later = [other.valid_from for other in standards.values() if other.council == standard.council and other.valid_from > standard.valid_from]
        ends = [min(later) - timedelta(days=1)] if later else []
        ends += [standard.valid_to] if standard.valid_to else []
        found[name] = replace(standard, valid_to=min(ends)) if ends else standard
    return found


def _in_a_sentence(title: str) -> str:
    return title[:1].lower() + title[1:]


def _source(form: forms.SourceForm, document: str | None) -> Source:
    return Source(
        form.document or (document if form.lines else None),
        form.lines,
        tuple(form.also),
        form.heading,
        form.cite,
        form.certainty,
        reprinted=form.document is not None,
    )


def _reading(form: forms.ReadingForm) -> Reading:
    alternatives = tuple(_alternative(one) for one in form.alternatives)
    return Reading(form.id, form.question, str(form.chosen), form.because, form.status, alternatives)


def _alternative(form: forms.AlternativeForm) -> Alternative:
    return Alternative(form.id, form.text, form.change, tuple(form.without))


def _finding(form: forms.FindingForm, standard: str, sections: tuple[str, ...], document: str | None = None) -> Note:
    return Note(form.id, standard, form.type, form.text, _source(form.source, document), form.chosen, form.status, sections)


def _open_term(form: forms.OpenTermForm, file: File, names: tuple[str, ...], document: str | None) -> OpenTerm:
    bound = form.bound
    return OpenTerm(
        id=f"{file.path.stem}.{form.id}",
        section=form.section or (names[0] if names else "general"),
        topic=form.topic,
        kind=form.kind,
        text=form.text,
        source=_source(form.source, document),
        field=bound.field if bound else None,
        at_most=str(bound.at_most) if bound and bound.at_most is not None else None,
        at_least=str(bound.at_least) if bound and bound.at_least is not None else None,
    )


def _closed_day(form: forms.ClosedDayForm) -> ClosedDay:
    return ClosedDay(form.id, form.name, form.month or 0, form.day or 0, form.easter_offset, form.valid_from or date.min, form.valid_to or date.max)
