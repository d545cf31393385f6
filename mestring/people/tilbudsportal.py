"""The file of offers that is fetched from Tilbudsportalen, read and checked row by row. It knows nothing of the register.

A file is text in columns: UTF-8 or Windows-1252, with semicolon, comma or tab between. Every fault in it is told at once.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mestring.people.errors import Fault, FileFaults
from mestring.people.models import DayRate, Offer
from mestring.rules import facts, money
from mestring.rules.rulebook import open_library

LARGEST = 2_000_000
"""Unit: bytes."""
MOST_ROWS = 5_000
LONGEST_CELL = 500
MOST_FAULTS = 500

ID, NAME, PROVIDER, CVR, P_NUMBER, SECTIONS, GROUPS = "Tilbuds-id", "Navn", "Leverandør", "CVR", "P-nummer", "Paragraffer", "Målgrupper"
PLACES, RATE, RATE_FROM, RATE_UNIT, APPROVED, APPROVED_UNTIL, ADDRESS = (
    "Pladser", "Takst", "Takst gælder fra", "Takstenhed", "Godkendt", "Godkendt til", "Adresse",
)  # fmt: skip
COLUMNS = (ID, NAME, PROVIDER, CVR, P_NUMBER, SECTIONS, GROUPS, PLACES, RATE, RATE_FROM, RATE_UNIT, APPROVED, APPROVED_UNTIL, ADDRESS)
NEEDED = (ID, NAME, PROVIDER, SECTIONS)
_ALSO = {
    "tilbudsnavn": NAME, "cvrnummer": CVR, "cvrnr": CVR, "pnr": P_NUMBER, "paragraf": SECTIONS, "målgruppe": GROUPS, "antalpladser": PLACES,
}  # fmt: skip
_DAY = "Skriv dagen som dag-måned-år, for eksempel 01-01-2026."
_SECTIONS = "Skriv paragraffer som § 85, § 107 eller ABL § 105."
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]")


@dataclass(frozen=True, slots=True)
class Row:
    """One offer of a file.

    Shapes: `number` is as a spreadsheet counts; `values` are fields of the offer, those alone that the file has a column for; `rate` is per, øre and the first day.
    """

    number: int
    tilbudsportal_id: str
    provider: str
    values: dict[str, Any]
    rate: tuple[str, int, date] | None = None


@dataclass(frozen=True)
class File:
    """Shapes: `ignored` are the headings of columns that are not read."""

    rows: list[Row]
    ignored: list[str]


def read(content: str | bytes) -> File:
    """Read a whole file. Raises: FileFaults, with everything there is to mend."""
    reading = _Reading(_text(content))
    found = list(reading.rows())
    if reading.faults:
        raise FileFaults(reading.faults)
    return File(found, reading.ignored)


def _text(content: str | bytes) -> str:
    size = len(content.encode("utf-8", "replace")) if isinstance(content, str) else len(content)
    if size > LARGEST:
        raise FileFaults([Fault(0, "", "Filen fylder mere end 2 MB. Del den i to, og hent dem hver for sig.")])
    if isinstance(content, bytes):
        if b"\x00" in content:
            raise FileFaults([Fault(0, "", "Filen er ikke ren tekst. Gem regnearket som CSV (UTF-8), og vælg den fil.")])
        content = _decoded(content)
    if "\x00" in content:
        raise FileFaults([Fault(0, "", "Filen er ikke ren tekst. Gem regnearket som CSV (UTF-8), og vælg den fil.")])
    text = content.removeprefix("\ufeff")
    if not text.strip():
        raise FileFaults([Fault(0, "", "Filen er tom. Vælg en fil med en overskrift og en række for hvert tilbud.")])
    return text


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileFaults([Fault(0, "", "Filens bogstaver kan ikke læses. Gem regnearket som CSV (UTF-8), og vælg den fil.")])


class _Reading:
    """One reading of a file: where it has come to, and what is wrong so far."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.ignored: list[str] = []
        first, _, rest = text.partition("\n")
        self.before = 0
        if re.fullmatch(r"sep=.", first.strip("\r")):  # a spreadsheet's own first line, which says what stands between the columns
            text, self.before = rest, 1
        self.text = text

    def rows(self) -> Iterator[Row]:
        header, records = self._opened()
        if header is None:
            return
        seen: dict[str, int] = {}
        count = 0
        for number, cells in self._records(records):
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_ROWS:
                self._fault(number, "", f"Filen har flere end {MOST_ROWS} rækker. Del den i to, og hent dem hver for sig.")
                return
            row = self._row(number, header, cells)
            if row and row.tilbudsportal_id in seen:
                self._fault(number, ID, f"{row.tilbudsportal_id} står også i række {seen[row.tilbudsportal_id]}. Lad hvert tilbud stå én gang.")
            elif row:
                seen[row.tilbudsportal_id] = number
                yield row
            if len(self.faults) >= MOST_FAULTS:
                self._fault(number, "", "Der kan være mere at rette efter denne række. Ret det ovenfor først.")
                return
        if not count:
            self._fault(0, "", "Filen har en overskrift, men ingen rækker. Vælg en fil med en række for hvert tilbud.")

    def _opened(self) -> tuple[list[str] | None, Any]:
        """The headings, with what stands between the columns taken to be what makes most of them known."""
        best: tuple[int, list[str], Any] = (-1, [], None)
        for between in (";", ",", "\t"):
            records = csv.reader(io.StringIO(self.text, newline=""), delimiter=between, strict=True)
            try:
                headings = [" ".join(cell.split()) for cell in next(records)]
            except (csv.Error, StopIteration):
                continue
            known = sum(_column(one) in COLUMNS for one in headings)
            if known > best[0]:
                best = (known, headings, records)
        _, headings, records = best
        header = [_column(one) for one in headings]
        self.ignored = [one[:80] for one, name in zip(headings, header, strict=True) if one and name not in COLUMNS]
        for name in COLUMNS:
            if name in NEEDED and name not in header:
                self._fault(1, name, f"Kolonnen mangler. Skriv {name} i den første række, og sæt semikolon mellem kolonnerne.")
            if header.count(name) > 1:
                self._fault(1, name, "Kolonnen står to gange. Slet den ene.")
        return (None, None) if self.faults else (header, records)

    def _records(self, records: Any) -> Iterator[tuple[int, list[str]]]:
        number = self.before + 1
        while True:
            number += 1
            try:
                yield number, next(records)
            except StopIteration:
                return
            except csv.Error:
                self._fault(
                    number, "", "Anførselstegnene passer ikke sammen, eller en celle er alt for lang. Skriv to (””) for hvert anførselstegn inde i en tekst."
                )
                return

    def _fault(self, row: int, column: str, text: str) -> None:
        self.faults.append(Fault(row, column, text))

    def _row(self, number: int, header: list[str], cells: list[str]) -> Row | None:
        """One row, when nothing is wrong with it."""
        before = len(self.faults)
        if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            self._fault(number, "", "Rækken har flere celler end overskriften. Sæt anførselstegn om en tekst, der har semikolon eller komma i sig.")
            return None
        there = {name: cell for name, cell in zip(header, cells + [""] * len(header), strict=False) if name in COLUMNS}
        for column, cell in there.items():
            if len(cell) > LONGEST_CELL:
                self._fault(number, column, f"Der er {len(cell)} tegn, og der er plads til {LONGEST_CELL}. Skriv det kortere.")
            elif _UNSEEN.search(cell):
                self._fault(number, column, "Der er et tegn, der ikke kan ses. Skriv cellen igen.")
        if len(self.faults) > before:
            return None
        values: dict[str, Any] = {}
        for column, reader in _READERS.items():
            if column in there:
                try:
                    values |= reader(there[column])
                except ValueError as error:
                    self._fault(number, column, str(error))
        rate = self._rate(number, there)
        return Row(number, values.pop("tilbudsportal_id"), values.pop("provider"), values, rate) if len(self.faults) == before else None

    def _rate(self, number: int, there: dict[str, str]) -> tuple[str, int, date] | None:
        amount, begins, per = (there.get(name, "").strip() for name in (RATE, RATE_FROM, RATE_UNIT))
        if not amount:
            if begins:
                self._fault(number, RATE, "Der står en dag, men ingen takst. Skriv taksten, eller lad dagen være tom.")
            return None
        ore = self._asked(number, RATE, read_amount, amount)
        day = self._asked(number, RATE_FROM, _needed_day, begins)
        unit = self._asked(number, RATE_UNIT, _per, per)
        return (unit, ore, day) if ore is not None and day is not None and unit is not None else None

    def _asked(self, number: int, column: str, reader: Callable[[str], Any], cell: str) -> Any:
        try:
            return reader(cell)
        except ValueError as error:
            self._fault(number, column, str(error))
            return None


