"""The characters a letter can be printed with: what the fonts hold, and text made fit for them.

PDF/UA refuses a character that no font can draw, so what is left over is shown as an empty square and reported by `layout.unprintable`.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
NOT_DRAWN = "\u25a1"
LONGEST_WORD = 40
"""Danish compounds stay whole; what is longer is no word and may be broken anywhere."""

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_LONG = re.compile(rf"[^\s\u200b]{{{LONGEST_WORD + 1},}}")
# Characters that turn the direction of what follows could make a letter read as other than what was written.
_DIRECTION = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
# PDF/UA forbids these outright.
_FORBIDDEN = {0xFEFF, 0xFFFE, 0xFFFF}
_NEVER = frozenset(_DIRECTION | _FORBIDDEN)
_VARIATION = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}


@cache
def drawn() -> frozenset[int]:
    """Every character that the font of running text or the one behind it draws."""
    return drawn_by("IBMPlexSans-Regular") | drawn_by("DejaVuSans")


@cache
def drawn_by(font: str) -> frozenset[int]:
    """Every character that one font draws, and the square."""
    return _mapped((FONTS / f"{font}.ttf").read_bytes()) - _NEVER | {ord(NOT_DRAWN)}


def clean(text: str, among: frozenset[int] | None = None) -> str:
    """The text as it can be printed: composed, without control characters, strange characters as squares, endless words breakable."""
    known = drawn() if among is None else among
    found = []
    for character in unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)):
        point = ord(character)
        if character in "\n\u200b":
            found.append(character)
        elif character == "\t":
            found.append(" ")
        elif point in known and unicodedata.category(character) != "Cc":
            found.append(character)
        elif not _silent(character):
            found.append(NOT_DRAWN)
    return _LONG.sub(lambda word: "\u200b".join(re.findall(r".{1,10}", word[0])), "".join(found))


def strange(text: str) -> set[str]:
    """The characters of a text that would be shown as a square."""
    return {
        character
        for character in unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text))
        if character not in "\n\t\u200b" and ord(character) not in drawn() and not _silent(character)
    }


def _silent(character: str) -> bool:
    """It has no look of its own and may be left out."""
    return ord(character) in _VARIATION or unicodedata.category(character) in ("Cc", "Cf")


def _mapped(font: bytes) -> frozenset[int]:
    """The characters in a TrueType font's table `cmap`, formats 4 and 12, that lead to a glyph.

    Source: OpenType 1.9, cmap.
    """
    tables = {font[at : at + 4]: struct.unpack_from(">L", font, at + 8)[0] for at in range(12, 12 + 16 * struct.unpack_from(">H", font, 4)[0], 16)}
    start = tables[b"cmap"]
    found: set[int] = set()
    for number in range(struct.unpack_from(">H", font, start + 2)[0]):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * number)
        if platform not in (0, 3):
            continue
        at = start + offset
        kind = struct.unpack_from(">H", font, at)[0]
        if kind == 4:
            found |= _format_4(font, at)
        elif kind == 12:
            for group in range(struct.unpack_from(">L", font, at + 12)[0]):
                first, last, glyph = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
                found.update(range(first if glyph else first + 1, last + 1))
    return frozenset(found)


def _format_4(font: bytes, at: int) -> set[int]:
    count = struct.unpack_from(">H", font, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 4 * count)
    offsets_at = at + 16 + 6 * count
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    found = set()
    for segment, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for point in range(first, min(last, 0xFFFE) + 1):
            if offsets[segment]:
                glyph = struct.unpack_from(">H", font, offsets_at + 2 * segment + offsets[segment] + 2 * (point - first))[0]
                glyph = (glyph + deltas[segment]) & 0xFFFF if glyph else 0
            else:
                glyph = (point + deltas[segment]) & 0xFFFF
            if glyph:
                found.add(point)
    return found
