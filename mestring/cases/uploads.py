"""What may be laid on a case as a file: a short list of kinds, each told from what the file holds and never from what it is called.

A file is one thing only. What could be read as two – a PDF that is also a zip, a picture that is also a page – is refused, and so is what runs.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

from django.utils.http import content_disposition_header

from mestring.cases.errors import FileRefused, TooManyFiles

LARGEST = 25 * 1024 * 1024
MOST = 20
NAME_LENGTH = 120

PDF = "application/pdf"
TEXT = "text/plain"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"

ENDINGS: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    TEXT: (".txt",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
    ODT: (".odt",),
}
LABELS = "PDF, tekst (txt), billeder (jpg, png), Word (docx), Excel (xlsx) og OpenDocument (odt)"
SHOWN = frozenset({TEXT, PDF})

_UNPACKED = 150 * 1024 * 1024
_RATIO = 200
_PARTS = 5000
_ZIP, _ZIP_END, _OLE = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PAGE = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|object|embed|meta|\?xml)\b|<\?(?:xml|php)|^\s*#!", re.IGNORECASE)
_RUNS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", _OLE, b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
_PACKED_PICTURES = (".emz", ".wmz")
_TYPE_OF_PART = {b"wordprocessingml.document.main+xml": DOCX, b"spreadsheetml.sheet.main+xml": XLSX}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that may be kept: its type as found, and its name as shown."""

    type: str
    name: str
    size: int


def check_count(count: int) -> None:
    """Raises: TooManyFiles."""
    if count > MOST:
        raise TooManyFiles


def check(content: bytes, name: str) -> Checked:
    """Tell what a file is, and that it may be kept.

    Raises: FileRefused, with the file's name and what to do instead.
    """
    shown = clean_name(name)
    if not content:
        raise FileRefused(shown, "er tom. Vælg filen igen, eller gem den på ny.")
    if len(content) > LARGEST:
        raise FileRefused(shown, "er større end 25 MB. Del den op i flere filer, eller gem den i lavere kvalitet.")
    found = _type_of(content, shown)
    return Checked(found, _with_ending(shown, found), len(content))


# ------------------------------------------------------------------------------------------------ names


def clean_name(name: str) -> str:
    """The name to show: the last part of a path, without characters that can't be seen, turn the text round or mean something to a file system."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if char.isspace() else char for char in last if char.isspace() or unicodedata.category(char)[0] != "C")
    plain = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", seen)).strip(" .")
    if len(plain) > NAME_LENGTH:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: NAME_LENGTH - len(ending) - 1].rstrip()}.{ending}" if dot and len(ending) <= 5 else plain[:NAME_LENGTH].rstrip()
    return plain or "fil"


def _with_ending(name: str, found: str) -> str:
    """A name that says what the file is, so that the reader's machine opens it as that and nothing else."""
    endings = ENDINGS[found]
    return name if name.lower().endswith(endings) and len(name) > len(endings[0]) else name + endings[0]


# ------------------------------------------------------------------------------------------------ showing


def disposition(kind: str) -> str:
    """Whether a type may be shown in the browser, or is downloaded only."""
    return "inline" if kind in SHOWN else "attachment"


def headers(kind: str, name: str) -> dict[str, str]:
    """What a file is sent with: nothing in it may run, be guessed to be something else, be framed by others, or stay in a shared cache."""
    known = kind if kind in ENDINGS else "application/octet-stream"
    shown = disposition(known) == "inline"
    return {
        "Content-Type": f"{TEXT}; charset=utf-8" if known == TEXT else known,
        "Content-Disposition": content_disposition_header(not shown, clean_name(name)) or disposition(known),
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def as_sent(content: bytes, kind: str) -> bytes:
    """The bytes to send: text in UTF-8, whatever it was written in, everything else as it is."""
    return (_text(content) or "").encode() if kind == TEXT else content


# ------------------------------------------------------------------------------------------------ what it is


def _type_of(content: bytes, name: str) -> str:
    if content.startswith(_ZIP):
        return _office(content, name, [_UNPACKED])
    found = ""
    if content.startswith(b"%PDF-"):
        found = _pdf(content, name)
    elif content.startswith(b"\x89PNG\r\n\x1a\n"):
        found = _png(content, name)
    elif content.startswith(b"\xff\xd8\xff"):
        found = _jpeg(content, name)
    elif not content.startswith(b"{\\rtf") and _text(content) is not None:
        found = TEXT
    if not found:
        raise _unknown(content, name)
    _only_one_thing(content, found, name)
    return found


def _unknown(content: bytes, name: str) -> FileRefused:
    if content.startswith(_OLE):
        return FileRefused(name, "er et ældre Office-format, en gemt mail eller låst med adgangskode. Gem den som PDF eller docx uden adgangskode.")
    if content[4:8] == b"ftyp":
        return FileRefused(name, "er et billede eller en video i et format, der ikke kan åbnes her. Gem billedet som JPG.")
    if b"%PDF-" in content[:1024]:
        return FileRefused(name, "begynder ikke, som en PDF skal. Åbn den, og gem den som PDF på ny.")
    return FileRefused(name, f"er ikke en af de filtyper, der kan lægges på sagen: {LABELS}. Gem den som PDF.")


def _only_one_thing(content: bytes, found: str, name: str) -> None:
    head, tail = content[:1024], content[-(65_557):]
    if (found != PDF and b"%PDF-" in head) or _ZIP_END in tail or _PAGE.search(head):
        what = "ser ud til at være en webside eller et program" if found == TEXT else "rummer noget andet end det, den giver sig ud for"
        raise FileRefused(name, f"{what}. Åbn den, og gem den som PDF.")


def _pdf(content: bytes, name: str) -> str:
    if not re.match(rb"%PDF-[12]\.\d[\s%]", content):
        raise FileRefused(name, "begynder ikke, som en PDF skal. Åbn den, og gem den som PDF på ny.")
    _, end, after = content.rpartition(b"%%EOF")
    if not end:
        raise FileRefused(name, "er ikke hel: slutningen mangler. Hent eller gem den på ny.")
    if after.strip(b"\r\n\t \x00\x1a"):
        raise FileRefused(name, "har noget efter PDF'ens slutning. Åbn den, og gem den som PDF på ny.")
    return PDF


def _png(content: bytes, name: str) -> str:
    at, first = 8, True
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or (first and kind != b"IHDR") or zlib.crc32(content[at + 4 : end - 4]) != int.from_bytes(content[end - 4 : end], "big"):
            break
        if kind == b"IEND":
            if end != len(content):
                raise FileRefused(name, "har noget efter billedets slutning. Åbn det, og gem det på ny.")
            return PNG
        at, first = end, False
    raise FileRefused(name, "er ikke et helt billede. Gem det på ny.")


def _jpeg(content: bytes, name: str) -> str:
    """Walk from mark to mark up to the picture. What cameras write behind it (a small copy, a moving picture) is let be."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == 0xFF:
            at += 1
            continue
        if mark == 0xDA and b"\xff\xd9" in content[at + 2 + length :]:
            return JPEG
        if mark in (0xDA, 0xD8, 0xD9) or length < 2:
            break
        at += 2 + length
    raise FileRefused(name, "er ikke et helt billede. Gem det på ny.")


def _text(content: bytes) -> str | None:
    """The words of a plain text; None when it is not one."""
    for encoding in ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in set(text))
        return None if odd or _PAGE.search(text[:1024].encode()) else text
    return None


# ------------------------------------------------------------------------------------------------ office documents


def _office(content: bytes, name: str, left: list[int], *, inside: bool = False) -> str:
    """A document that is a zip: read whole, within limits, so that what the table of contents says is also what is there.

    Shapes: `left` holds one number, the bytes that may still be unpacked, the documents inside included.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _laid_out_plainly(content, archive, parts, name)
            found = _kind_of(archive, name)
            for part in parts:
                _part(archive, part, name, left, inside=inside)
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, NotImplementedError, RuntimeError, OSError) as error:
        raise FileRefused(name, "kan ikke læses: den er beskadiget. Åbn den, og gem den på ny.") from error


