"""Holding the library against the documents: does each cited passage still say what was read, and is every line accounted for?"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mestring.rules.rulebook.book import Book
from mestring.rules.rulebook.model import Standard

Span = tuple[int, int]


@dataclass(frozen=True)
class Report:
    """How a standard stands against its document.

    Shapes: `changed` are passages whose text is no longer what was read, `unread` those that were never sealed, `beyond` those that
    reach past the document's end; `uncited` are the lines, not blank, that nothing accounts for.
    """

    standard: Standard
    found: bool
    same_file: bool
    lines: int
    accounted: int
    changed: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()
    uncited: tuple[int, ...] = ()

    @property
    def coverage(self) -> float:
        """Share of the document's lines accounted for, from 0 to 1."""
        return self.accounted / self.lines if self.lines else 0.0

    @property
    def whole(self) -> bool:
        """True when the document is the one that was read, and all of it is accounted for."""
        return self.found and self.same_file and not (self.changed or self.unread or self.beyond or self.uncited)


@dataclass
class Citation:
    """A passage and who cites it."""

    document: str
    span: Span
    cited_by: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """`vejle-2023:1452-1456`."""
        return f"{self.document}:{self.span[0]}-{self.span[1]}"


def citations(standard: Standard) -> dict[str, Citation]:
    """Every passage of a document that a standard, or law, cites, by its key."""
    found: dict[str, Citation] = {}
    for document, span, who in _all_spans(standard):
        citation = Citation(document, span)
        found.setdefault(citation.key, citation).cited_by.append(who)
    return found


def _all_spans(standard: Standard) -> Iterator[tuple[str, Span, str]]:
    own = standard.document.id
    for entry in standard.entries:
        for span in entry.source.passages:
            yield entry.source.document or own, span, entry.id
        for source in entry.rule.cited() if entry.rule else ():
            lines = [source["lines"]] if source.get("lines") else []
            for first, last in [*lines, *source.get("also", [])]:
                yield str(source.get("document") or own), (int(first), int(last)), entry.id
    for note in (*standard.findings, *standard.not_modelled):
        for span in note.source.passages:
            yield note.source.document or own, span, note.id
    for mark in standard.marked:
        yield own, mark.lines, mark.what


def passage_hash(lines: list[str], span: Span) -> str:
    """A hash of a passage's words; spaces at line ends don't count. Unit: 16 hex digits of SHA-256."""
    text = "\n".join(line.rstrip() for line in lines[span[0] - 1 : span[1]])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_document(documents: Path, standard: Standard) -> list[str] | None:
    """A document's lines, or None when it isn't there."""
    path = documents / standard.document.file
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n") if path.is_file() else None


def verify(book: Book, documents: Path) -> list[Report]:
    """Every council's standard, and what law cites of their documents, held against the documents in a folder."""
    return [_verify(book, standard, documents) for standard in book.standards.values()]


def _verify(book: Book, standard: Standard, documents: Path) -> Report:
    lines = read_document(documents, standard)
    if lines is None:
        return Report(standard, found=False, same_file=False, lines=0, accounted=0)
    digest = hashlib.sha256((documents / standard.document.file).read_bytes()).hexdigest()
    changed, unread, beyond = [], [], []
    covered: set[int] = set()
    sealed = {**book.law.passages, **standard.passages}
    both = {**citations(book.law), **citations(standard)}
    for key, citation in both.items():
        if citation.document != standard.document.id:
            continue
        who = f"{key.partition(':')[2]} ({', '.join(sorted(set(citation.cited_by)))})"
        if citation.span[1] > len(lines):
            beyond.append(who)
            continue
        covered.update(range(citation.span[0], citation.span[1] + 1))
        expected = sealed.get(key)
        if expected is None:
            unread.append(who)
        elif expected != passage_hash(lines, citation.span):
            changed.append(who)
    written = [number for number, line in enumerate(lines, 1) if line.strip()]
    uncited = tuple(number for number in written if number not in covered)
    return Report(
        standard,
        found=True,
        same_file=digest == standard.document.sha256,
        lines=len(written),
        accounted=len(written) - len(uncited),
        changed=tuple(changed),
        unread=tuple(unread),
        beyond=tuple(beyond),
        uncited=uncited,
    )


def seal(book: Book, documents: Path, root: Path) -> dict[str, int]:
    """Write down what every cited passage says now, so that a changed word is noticed later. Answers passages sealed by standard.

    Raises: FileNotFoundError when a document isn't in the folder.
    """
    sealed = {}
    texts: dict[str, list[str]] = {}
    for standard in book.standards.values():
        lines = read_document(documents, standard)
        if lines is None:
            raise FileNotFoundError(documents / standard.document.file)
        texts[standard.document.id] = lines
    for standard in book.all_standards():
        hashes = {key: passage_hash(texts[one.document], one.span) for key, one in sorted(citations(standard).items()) if one.document in texts}
        folder = root / "law" if standard.is_law else root / Path(standard.entries[0].file).relative_to("standards").parent
        (folder / "passages.json").write_text(json.dumps(hashes, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        sealed[standard.id] = len(hashes)
    return sealed


def spans(numbers: tuple[int, ...]) -> str:
    """Line numbers as `3–5, 9`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in found)
