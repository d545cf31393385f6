"""The form of the library's files: which fields there are and what may stand in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictStr, ValidationError, field_validator, model_validator

from mestring.rules.kinds.base import DayField
from mestring.rules.period import parse_duration
from mestring.rules.rulebook.files import File, Keys, Problem
from mestring.rules.rulebook.model import ASPECTS, BINDINGS, CONDITIONS_OF, DECIDERS, FINDING_TYPES, MARKS, METHODS, REASONS, TOPICS, WAYS

Lines = tuple[int, int]


class Form(BaseModel):
    """A part of a file. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class SourceForm(Form):
    """Where something comes from."""

    document: str | None = None
    lines: Lines | None = None
    also: list[Lines] = []
    heading: str | None = None
    cite: str | None = None
    certainty: Literal["to_confirm"] | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> SourceForm:
        if self.lines is None and self.cite is None:
            raise ValueError("en kilde har lines: [fra, til] i dokumentet eller cite: stedet i loven")
        for first, last in [*([self.lines] if self.lines else []), *self.also]:
            if not 1 <= first <= last:
                raise ValueError(f"linjerne [{first}, {last}] er ikke et stykke; skriv [første, sidste]")
        return self


class AlternativeForm(Form):
    """Another reading."""

    id: str
    text: str
    change: dict[str, Any] | None = None
    without: list[str] = []


class ReadingForm(Form):
    """Where a text is unclear."""

    id: str
    question: str
    chosen: str | int | bool
    because: str
    status: Literal["to_confirm", "settled"] = "to_confirm"
    alternatives: list[AlternativeForm] = []


class SupersededForm(Form):
    """Law that has changed since."""

    valid_from: DayField = Field(alias="from")
    text: str
    by: str | None = None


class TellsForm(Form):
    """What an entry settles."""

    way: Literal[WAYS] | None = None  # type: ignore[valid-type]
    decider: Literal[DECIDERS] | None = None  # type: ignore[valid-type]
    method: Literal[METHODS] | None = None  # type: ignore[valid-type]
    condition_of: Literal[CONDITIONS_OF] | None = None  # type: ignore[valid-type]
    of: list[StrictStr] | None = None

    @model_validator(mode="after")
    def _something(self) -> TellsForm:
        if not (self.way or self.decider or self.method or self.condition_of):
            raise ValueError("skriv way:, decider:, method: eller condition_of:, eller fjern feltet")
        return self


class EntryForm(Form):
    """What every entry has."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)+$")
    section: StrictStr | None = None
    sections: list[StrictStr] | None = None
    topic: Literal[TOPICS]  # type: ignore[valid-type]
    aspect: Literal[ASPECTS] | None = None  # type: ignore[valid-type]
    text: str = Field(min_length=3)
    value: Any = None
    source: SourceForm
    binding: Literal[tuple(BINDINGS)]  # type: ignore[valid-type]
    departure: dict[str, Any] | None = None
    readings: list[ReadingForm] = []
    superseded: SupersededForm | None = None
    fills: str | None = None
    tells: TellsForm | None = None
    valid_from: DayField | None = None
    valid_to: DayField | None = None


ENTRY_FIELDS = frozenset(EntryForm.model_fields)


class NotModelledForm(Form):
    """A passage left out."""

    lines: Lines
    also: list[Lines] = []
    reason: Literal[tuple(REASONS)]  # type: ignore[valid-type]
    text: str = ""


class MarkedForm(Form):
    """Lines that hold no rule."""

    lines: Lines
    what: Literal[MARKS]  # type: ignore[valid-type]
    text: str | None = None


class FindingForm(Form):
    """What a document contradicts, gets wrong or leaves open."""

    id: str
    type: Literal[tuple(FINDING_TYPES)]  # type: ignore[valid-type]
    text: str
    chosen: str = ""
    source: SourceForm
    status: Literal["to_confirm", "settled"] = "to_confirm"
    section: StrictStr | None = None
    sections: list[StrictStr] | None = None


class ExampleForm(Form):
    """A test of a rule."""

    name: str
    rule: str
    given: dict[str, Any]
    expect: dict[str, Any] = Field(min_length=1)


class BoundForm(Form):
    """A bound law sets on a field of a council's rule."""

    field: str
    at_most: str | int | None = None
    at_least: str | int | None = None


