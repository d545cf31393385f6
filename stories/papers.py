"""Papers people bring, made here: a page of text as a PDF, or a plain text."""

from __future__ import annotations

import textwrap


def text(words: str) -> bytes:
    """A plain text."""
    return words.encode()


def pdf(title: str, words: str) -> bytes:
    """One page with a heading and some lines."""
    lines = [line for part in words.split("\n") for line in (textwrap.wrap(part, 84) or [""])]
    drawn = [b"BT /F1 15 Tf 60 780 Td", _shown(title), b"/F1 11 Tf 0 -30 Td 15 TL"]
    drawn += [_shown(line) + b" T*" for line in lines]
    page = b"\n".join([*drawn, b"ET"])
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (da-DK) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return made + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        table,
        len(parts) + 1,
        len(made),
    )


def _shown(line: str) -> bytes:
    """A line as PDF draws it, in the letters of Western Europe."""
    kept = line.encode("cp1252", "replace")
    for mark in (b"\\", b"(", b")"):
        kept = kept.replace(mark, b"\\" + mark)
    return b"(" + kept + b") Tj"