def _column(heading: str) -> str:
    """The column that a heading names; the heading itself when it names none."""
    plain = re.sub(r"[\W_]", "", re.sub(r"\([^)]*\)", "", heading.casefold()))
    return next((name for name in COLUMNS if re.sub(r"\W", "", name.casefold()) == plain), _ALSO.get(plain, heading))


# ------------------------------------------------------------------------------------------------ one cell


def one_line(cell: str) -> str:
    """A cell's text on one line. What looks like a formula is text, and stays so."""
    return " ".join(cell.split())


def read_sections(text: str) -> list[str]:
    """The sections that a text names, as the library calls them: `SEL § 85, § 107` is 85 and 107. Raises: ValueError, with what to write."""
    found: list[str] = []
    before = ""
    for part in re.split(r"[,;/\n]|\bog\b", _WITHIN.sub("", text.casefold())):
        if not part.strip():
            continue
        named = _SECTION.fullmatch(part.strip())
        if not named:
            raise ValueError(f"”{part.strip()[:40]}” kan ikke læses som en paragraf. {_SECTIONS}")
        law = one_line(named["law"] or "").removesuffix(",")
        if law and law not in _LAWS:
            raise ValueError(f"Loven ”{law[:40]}” er ikke med i registret. {_SECTIONS}")
        before = _LAWS[law] if law else before
        key = f"{before}{int(named['number'])}{named['letter'] or ''}"
        section = open_library().sections.get(key)
        if section is None or not section.applied_for:
            raise ValueError(
                f"{'ABL ' if before else ''}§ {named['number'][:6]}{' ' + named['letter'] if named['letter'] else ''} kan ikke bestilles her. {_SECTIONS}"
            )
        if key not in found:
            found.append(key)
    if not found:
        raise ValueError(f"Der står ingen paragraf. {_SECTIONS}")
    return found


