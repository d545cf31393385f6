"""What may be laid on a case as a file, and what is refused with a way on."""

from __future__ import annotations

import io
import struct
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from hypothesis import given as every
from hypothesis import settings
from hypothesis import strategies as st

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases import storage, uploads
from mestring.cases.actions.case import close_case
from mestring.cases.actions.papers import add_document, mark_document_in_error
from mestring.cases.errors import DayInTheFuture, FileRefused, TextMissing, TooManyFiles
from mestring.cases.models import Case, Document
from mestring.people.access import Actor
from tests import given

TODAY = given.TODAY
CONTENT_TYPES = "[Content_Types].xml"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\xd2\xcf\x20\xff\xd9"


def packed(parts: dict[str, bytes], *, deflate: bool = True, comment: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return file.getvalue()


def office(main: str, **more: bytes) -> dict[str, bytes]:
    said = f'<Types><Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>'
    return {CONTENT_TYPES: said.encode(), "main.xml": b"<x>" + b"Hej. " * 200 + b"</x>", **more}


DOCX_PARTS, XLSX_PARTS = office("wordprocessingml.document"), office("spreadsheetml.sheet")
DOCX, XLSX = packed(DOCX_PARTS), packed(XLSX_PARTS)
ODT = packed({"mimetype": uploads.ODT.encode(), "content.xml": b"<office/>"})
TEXT = "Kære kommune\n\nJeg søger om hjælp. Æ, ø og å.\n".encode()
GOOD = {uploads.PDF: PDF, uploads.PNG: PNG, uploads.JPEG: JPEG, uploads.DOCX: DOCX, uploads.XLSX: XLSX, uploads.ODT: ODT, uploads.TEXT: TEXT}


# ------------------------------------------------------------------------------------------------ what is taken


@pytest.mark.parametrize("kind", GOOD)
def test_each_kind_is_told_from_what_it_holds(kind: str) -> None:
    found = uploads.check(GOOD[kind], "et navn uden endelse")
    assert (found.type, found.size) == (kind, len(GOOD[kind]))
    assert found.name == f"et navn uden endelse{uploads.ENDINGS[kind][0]}"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_is_read_in_the_ways_danes_write_it_and_sent_in_one(encoding: str) -> None:
    content = "Blåbærgrød til Åse – 1½ dl".encode(encoding)
    assert uploads.check(content, "x.txt").type == uploads.TEXT
    assert uploads.as_sent(content, uploads.TEXT).decode() == "Blåbærgrød til Åse – 1½ dl"


def test_a_word_document_with_a_chart_in_it_is_taken() -> None:
    assert uploads.check(packed({**DOCX_PARTS, "word/embeddings/Microsoft_Excel_Sheet.xlsx": XLSX}), "a.docx").type == uploads.DOCX
    assert uploads.check(packed({**DOCX_PARTS, "word/embeddings/Microsoft_Excel_Sheet.xlsx": XLSX}, deflate=False), "a.docx").type == uploads.DOCX


def test_what_a_camera_writes_after_the_picture_is_let_be() -> None:
    assert uploads.check(JPEG + b"\x00MotionPhoto_Data" + JPEG, "IMG_1.JPG").name == "IMG_1.JPG"


def test_real_letters_are_taken() -> None:
    from mestring.cases.letters import render
    from mestring.cases.letters.text import Recipient
    from tests.cases.given_letters import content

    assert uploads.check(render.pdf(content(Case(number="26-00001"), Recipient(name="Karen Prøve"))), "brev.pdf").type == uploads.PDF


# ------------------------------------------------------------------------------------------------ what is refused


def flagged(content: bytes) -> bytes:
    """Every part marked as locked with a password."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00").replace(
        b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00"
    )


def lying(content: bytes, says: int) -> bytes:
    """The table of contents says another size than what is there."""
    at = content.rfind(b"PK\x01\x02")
    return content[: at + 24] + struct.pack("<I", says) + content[at + 28 :]


def overlapping(size: int) -> bytes:
    """A thousand names in the table of contents for one and the same packed part."""
    content = packed({**DOCX_PARTS, "z.bin": b"\0" * size})
    end = content.rfind(b"PK\x05\x06")
    at = content.rfind(b"PK\x01\x02")
    entry, start = content[at:end], struct.unpack("<I", content[end + 16 : end + 20])[0]
    copies = b"".join(entry.replace(b"z.bin", b"%05d" % number) for number in range(1000))
    table = content[start:end] + copies
    count = len(DOCX_PARTS) + 1 + 1000
    return content[:start] + table + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(table), start, 0)


BAD: dict[str, bytes] = {
    "empty": b"",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "svg after a declaration": b'<?xml version="1.0"?>\n<!-- hej -->\n<svg/>',
    "html": b"<!DOCTYPE html><html><body>hej</body></html>",
    "html after blanks": b"\n\n   <HTML><script>x</script>",
    "html after words": b"Hej\n" * 20 + b"<script src=//x>",
    "html in utf-16": "<html><script>x</script>".encode("utf-16"),
    "php": b"<?php system($_GET['c']); ?>",
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "rtf": b"{\\rtf1\\ansi hej}",
    "exe": b"MZ\x90\x00\x03" + b"\0" * 200,
    "elf": b"\x7fELF\x02\x01\x01" + b"\0" * 200,
    "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512,
    "heic": b"\0\0\0\x18ftypheic" + b"\0" * 64,
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "gzip": b"\x1f\x8b\x08" + b"\0" * 40,
    "binary": bytes(range(256)),
    "plain zip": packed({"a.txt": b"hej"}),
    "jar": packed({"META-INF/MANIFEST.MF": b"Manifest-Version: 1.0", "A.class": b"\xca\xfe\xba\xbe"}),
    "other document": packed(office("presentationml.presentation")),
    "pdf with a line before": b"\n" + PDF,
    "pdf behind other bytes": b"\0" * 100 + PDF,
    "pdf without end": PDF[:-8],
    "pdf with a zip behind": PDF + packed({"a.txt": b"hej"}),
    "pdf with a zip inside": PDF[:60] + packed({"a.txt": b"hej"}, comment=PDF[60:]),
    "pdf that is a page": b"%PDF-1.4\n<html><script>x</script></html>\n%%EOF",
    "png with a zip behind": PNG + packed({"a.txt": b"hej"}),
    "png with bytes behind": PNG + b"hej",
    "png cut short": PNG[:-6],
    "png with a wrong sum": PNG.replace(b"\x00\x00\x00\x01\x00\x00\x00\x01", b"\x00\x00\x00\x02\x00\x00\x00\x01"),
    "png that is a page": PNG[:33] + chunk(b"tEXt", b"x\0<script>alert(1)</script>") + PNG[33:],
    "jpeg with a zip behind": JPEG + packed({"a.txt": b"hej"}),
    "jpeg with a pdf inside": JPEG[:20] + b"\xff\xfe\x00\x20" + b"%PDF-1.4".ljust(30) + JPEG[20:],
    "jpeg cut short": JPEG[:-2],
    "jpeg in name only": b"\xff\xd8\xff<script>",
    "docx with macros": packed({**DOCX_PARTS, "word/vbaProject.bin": b"x"}),
    "docx with macros in capitals": packed({**DOCX_PARTS, "WORD/VBAPROJECT.BIN": b"x"}),
    "docm": packed({CONTENT_TYPES: b'<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'}),
    "xlsx with old macros": packed({**XLSX_PARTS, "xl/macrosheets/sheet1.xml": b"<x/>"}),
    "odt with macros": packed({"mimetype": uploads.ODT.encode(), "Basic/Standard/Module1.xml": b"<x/>"}),
    "docx with a program": packed({**DOCX_PARTS, "word/embeddings/x.bin": b"MZ\x90\0"}),
    "docx with an ole object": packed({**DOCX_PARTS, "word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
    "docx with macros inside a chart": packed({**DOCX_PARTS, "word/embeddings/a.xlsx": packed({**XLSX_PARTS, "xl/vbaProject.bin": b"x"})}),
    "docx in docx in docx": packed({**DOCX_PARTS, "a.docx": packed({**DOCX_PARTS, "b.docx": DOCX})}),
    "docx with a plain zip": packed({**DOCX_PARTS, "a.zip": packed({"a.txt": b"hej"})}),
    "docx behind other bytes": b"hej" + DOCX,
    "docx with bytes behind": DOCX + b"hej",
    "docx with a remark": packed(DOCX_PARTS, comment=b"hej"),
    "docx behind a docx": DOCX + XLSX,
    "docx locked": flagged(DOCX),
    "docx that says too little": lying(DOCX, 10),
    "docx cut short": DOCX[:-30],
    "docx with a flipped byte": DOCX[:60] + bytes([DOCX[60] ^ 255]) + DOCX[61:],
    "bomb": packed({**DOCX_PARTS, "a.bin": b"\0" * 60_000_000}),
    "bomb in a chart": packed({**DOCX_PARTS, "a.xlsx": packed({**XLSX_PARTS, "a.bin": b"\0" * 60_000_000})}),
    "bomb that overlaps": overlapping(1_000_000),
    "parts that overlap": overlapping(1000),
    "many parts": packed({**DOCX_PARTS, **{f"{number}.xml": b"" for number in range(6000)}}),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_quickly_with_the_field_the_name_and_a_way_on(name: str) -> None:
    began = time.monotonic()
    with pytest.raises(FileRefused) as refused:
        uploads.check(BAD[name], "Min fil.pdf")
    assert time.monotonic() - began < 5
    assert refused.value.fields == ("file",)
    assert refused.value.message.startswith("Fil: ”Min fil.pdf” ")
    assert any(verb in refused.value.message for verb in ("Gem ", "gem ", "Vælg ", "Hent "))


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("parts that overlap", "oven i hinanden"),
        ("bomb", "når den pakkes ud"),
        ("docx locked", "låst med adgangskode"),
        ("docx with macros", "makroer"),
        ("docx in docx in docx", "filer inde i filer"),
        ("pdf with a zip inside", "noget andet end det"),
        ("heic", "som JPG"),
    ],
)
def test_it_is_refused_for_what_is_wrong_with_it(name: str, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        uploads.check(BAD[name], "x")


@pytest.mark.parametrize("kind", GOOD)
def test_whatever_it_is_called_a_good_file_is_what_it_is(kind: str) -> None:
    """The refusals above are not made by the name."""
    assert uploads.check(GOOD[kind], "Min fil.pdf").type == kind


def test_documents_inside_count_with_the_document_they_are_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "_UNPACKED", 12_000)
    assert uploads.check(packed({**DOCX_PARTS, "a.xlsx": XLSX}), "a.docx").type == uploads.DOCX
    with pytest.raises(FileRefused, match="fylder for meget"):
        uploads.check(packed({**DOCX_PARTS, **{f"{number}.xlsx": XLSX for number in range(12)}}), "a.docx")


def test_it_may_fill_25_mb_and_no_more() -> None:
    whole = b"a" * uploads.LARGEST
    assert uploads.check(whole, "a.txt").size == uploads.LARGEST
    with pytest.raises(FileRefused, match="større end 25 MB"):
        uploads.check(whole + b"a", "a.txt")


def test_twenty_files_at_a_time_and_no_more() -> None:
    uploads.check_count(20)
    with pytest.raises(TooManyFiles):
        uploads.check_count(21)


@settings(max_examples=300, deadline=None)
@every(
    start=st.sampled_from([b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", DOCX, PNG, JPEG, PDF]), rest=st.binary(max_size=300)
)
def test_any_bytes_are_taken_or_refused_and_nothing_else(start: bytes, rest: bytes) -> None:
    try:
        found = uploads.check(start + rest, "x")
    except FileRefused:
        return
    assert found.type in uploads.ENDINGS


@settings(max_examples=300, deadline=None)
@every(at=st.integers(0, len(DOCX) - 1), bit=st.integers(0, 7))
def test_a_broken_document_is_never_a_crash(at: int, bit: int) -> None:
    broken = bytearray(DOCX)
    broken[at] ^= 1 << bit
    with suppress(FileRefused):
        assert uploads.check(bytes(broken), "x.docx").type in uploads.ENDINGS


# ------------------------------------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("Lægeattest.pdf", "Lægeattest.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\anne\\Brev.PDF", "Brev.PDF"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("faktura\u202efdp.exe", "fakturafdp.exe.pdf"),
        ("usynlig\u200b\u2066navn.pdf", "usynlignavn.pdf"),
        ("A\u030angstrøm.pdf", "Ångstrøm.pdf"),
        ('<b>"fil"</b>?.pdf', "b__.pdf"),
        ("   .. ", "fil.pdf"),
        ("", "fil.pdf"),
        (".pdf", "pdf.pdf"),
        ("rapport.pdf.exe", "rapport.pdf.exe.pdf"),
    ],
)
def test_a_name_is_shown_without_what_can_deceive(given_name: str, shown: str) -> None:
    assert uploads.check(PDF, given_name).name == shown


@settings(max_examples=300)
@every(name=st.text(max_size=400))
def test_any_name_fits_its_field_and_is_no_path(name: str) -> None:
    shown = uploads.check(PDF, name).name
    assert 0 < len(shown) <= Document._meta.get_field("name").max_length
    assert not set(shown) & set('/\\<>:"|?*\x00\r\n')
    assert not shown.startswith(".")
    assert shown.lower().endswith(".pdf")


# ------------------------------------------------------------------------------------------------ showing


def test_only_text_and_pdf_are_shown_and_all_else_is_downloaded() -> None:
    shown = {kind for kind in [*uploads.ENDINGS, "text/html", "image/svg+xml", ""] if uploads.disposition(kind) == "inline"}
    assert shown == {uploads.TEXT, uploads.PDF}


@pytest.mark.parametrize("kind", [*uploads.ENDINGS, "text/html", "image/svg+xml"])
def test_nothing_sent_may_run_or_be_guessed_to_be_something_else(kind: str) -> None:
    sent = uploads.headers(kind, 'Brev til "Åse"\r\nX-Evil: 1.pdf')
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert {"default-src 'none'", "sandbox", "frame-ancestors 'none'"} <= {part.strip() for part in sent["Content-Security-Policy"].split(";")}
    assert "html" not in sent["Content-Type"]
    assert "svg" not in sent["Content-Type"]
    assert sent["Content-Disposition"].startswith(uploads.disposition(kind))
    assert "private" in sent["Cache-Control"]
    assert not HttpResponse(headers=sent).has_header("X-Evil")


# ------------------------------------------------------------------------------------------------ the act


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENTS = tmp_path / "documents"


def add(case: Case, by: Actor, **more: Any) -> Document:
    values = {"title": "Lægeattest", "happened_on": TODAY, "content": PDF, "name": "attest.pdf", "channel": "digital_post", "sender": "Egen læge", **more}
    return add_document(case, by=by, on=TODAY, **values)


@pytest.mark.django_db
def test_a_file_is_laid_on_the_case_and_can_be_read_again() -> None:
    by = given.caseworker()
    made = add(given.case(by), by)
    assert (made.name, made.type, made.size, made.late) == ("attest.pdf", uploads.PDF, len(PDF), False)
    assert storage.read(made.sha256) == PDF


@pytest.mark.django_db
def test_late_post_is_filed_without_opening_the_case() -> None:
    by = given.caseworker()
    case = close_case(given.case(by), by=by, on=TODAY, because="Hjælpen er ophørt")
    assert add(case, by).late
    case.refresh_from_db()
    assert case.state == "closed"


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", [{"content": BAD["svg"]}, {"title": " "}, {"happened_on": TODAY.replace(year=2027)}])
def test_of_what_is_refused_nothing_is_kept(spoil: dict[str, Any], tmp_path: Path) -> None:
    by = given.caseworker()
    case = given.case(by)
    with pytest.raises((FileRefused, TextMissing, DayInTheFuture)):
        add(case, by, **spoil)
    assert Document.objects.count() == 0
    assert list((tmp_path / "documents").glob("*/*")) == []


@pytest.mark.django_db
def test_who_has_nothing_to_do_with_the_case_lays_nothing_on_it(tmp_path: Path) -> None:
    case = given.case(given.caseworker())
    with pytest.raises(NotAllowed):
        add(case, given.caseworker(given.unit("Et andet team")))
    assert list((tmp_path / "documents").glob("*/*")) == []


@pytest.mark.django_db
def test_a_crash_before_the_row_leaves_a_file_and_no_row(monkeypatch: pytest.MonkeyPatch) -> None:
    by = given.caseworker()
    case = given.case(by)

    def dies(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mestring.audit.acts.record", dies)
    with pytest.raises(KeyboardInterrupt):
        add(case, by)
    assert Document.objects.count() == 0
    assert len(list(storage.orphans())) == 1


@pytest.mark.django_db
def test_a_paper_laid_there_by_mistake_is_marked_once_and_stays() -> None:
    by = given.caseworker()
    made = add(given.case(by), by)
    with pytest.raises(TextMissing):
        mark_document_in_error(made, by=by, on=TODAY, because="")
    mark_document_in_error(made, by=by, on=TODAY, because="Hører til en anden sag")
    with pytest.raises(MoveNotAllowed):
        mark_document_in_error(made, by=by, on=TODAY, because="Igen")
    assert storage.read(made.sha256) == PDF
    assert not Document.objects.not_in_error().exists()


@pytest.mark.django_db
def test_a_file_can_not_answer_another_cases_request() -> None:
    from mestring.cases.actions.journal import ask_for_information

    by = given.caseworker()
    other = given.case(by, given.citizen(by, first_name="En", last_name="Anden"))
    asked = ask_for_information(other, by=by, on=TODAY, whom="citizen", source="Borgeren", asks="Lægeattest", due_on=TODAY.replace(day=30))
    with pytest.raises(MoveNotAllowed):
        add(given.case(by), by, request=asked)
