"""A letter as PDF (PDF/UA-1, tagged), and as pictures to look at.

The letter reaches the template as data (JSON in `sys.inputs`), never as markup, so nothing written in a letter can become an instruction to typst. The same letter always gives the same bytes:
the fonts are our own, and the date of the file is the letter's.
"""

from __future__ import annotations

import datetime
import json
import threading
from pathlib import Path
from typing import Any, cast

import typst

from mestring.cases.letters.characters import FONTS, drawn_by
from mestring.cases.letters.layout import printed
from mestring.cases.letters.text import Letter

TEMPLATES = Path(__file__).parent / "templates"

# A compiler remembers what it has compiled, which is most of the speed. It holds the letter's data while it works, so threads don't share one.
_warm = threading.local()


def pdf(letter: Letter) -> bytes:
    """The letter as a tagged PDF/UA-1 file with its fonts embedded.

    Raises: typst.TypstError when the file would not be PDF/UA.
    """
    try:
        return _pdf(printed(letter), letter.date)
    except typst.TypstError:
        # Marks of several scripts piled on one another, which only meaningless text has, can't be drawn by two fonts together: the one of running text alone always can.
        return _pdf(printed(letter, drawn_by("IBMPlexSans-Regular")), letter.date)


def _pdf(words: dict[str, Any], day: datetime.date) -> bytes:
    return cast(bytes, _compiler().compile(sys_inputs=_inputs(words), format="pdf", pdf_standards=["ua-1"], timestamp=_noon(day)))


def pictures(letter: Letter, dots_per_inch: float = 96) -> list[bytes]:
    """Each page of the letter as a PNG file."""
    pages = _compiler().compile(sys_inputs=_inputs(printed(letter)), format="png", ppi=dots_per_inch)
    return pages if isinstance(pages, list) else [cast(bytes, pages)]


def _inputs(words: dict[str, Any]) -> dict[str, str]:
    return {"letter": json.dumps(words, ensure_ascii=False)}


def _noon(day: datetime.date) -> datetime.datetime:
    return datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)


def _compiler() -> typst.Compiler:
    """The compiler of this thread, made the first time it is asked for."""
    found: typst.Compiler | None = getattr(_warm, "compiler", None)
    if found is None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
        found = typst.Compiler(TEMPLATES / "letter.typ", root=TEMPLATES, font_paths=fonts)
        _warm.compiler = found
    return found