_LAWS = {"sel": "", "serviceloven": "", "lov om social service": "", "abl": "abl-", "almenboligloven": "abl-", "lov om almene boliger": "abl-"}
_WITHIN = re.compile(r",?\s*\b(?:stk|nr|pkt|litra)\b\.?\s*[0-9a-z]+\b")
_SECTION = re.compile(r"(?:(?P<law>[^\W\d_][^\W\d_ ]*(?: [^\W\d_]+)*)[\s-]*)?(?:§§?\s*)?(?P<number>[0-9]{1,3})\s*(?P<letter>[a-z])?")


def read_groups(text: str) -> list[str]:
    """Target groups as they are printed: one a line, or with semicolon or comma between. Raises: ValueError."""
    parts = re.split(r"[;\n]", text) if re.search(r"[;\n]", text) else text.split(",")
    found = list(dict.fromkeys(line for part in parts if (line := one_line(part))))
    if long := next((one for one in found if len(one) > 120), None):
        raise ValueError(f"”{long[:40]}…” er for langt til en målgruppe. Skriv semikolon mellem målgrupperne.")
    return found


def read_amount(text: str) -> int:
    """An amount above nothing. Unit: øre. Raises: ValueError, with what to write."""
    try:
        ore = facts.parse_value(_RATE, text)
    except facts.FactError:
        ore = None
    if not isinstance(ore, int):
        raise ValueError(f"”{text[:40]}” er ikke et beløb. Skriv kroner, for eksempel 1.250,50.")
    if not 0 < ore <= DayRate.MOST:
        raise ValueError(f"Skriv et beløb over 0 kr. og højst {money.format_money(DayRate.MOST)}")
    return ore