class OpenTermForm(Form):
    """What law leaves to a council."""

    id: str
    topic: Literal[TOPICS]  # type: ignore[valid-type]
    kind: str
    text: str
    source: SourceForm
    section: StrictStr | None = None
    bound: BoundForm | None = None


class SectionForm(Form):
    """A section's file."""

    section: StrictStr | None = None
    sections: list[StrictStr] | None = None
    title: str = ""
    plain_title: str = ""
    lead: str = ""
    rules: list[dict[str, Any]] = []
    statements: list[EntryForm] = []
    not_modelled: list[NotModelledForm] = []
    marked: list[MarkedForm] = []
    findings: list[FindingForm] = []
    examples: list[ExampleForm] = []
    open_terms: list[OpenTermForm] = []


class DocumentForm(Form):
    """The adopted text."""

    id: str
    file: str
    sha256: str
    dated: str | int = ""


class StandardForm(Form):
    """A standard's own file."""

    id: str
    council: str
    name: str
    title: str
    adopted_by: str = ""
    adopted_on: DayField | None = None
    valid_from: DayField
    valid_to: DayField | None = None
    edition: int = 1
    document: DocumentForm
    contact: dict[str, Any] = {}
    note: str = ""


class RateValueForm(Form):
    """A rate's value for a span of days."""

    valid_from: DayField = Field(alias="from")
    valid_to: DayField = Field(alias="to")
    value: str | int
    source: SourceForm
    basis: Literal["printed", "computed"] = "printed"


class RateForm(Form):
    """A rate."""

    id: str
    label: str
    unit: str
    values: list[RateValueForm] = Field(min_length=1)
    known_until: DayField
    text: str | None = None


class RatesForm(Form):
    """A file of rates."""

    rates: list[RateForm]
    findings: list[FindingForm] = []


class FactForm(Form):
    """A fact."""

    type: Literal["date", "yes_no", "integer", "money", "minutes", "percent", "choice", "judgement", "monthly"]
    label: str
    answered_by: Literal["citizen", "caseworker", "provider", "shelter", "committee", "leader"]
    options: dict[str, str] = {}
    may_be_none: bool = False
    absent: Literal["none"] | None = None
    unit: str = ""
    help: str | None = None

    @model_validator(mode="after")
    def _options(self) -> FactForm:
        if (self.type == "choice") != bool(self.options):
            raise ValueError("options: hører til type: choice, og kun dér")
        return self


class FactsForm(Form):
    """A file of facts."""

    facts: dict[str, FactForm]


class ClosedDayForm(Form):
    """A holiday or a closed day."""

    id: str
    name: str
    month: int | None = None
    day: int | None = None
    easter_offset: int | None = None
    valid_from: DayField | None = None
    valid_to: DayField | None = None
    source: SourceForm

    @model_validator(mode="after")
    def _some_day(self) -> ClosedDayForm:
        if (self.month is None or self.day is None) == (self.easter_offset is None):
            raise ValueError("skriv enten month: og day: eller easter_offset:")
        if self.easter_offset is None:
            try:
                date(2023, self.month or 0, self.day or 0)
            except ValueError:
                raise ValueError(f"{self.day}.{self.month}. er ikke en dag, der er hvert år") from None
        return self


class CalendarForm(Form):
    """The calendar's file."""

    holidays: list[ClosedDayForm]
    closed_days: list[ClosedDayForm]
    findings: list[FindingForm] = []


