"""A letter laid out as the plain data its template prints: words only, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mestring.cases.letters.characters import clean, strange
from mestring.cases.letters.text import Block, Heading, Letter, Listing, Paragraph, Sentence, Table
from mestring.rules.danish import MONTHS, date_plain, listing

SHORT = 60
"""What stands at the foot of every page is kept to one line."""

_PARAGRAPH_SIGN = re.compile(r"(§§?) (?=\d)")
_DATE = re.compile(rf"(\d\.) (?={'|'.join(MONTHS)})")


def printed(letter: Letter, among: frozenset[int] | None = None) -> dict[str, Any]:
    """What is printed, place by place, made fit for the fonts. What a letter knows about its sentences stays behind."""
    return {name: _fit(value, among) for name, value in _laid_out(letter).items()}


def unprintable(letter: Letter) -> tuple[str, ...]:
    """The characters of the letter that no font can draw, each once."""
    return tuple(sorted(set().union(*(strange(text) for text in _texts(_laid_out(letter))))))


def _laid_out(letter: Letter) -> dict[str, Any]:
    sender = letter.sender
    case = f"Sag {letter.case_number}" if letter.case_number.strip() else ""
    reach = [f"Telefon {sender.phone}" if sender.phone else "", sender.email]
    return {
        "document_title": letter.document_title,
        "language": letter.language,
        "title": letter.title if _seen(letter.title) else letter.document_title,
        "to": [letter.recipient.name, *(() if letter.recipient.digital_post else letter.recipient.address)],
        "by_digital_post": "Sendt med Digital Post" if letter.recipient.digital_post else "",
        "council": sender.council,
        "from": [line for line in (sender.unit, *sender.address, *reach) if line],
        "footer": " · ".join(part[:SHORT] for part in (sender.council, case) if part),
        "date": date_plain(letter.date),
        "case": case,
        "blocks": [_block(block) for block in letter.blocks if not (isinstance(block, Heading) and not _seen(block.text))],
        "greeting": "Venlig hilsen",
        "signed_by": [line for line in (letter.signed_by.name, letter.signed_by.title) if line],
        "copy": f"Kopi til {listing(letter.recipient.copy_to)}" if letter.recipient.copy_to else "",
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"type": block.type, "level": block.level, "text": block.text}
        case Listing():
            return {"type": block.type, "items": [sentence.text for sentence in block.sentences]}
        case Table():
            return {"type": block.type, "caption": block.caption, "columns": list(block.columns), "rows": [[cell.text for cell in row] for row in block.rows]}
        case Paragraph():
            return {"type": block.type, "text": _run(block.sentences)}
        case _:
            return {"type": block.type, "paragraphs": [sentence.text for sentence in block.sentences] if block.type == "complaint" else [_run(block.sentences)]}


def _seen(text: str) -> bool:
    """Something of it can be seen. An empty heading is refused by PDF/UA."""
    return bool(clean(text).strip(" \n\u00a0\u00ad\u200b"))


def _run(sentences: Iterable[Sentence]) -> str:
    """Sentences read on in one paragraph."""
    return " ".join(text for sentence in sentences if (text := sentence.text.strip()))


def _fit(value: Any, among: frozenset[int] | None) -> Any:
    if isinstance(value, str):
        return _DATE.sub("\\1\u00a0", _PARAGRAPH_SIGN.sub("\\1\u00a0", clean(value, among)))
    if isinstance(value, list):
        return [_fit(one, among) for one in value]
    if isinstance(value, dict):
        return {name: _fit(one, among) for name, one in value.items()}
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