def _laid_out_plainly(content: bytes, archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], name: str) -> None:
    end = content.rfind(_ZIP_END)
    if archive.comment or end + 22 != len(content):
        raise FileRefused(name, "har noget efter dokumentets slutning. Åbn den, og gem den på ny.")
    if len(parts) > _PARTS:
        raise FileRefused(name, "har for mange dele. Gem den som PDF.")
    if len({part.filename.lower() for part in parts}) != len(parts):
        raise FileRefused(name, "har to dele med samme navn. Åbn den, og gem den på ny.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused(name, "er låst med adgangskode. Gem den uden adgangskode.")
    if sum(part.file_size for part in parts) > max(_RATIO * len(content), 1024 * 1024):
        raise _bomb(name)
    free = 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        at = part.header_offset
        if at < free or (free == 0 and at != 0) or content[at : at + 4] != _ZIP:
            raise FileRefused(name, "har dele, der ligger oven i hinanden. Åbn den, og gem den på ny.")
        free = at + 30 + int.from_bytes(content[at + 26 : at + 28], "little") + int.from_bytes(content[at + 28 : at + 30], "little") + part.compress_size


def _kind_of(archive: zipfile.ZipFile, name: str) -> str:
    names = {part.filename.lower() for part in archive.infolist()}
    if any(one.endswith(("vbaproject.bin", "vbadata.xml")) or one.startswith(("basic/", "scripts/", "xl/macrosheets/")) for one in names):
        raise _macro(name)
    if "mimetype" in names:
        with archive.open("mimetype") as file:
            if file.read(200) == ODT.encode():
                return ODT
    if "[content_types].xml" in names:
        with archive.open("[Content_Types].xml") as file:
            said = file.read(1024 * 1024)
        if b"macroenabled" in said.lower():
            raise _macro(name)
        for part, found in _TYPE_OF_PART.items():
            if part in said:
                return found
    raise FileRefused(name, f"er en pakket fil eller en anden slags dokument. Der kan lægges {LABELS} på sagen: pak den ud, eller gem den som PDF.")


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, left: list[int], *, inside: bool) -> None:
    """Read one part to its end. A document inside a document is read the same way; one inside that is refused."""
    kept, first = bytearray(), True
    with archive.open(part) as file:
        while chunk := file.read(1024 * 1024):
            left[0] -= len(chunk)
            if left[0] < 0:
                raise _bomb(name)
            if first and chunk.startswith(_RUNS) and not part.filename.lower().endswith(_PACKED_PICTURES):
                raise FileRefused(name, "rummer et program eller en anden fil, som ikke kan undersøges. Gem den som PDF.")
            if kept or (first and chunk.startswith(_ZIP)):
                kept += chunk
            first = False
    if kept:
        if inside:
            raise FileRefused(name, "rummer filer inde i filer. Gem den som PDF.")
        _office(bytes(kept), name, left, inside=True)


def _bomb(name: str) -> FileRefused:
    return FileRefused(name, "fylder for meget, når den pakkes ud. Gem den som PDF.")


def _macro(name: str) -> FileRefused:
    return FileRefused(name, "indeholder makroer. Gem den som PDF, eller som docx eller xlsx uden makroer.")