class PensionRowForm(Form):
    """A pension age by date of birth."""

    born_from: DayField
    age: str

    @field_validator("age")
    @classmethod
    def _an_age(cls, given: str) -> str:
        if not parse_duration(given).in_months:
            raise ValueError(f"'{given}' er ikke en alder; skriv år eller måneder, fx '67 years' eller '786 months'")
        return given

    source: SourceForm
    text: str | None = None


class PensionForm(Form):
    """The pension age's file."""

    rows: list[PensionRowForm]
    findings: list[FindingForm] = []


class RenamedForm(Form):
    """Another name for a section from a day on."""

    valid_from: date = Field(alias="from")
    title: str
    in_a_sentence: str = ""


class SectionNameForm(Form):
    """A section of law."""

    id: StrictStr
    title: str
    plain_title: str
    law: str = ""
    kle: str = ""
    duty: Literal["", "must", "may"] = ""
    in_a_sentence: str = ""
    renamed: list[RenamedForm] = []
    applied_for: bool = True


class SectionNamesForm(Form):
    """The sections' file."""

    sections: list[SectionNameForm]


Shape = TypeVar("Shape", bound=BaseModel)


def check_form(shape: type[Shape], data: Any, file: File, keys: Keys = ()) -> tuple[Shape | None, list[Problem]]:
    """Data in a form, or the problems with it, each at its place in the file."""
    try:
        return shape.model_validate(data), []
    except ValidationError as error:
        return None, list(_problems(error, shape, file, keys))


def _problems(error: ValidationError, shape: type[BaseModel], file: File, keys: Keys) -> Iterator[Problem]:
    seen = set()
    for fault in error.errors():
        place: Keys = (*keys, *(part for part in fault["loc"] if isinstance(part, (str, int))))
        name = ".".join(str(part) for part in fault["loc"])
        problem = file.problem(place, _danish(fault, name, shape))
        if problem not in seen:
            seen.add(problem)
            yield problem


def _danish(fault: Any, name: str, shape: type[BaseModel]) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    last = str(fault["loc"][-1]) if fault["loc"] else ""
    given = fault.get("input")
    if kind == "extra_forbidden":
        where = shape.__name__.removesuffix("Form").lower()
        allowed = ", ".join(sorted(field.alias or key for key, field in shape.model_fields.items())) if len(fault["loc"]) == 1 else ""
        return f"ukendt felt '{last}'" + (f"; {where} har felterne {allowed}" if allowed else "; fjern det, eller ret stavningen")
    if kind == "missing":
        return f"mangler feltet '{last}'"
    if kind == "value_error":
        return f"{name + ': ' if name else ''}{fault['msg'].removeprefix('Value error, ')}"
    if kind == "literal_error":
        return f"{name}: '{given}' kan ikke stå her; skriv en af {context.get('expected', '').replace(' or ', ', ')}"
    if kind == "string_pattern_mismatch":
        return f"{name}: '{given}' er ikke et navn; brug små bogstaver, cifre og bindestreger, fx vejle-107-follow-up"
    wanted = _WANTED.get(kind)
    if wanted:
        return f"{name}: {given!r} er ikke {wanted}"
    return f"{name}: {fault['msg']}"


_WANTED = {
    "string_type": "tekst; sæt den i anførselstegn",
    "int_type": "et helt tal",
    "int_parsing": "et helt tal",
    "bool_type": "true eller false",
    "bool_parsing": "true eller false",
    "list_type": "en liste; skriv [a, b] eller en linje med - for hver",
    "tuple_type": "to tal; skriv [første, sidste]",
    "dict_type": "felter; skriv navn: værdi",
    "model_type": "felter; skriv navn: værdi",
    "model_attributes_type": "felter; skriv navn: værdi",
    "too_short": "lang nok; der mangler noget",
    "too_long": "kort nok; skriv kun to tal, [første, sidste]",
    "string_too_short": "lang nok; skriv en hel sætning",
}
