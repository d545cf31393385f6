"""Standards held against each other: two versions of one (diff), or several councils on one section (compare)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from mestring.rules.rulebook.book import Book
from mestring.rules.rulebook.model import TOPICS, Entry, Standard, plain


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two standards: an entry that came, went, or changed in a field."""

    what: str
    before: Entry | None
    after: Entry | None
    fields: tuple[tuple[str, Any, Any], ...] = ()

    @property
    def entry(self) -> Entry:
        """The newer entry, or the one that went."""
        found = self.after or self.before
        if found is None:
            raise ValueError("en forskel uden post")
        return found


def name_in_standard(entry: Entry) -> str:
    """What an entry is called without its council: the same in every version."""
    return entry.id.partition("-")[2]


def diff(before: Standard, after: Standard) -> list[Change]:
    """What differs, in the order of the newer standard, what went last."""
    old = {name_in_standard(entry): entry for entry in before.entries}
    new = {name_in_standard(entry): entry for entry in after.entries}
    found = []
    for name, entry in new.items():
        earlier = old.get(name)
        if earlier is None:
            found.append(Change("added", None, entry))
            continue
        changed = tuple(_changed("", _compared(earlier), _compared(entry)))
        if changed:
            found.append(Change("changed", earlier, entry, changed))
    found += [Change("removed", entry, None) for name, entry in old.items() if name not in new]
    return found


def _compared(entry: Entry) -> dict[str, Any]:
    value = {"kind": entry.kind, "topic": entry.topic, "binding": entry.binding, "value": entry.value, "text": entry.text, "tells": _told(entry)}
    return {key: part for key, part in {**value, **entry.fields}.items() if part is not None}


def _told(entry: Entry) -> dict[str, Any] | None:
    return {name: plain(told) for name, told in asdict(entry.tells).items() if told} if entry.tells else None


def _changed(path: str, before: Any, after: Any) -> Iterable[tuple[str, Any, Any]]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in dict.fromkeys([*before, *after]):
            yield from _changed(f"{path}.{key}" if path else key, before.get(key), after.get(key))
    elif before != after:
        yield path, plain(before), plain(after)


@dataclass(frozen=True, slots=True)
class Row:
    """One topic across councils: for each standard its entries, rules first."""

    topic: str
    entries: Mapping[str, tuple[Entry, ...]]

    @property
    def differs(self) -> bool:
        """True when the councils don't all say the same in figures."""
        said = {tuple(str(plain(entry.parameters())) for entry in entries if entry.rule) for entries in self.entries.values()}
        return len(said) > 1


def compare(book: Book, section: str, standards: Iterable[str]) -> list[Row]:
    """A section across councils, topic by topic, the topics someone speaks of."""
    chosen = [book.standard(standard) for standard in standards]
    rows = []
    for topic in TOPICS:
        entries = {standard.id: _on(standard, section, topic) for standard in chosen}
        if any(entries.values()):
            rows.append(Row(topic, entries))
    return rows


def _on(standard: Standard, section: str, topic: str) -> tuple[Entry, ...]:
    found = [entry for entry in standard.entries if entry.topic == topic and section in entry.sections]
    return tuple(sorted(found, key=lambda entry: entry.rule is None))


def exported(entry: Entry) -> dict[str, Any]:
    """An entry as the export lists it: the documented form of `mestring standards export --json`."""
    source = entry.source
    return {
        "id": entry.id,
        "standard": entry.standard,
        "section": ", ".join(entry.sections),
        "sections": list(entry.sections),
        "topic": entry.topic,
        "aspect": entry.aspect,
        "kind": entry.kind,
        "binding": entry.binding,
        "text": entry.text,
        "value": plain(entry.parameters()),
        "source": {
            "document": source.document,
            "lines": list(source.lines) if source.lines else None,
            "also": [list(span) for span in source.also],
            "heading": source.heading,
            "cite": source.cite,
            "certainty": source.certainty,
        },
        "readings": [
            {
                "id": reading.id,
                "question": reading.question,
                "chosen": reading.chosen,
                "because": reading.because,
                "status": reading.status,
                "alternatives": [{"id": one.id, "text": one.text, "change": plain(one.change), "without": list(one.without)} for one in reading.alternatives],
            }
            for reading in entry.readings
        ],
        "departure": plain(entry.departure),
        "superseded": {"from": entry.superseded.valid_from.isoformat(), "by": entry.superseded.by, "text": entry.superseded.text} if entry.superseded else None,
        "fills": entry.fills,
        "tells": _told(entry),
        "valid_from": plain(entry.valid_from),
        "valid_to": plain(entry.valid_to),
        "reviewed": {"by": entry.reviewed.by, "on": entry.reviewed.on.isoformat(), "current": entry.reviewed.hash == entry.hash} if entry.reviewed else None,
        "hash": entry.hash,
    }
