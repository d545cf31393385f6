"""Reading the library's files: strict YAML with the place of every value.

Only whole numbers and true/false are typed; everything else is text for the schema to read. What YAML would guess at (`no`, `1:30`,
`~`, leading zeros), what hides (aliases, tags) and what is ambiguous (duplicate keys) is refused with the place and what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Place = tuple[int, int]
Keys = tuple[str | int, ...]

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

_INTEGER = re.compile(r"0|-?[1-9]\d{0,15}")
_REFUSED = (
    (re.compile(r"|~|null|Null|NULL"), "en tom værdi", "skriv none, hvis der ingen er, eller udelad feltet"),
    (re.compile(r"yes|no|on|off|y|n", re.IGNORECASE), "'{}' kan læses som ja/nej", 'skriv true eller false, eller sæt teksten i anførselstegn: "{}"'),
    (re.compile(r"true|false", re.IGNORECASE), "'{}' er ja/nej med stort", "skriv true eller false med småt"),
    (re.compile(r"[-+]?\d+(:\d\d?)+(\.\d*)?"), "'{}' kan læses som et tal i tressere", "skriv fx '90 minutes', eller sæt teksten i anførselstegn: \"{}\""),
    (re.compile(r"[-+]?0\d+"), "'{}' begynder med nul og kan læses som et andet tal", 'sæt det i anførselstegn: "{}"'),
    (
        re.compile(r"[-+]?(0x[0-9a-fA-F_]+|0b[01_]+|0o[0-7_]+|\d[\d_]*_[\d_]*|\d+(\.\d*)?[eE][-+]?\d+)"),
        "'{}' er skrevet på en måde, der kan læses forskelligt",
        "skriv tallet med almindelige cifre",
    ),
    (re.compile(r"[-+]?\.(inf|nan)", re.IGNORECASE), "'{}' er ikke et tal", "skriv et almindeligt tal"),
    (re.compile(r"\+\d+"), "'{}' har et plus foran", "skriv tallet uden plus"),
)


_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")

_SUSPECT = re.compile(r"|~|[-+.\d].*|[A-Za-z]{1,5}")
"""Nothing else can be a number, a yes or no, or empty: most texts need no closer look."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in the library: where it is, what is wrong, and what would be right, in Danish."""

    file: str
    line: int
    column: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what}"


class LibraryErrors(Exception):
    """The library can't be used. Nothing of it is loaded."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(slots=True)
class File:
    """A file's content with the place of each value. Shapes: places are (line, column), both from 1."""

    path: Path
    name: str
    data: Any
    places: dict[Keys, Place] = field(default_factory=dict)
    _inside: dict[Keys, list[tuple[Keys, Place]]] = field(default_factory=dict)

    def within(self, keys: Keys) -> list[tuple[Keys, Place]]:
        """Every value inside another, with its place."""
        if not self._inside:
            for path, place in self.places.items():
                self._inside.setdefault(path[:2], []).append((path, place))
        return self._inside.get(keys[:2], [])

    def place(self, keys: Keys) -> Place:
        """Where a value stands; where the nearest value around it stands, when it isn't there."""
        while keys and keys not in self.places:
            keys = keys[:-1]
        return self.places.get(keys, (1, 1))

    def problem(self, keys: Keys, what: str) -> Problem:
        """A fault at a value."""
        line, column = self.place(keys)
        return Problem(self.name, line, column, what)


class _Refused(Exception):
    def __init__(self, mark: Any, what: str) -> None:
        super().__init__(what)
        self.line, self.column, self.what = mark.line + 1, mark.column + 1, what


def read(path: Path, name: str | None = None) -> File:
    """Read one file. Raises: LibraryErrors with one problem."""
    name = name or path.name
    try:
        with path.open("rb") as opened:
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise LibraryErrors([Problem(name, 1, 1, f"filen kan ikke læses: {error.strerror}")]) from error
    if len(content) > MAX_BYTES:
        raise LibraryErrors([Problem(name, 1, 1, f"filen fylder mere end {MAX_BYTES} byte, som er det højeste; del den op")])
    try:
        return read_text(content.decode("utf-8"), path, name)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise LibraryErrors([Problem(name, line, 1, "filen er ikke UTF-8; gem den som UTF-8")]) from error


def read_text(text: str, path: Path, name: str) -> File:
    """Read text as a file. Raises: LibraryErrors with one problem."""
    hidden = _HIDDEN.search(text)
    if hidden:
        before = text[: hidden.start()]
        line, column = before.count("\n") + 1, hidden.start() - before.rfind("\n")
        raise LibraryErrors([Problem(name, line, column, f"et tegn, der ikke kan ses (U+{ord(hidden[0]):04X}); slet det")])
    try:
        return _Reader(path, name).read(text)
    except _Refused as error:
        raise LibraryErrors([Problem(name, error.line, error.column, error.what)]) from error
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        said = getattr(error, "problem", None) or "kan ikke læses"
        raise LibraryErrors([Problem(name, line, column, f"ikke gyldig YAML ({said}); se indrykning, kolon og anførselstegn")]) from error


class _Reader:
    def __init__(self, path: Path, name: str) -> None:
        self.file = File(path, name, None)

    def read(self, text: str) -> File:
        events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(event.start_mark, "filen har flere dokumenter (---); del den i flere filer")
                self.file.data = self._value(next(events), events, ())
        if documents == 0:
            self.file.data = {}
        return self.file

    def _value(self, event: Any, events: Iterator[Any], keys: Keys) -> Any:
        self._refuse(event)
        mark = event.start_mark
        self.file.places.setdefault(keys, (mark.line + 1, mark.column + 1))
        if len(keys) > MAX_DEPTH:
            raise _Refused(mark, f"mere end {MAX_DEPTH} niveauer; gør opbygningen fladere")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, keys)
        return self._mapping(events, keys)

    def _sequence(self, events: Iterator[Any], keys: Keys) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._value(event, events, (*keys, len(found))))
        return found

    def _mapping(self, events: Iterator[Any], keys: Keys) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            self._refuse(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Refused(event.start_mark, "et feltnavn skal være et enkelt ord; sæt en liste eller et felt ind som værdi i stedet")
            key = event.value
            if key in found:
                raise _Refused(event.start_mark, f"feltet '{key}' står to gange; behold det ene")
            if key == "<<":
                raise _Refused(event.start_mark, "sammenfletning med << er ikke tilladt; skriv felterne ud")
            mark: Any = event.start_mark
            self.file.places[(*keys, key)] = (mark.line + 1, mark.column + 1)
            found[key] = self._value(next(events), events, (*keys, key))
        return found

    def _refuse(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise _Refused(event.start_mark, f"henvisningen *{event.anchor} er ikke tilladt; skriv værdien ud")
        if getattr(event, "anchor", None):
            raise _Refused(event.start_mark, f"mærket &{event.anchor} er ikke tilladt; skriv værdien ud, hvor den bruges")
        if getattr(event, "tag", None):
            raise _Refused(event.start_mark, f"typemærket {event.tag} er ikke tilladt; skriv værdien uden mærke")


def _scalar(event: Any) -> Any:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if not _SUSPECT.fullmatch(value):
        return value
    if _INTEGER.fullmatch(value):
        return int(value)
    if value in ("true", "false"):
        return value == "true"
    for pattern, what, remedy in _REFUSED:
        if pattern.fullmatch(value):
            raise _Refused(event.start_mark, f"{what.format(value)}; {remedy.format(value)}")
    return value