_RATE = facts.Fact("rate", "money", "Takst")


def _needed_day(text: str) -> date:
    found = _day(text)
    if found is None:
        raise ValueError(f"Der mangler en dag, taksten gælder fra. {_DAY}")
    return found


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return facts.parse_date(text)
    except facts.NoSuchDay as error:
        raise ValueError(f"Dagen findes ikke. {error}") from None
    except ValueError:
        raise ValueError(f"”{one_line(text)[:40]}” er ikke en dag. {_DAY}") from None


def _per(text: str) -> str:
    word = re.sub(r"^(?:pr\.?|kr\.?/|kr\. pr\.?|per)\s*", "", text.strip().casefold())
    found = {"døgn": DayRate.Per.DAY, "dag": DayRate.Per.DAY, "time": DayRate.Per.HOUR, "måned": DayRate.Per.MONTH, "md": DayRate.Per.MONTH}.get(
        word.rstrip(".")
    )
    if found is None:
        raise ValueError("Skriv, hvad taksten er for: døgn, time eller måned.")
    return found.value


def _line(field: str, most: int, *, missing: str = "") -> Callable[[str], dict[str, Any]]:
    def reader(cell: str) -> dict[str, Any]:
        line = one_line(cell)
        if missing and not line:
            raise ValueError(missing)
        if len(line) > most:
            raise ValueError(f"Der er {len(line)} tegn, og der er plads til {most}. Skriv det kortere.")
        return {field: line}

    return reader


def read_digits(text: str, count: int) -> str:
    """A number of so many digits, or nothing. Raises: ValueError, with what to write."""
    digits = re.sub(r"[\s-]", "", text)
    if digits and not re.fullmatch(rf"[0-9]{{{count}}}", digits):
        raise ValueError(f"”{one_line(text)[:40]}” er ikke et nummer på {count} cifre. Skriv {count} cifre, eller lad det være tomt.")
    return digits


def _digits(field: str, count: int) -> Callable[[str], dict[str, Any]]:
    return lambda cell: {field: read_digits(cell, count)}


def _places(cell: str) -> dict[str, Any]:
    line = one_line(cell)
    if line and not re.fullmatch(r"[0-9]{1,5}", line):
        raise ValueError(f"”{line[:40]}” er ikke et antal pladser. Skriv et helt tal, for eksempel 12, eller lad det være tomt.")
    return {"places": int(line) if line else None}


def _approved(cell: str) -> dict[str, Any]:
    word = one_line(cell).casefold()
    if word in ("ja", "godkendt"):
        return {"approved": Offer.Approval.APPROVED.value}
    if word in ("nej", "ikke godkendt"):
        return {"approved": Offer.Approval.NOT_APPROVED.value, "approved_on": None}
    if not word:
        return {"approved": Offer.Approval.UNKNOWN.value, "approved_on": None}
    try:
        return {"approved": Offer.Approval.APPROVED.value, "approved_on": facts.parse_date(word)}
    except ValueError:
        raise ValueError("Skriv ja, nej eller den dag, tilbuddet blev godkendt, for eksempel 01-01-2026.") from None


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    ID: _line("tilbudsportal_id", 20, missing="Der mangler et tilbuds-id. Skriv det nummer, tilbuddet har på Tilbudsportalen."),
    NAME: _line("name", 160, missing="Navnet mangler. Skriv, hvad tilbuddet hedder."),
    PROVIDER: _line("provider", 120, missing="Leverandøren mangler. Skriv, hvem der driver tilbuddet."),
    CVR: _digits("cvr", 8),
    P_NUMBER: _digits("p_number", 10),
    SECTIONS: lambda cell: {"sections": read_sections(cell)},
    GROUPS: lambda cell: {"target_groups": read_groups(cell)},
    PLACES: _places,
    APPROVED: _approved,
    APPROVED_UNTIL: lambda cell: {"approved_until": _day(cell)},
    ADDRESS: _line("address", 200),
}
