"""The file of a letter: PDF/UA-1, tagged, with its fonts, the same bytes every time, and nothing a letter says can become markup."""

from __future__ import annotations

import hashlib
import io
import itertools
import re
import shutil
import threading
import tomllib
import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
import typst
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mestring.cases.letters import characters, render
from mestring.cases.letters.completeness import complete
from mestring.cases.letters.layout import printed, unprintable
from mestring.cases.letters.text import Fixed, Heading, Letter, Listing, Paragraph, Recipient, Sentence, Table
from tests.cases.letters.samples import MAKERS, ON, a_decision

LETTERS = pytest.mark.parametrize("name", MAKERS)


def sentence(text: str) -> Sentence:
    return Sentence(text, Fixed(source="Prøve"))


def text_of(file: bytes) -> str:
    """The words of the file, in the order they are read, on one line."""
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def structure(file: bytes) -> list[str]:
    """The names of the tags, in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, pikepdf.Array):
            for one in node:
                walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                found.append(str(node.S))
            if "/K" in node:
                walk(node.K)

    with pikepdf.open(io.BytesIO(file)) as opened:
        walk(opened.Root.StructTreeRoot.K)
    return found


def hostile(text: str) -> Letter:
    """A letter that says the text everywhere a letter can say something."""
    one = sentence(text)
    return replace(
        a_decision(),
        title=text,
        case_number=text,
        recipient=Recipient(name=text, address=(text,), digital_post=False, copy_to=(text,)),
        blocks=(Heading(text), Heading(text, 3), Paragraph((one, one)), Listing((one, one)), Table(text, (text, text), ((one, one), (one, one)))),
    )


@LETTERS
def test_a_letter_is_tagged_titled_and_in_danish(name: str) -> None:
    letter = MAKERS[name]()
    with pikepdf.open(io.BytesIO(render.pdf(letter))) as opened:
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        assert str(opened.Root.Lang) == "da"
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == letter.document_title
        assert all(page.get("/Tabs") == "/S" for page in opened.pages)


@LETTERS
def test_headings_step_down_one_level_at_a_time(name: str) -> None:
    levels = [int(tag[2:]) for tag in structure(render.pdf(MAKERS[name]())) if re.fullmatch(r"/H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_lists_and_tables_are_tagged_as_such() -> None:
    tags = structure(render.pdf(hostile("Timer")))
    assert {"/L", "/LI", "/Table", "/TH", "/TD"} <= set(tags)


@LETTERS
def test_every_font_is_embedded_and_our_own(name: str) -> None:
    found = set()
    with pikepdf.open(io.BytesIO(render.pdf(MAKERS[name]()))) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor":
                assert any(stream in one for stream in ("/FontFile2", "/FontFile3")), str(one.FontName)
                found.add(str(one.FontName).split("+")[-1])
    assert found
    assert all(font.startswith("IBMPlexSans") for font in found), found


@LETTERS
def test_every_word_can_be_read_out_of_the_file(name: str) -> None:
    letter = MAKERS[name]()
    file = render.pdf(letter)
    text = text_of(file).replace("\u00a0", " ")
    for one in letter.sentences():
        # A footer may stand in the middle of a sentence that goes over to the next page; its words are there all the same.
        assert " ".join(one.text.split()) in text or all(word in text for word in one.text.split()), one.text
    for name_of in (letter.title, letter.recipient.name, letter.sender.council, letter.signed_by.name, f"Sag {letter.case_number}"):
        assert name_of in text
    assert "Bregnbæk" in text
    assert "å" in text
    assert "ø" in text


@LETTERS
def test_the_file_says_nothing_of_the_citizen_outside_the_letter(name: str) -> None:
    letter = MAKERS[name]()
    with pikepdf.open(io.BytesIO(render.pdf(letter))) as opened:
        said = str(dict(opened.docinfo)) + bytes(opened.Root.Metadata.read_bytes()).decode()
    for word in ("Mikkel", "Bregnbæk", "Line Holst", "støtte", "Dalgaard"):
        assert word not in said


@LETTERS
def test_the_same_letter_gives_the_same_bytes(name: str) -> None:
    first = render.pdf(MAKERS[name]())
    render.pdf(a_decision())
    in_another_thread: list[bytes] = []
    thread = threading.Thread(target=lambda: in_another_thread.append(render.pdf(MAKERS[name]())))
    thread.start()
    thread.join()
    assert render.pdf(MAKERS[name]()) == first == in_another_thread[0]


def test_the_date_of_the_file_is_the_letters() -> None:
    with pikepdf.open(io.BytesIO(render.pdf(a_decision()))) as opened:
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20261127")
    assert render.pdf(a_decision()) != render.pdf(replace(a_decision(), date=date(2026, 11, 28)))


def test_a_letter_read_back_is_printed_as_it_was() -> None:
    letter = a_decision()
    assert render.pdf(Letter.from_json(letter.to_json())) == render.pdf(letter)


def test_marks_leave_no_trace_in_print() -> None:
    letter = a_decision()
    assert render.pdf(letter.compare(replace(letter, blocks=()))) == render.pdf(letter)


HOSTILE = [
    '#panic("x") #read("letter.typ") #sys.inputs $1/0$ `x` @nobody <label> \\ // /* ] } ) [ { (',
    "= Overskrift\n- liste\n+ nummer\n/ ord: mening",
    '"},"title":"x',
    "*fed* _kursiv_ ~ --- ... 'a' \"b\" \\u{41}",
    '#import "@preview/evil:0.1.0": *',
    "{{ 7*7 }} {% load %} <script>alert(1)</script> &amp;",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_letter_stays_words(text: str) -> None:
    read = text_of(render.pdf(hostile(text))).replace("\u00a0", " ")
    assert read.count(" ".join(text.split())) >= 5, read


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\x00\x07\x1b",
        "\u202eabc",
        "\ud800",
        "\ufeff\ufffe\uffff",
        "\u0652\u064b\u0301\u05b0",
        "👩‍👧 ❤️ 🇩🇰",
        "שלום سلام",
        "中文",
        "e\u0301",
        "W" * 10_000,
    ],
    ids=lambda text: ascii(text[:12]),
)
def test_no_text_breaks_the_file(text: str) -> None:
    with pikepdf.open(io.BytesIO(render.pdf(hostile(text)))) as opened, opened.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
def test_no_text_at_all_breaks_the_file(text: str) -> None:
    assert render.pdf(hostile(text)).startswith(b"%PDF-")


def test_an_endless_word_stays_on_the_paper() -> None:
    file = render.pdf(replace(a_decision(), blocks=(Paragraph((sentence("W" * 10_000),)),)))
    assert text_of(file).replace(" ", "").count("W") == 10_000
    reader = pypdf.PdfReader(io.BytesIO(file))
    lines = [len(line) for page in reader.pages for line in page.extract_text().splitlines() if "WW" in line]
    assert max(lines) <= 60


def test_line_breaks_in_a_written_reason_are_kept() -> None:
    file = render.pdf(replace(a_decision(), blocks=(Paragraph((sentence("Første linje.\r\nAnden linje."),)),)))
    lines = [line.strip() for line in pypdf.PdfReader(io.BytesIO(file)).pages[0].extract_text().splitlines()]
    assert "Første linje." in lines
    assert "Anden linje." in lines


def test_what_cannot_be_drawn_is_a_square_and_is_told() -> None:
    letter = replace(a_decision(), blocks=(Paragraph((sentence("Du skrev 中."),)),))
    assert "Du skrev □." in text_of(render.pdf(letter))
    assert unprintable(letter) == ("中",)


def test_direction_marks_are_taken_out_of_the_print() -> None:
    assert characters.clean("a\u202eb\u2066c\u200fd\u0085e") == "abcd\ne"


def test_the_fonts_draw_what_they_are_said_to_draw() -> None:
    known = [chr(point) for point in sorted(characters.drawn()) if unicodedata.category(chr(point))[0] not in "CM"]
    assert len(known) > 5_000
    words = printed(a_decision())
    for start in range(0, len(known), 500):
        words["blocks"] = [{"type": "paragraph", "text": " ".join(known[start : start + 500])}]
        assert render._pdf(words, ON).startswith(b"%PDF-")


@pytest.mark.parametrize("strange", ["中", "\U0001f1e9"])
def test_a_character_that_is_not_cleaned_away_would_be_refused(strange: str) -> None:
    assert ord(strange[-1]) not in characters.drawn()
    words = printed(a_decision())
    words["blocks"] = [{"type": "paragraph", "text": strange}]
    with pytest.raises(typst.TypstError):
        render._pdf(words, ON)


def test_danish_letters_quotes_and_signs_are_drawn() -> None:
    assert {ord(one) for one in "æøåÆØÅéÉäöüß§–—»«“”’•…½€ÞðŁşğñč"} <= characters.drawn_by("IBMPlexSans-Regular")


def test_the_paragraph_sign_and_the_day_are_not_parted_from_their_number() -> None:
    words = printed(replace(a_decision(), blocks=(Paragraph((sentence("§ 85 og §§ 66 og 67 den 7. december"),)),)))["blocks"][0]["text"]
    assert words == "§\u00a085 og §§\u00a066 og 67 den 7.\u00a0december"


def test_the_fonts_are_what_was_recorded_with_their_licences_beside_them() -> None:
    recorded = tomllib.loads((characters.FONTS / "VENDOR.toml").read_text(encoding="utf-8"))["sha256"]
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in characters.FONTS.iterdir() if path.name != "VENDOR.toml"}
    assert there == recorded
    for licence, words in (("LICENSE-IBMPlexSans.txt", "SIL OPEN FONT LICENSE"), ("LICENSE-DejaVuSans.txt", "Bitstream Vera")):
        assert words in (characters.FONTS / licence).read_text(encoding="utf-8")


def test_a_letter_by_ordinary_post_shows_the_address_and_one_by_digital_post_does_not() -> None:
    recipient = Recipient(name="Mikkel Holst Bregnbæk", address=("Prøvevej 12", "7100 Vejle"), digital_post=False)
    paper = text_of(render.pdf(replace(a_decision(), recipient=recipient)))
    assert "Prøvevej 12" in paper
    assert "Digital Post Vejle" not in paper
    digital = text_of(render.pdf(replace(a_decision(), recipient=replace(recipient, digital_post=True))))
    assert "Prøvevej 12" not in digital


def test_a_template_that_takes_words_for_markup_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = (render.TEMPLATES / "letter.typ").read_text(encoding="utf-8")
    planted = template.replace("#let words(text) = text.split", '#let words(text) = eval(text, mode: "markup") + "".split')
    assert planted != template
    shutil.copytree(render.TEMPLATES, tmp_path / "templates")
    (tmp_path / "templates/letter.typ").write_text(planted, encoding="utf-8")
    monkeypatch.setattr(render, "TEMPLATES", tmp_path / "templates")
    monkeypatch.setattr(render, "_warm", threading.local())
    assert "*fed*" not in text_of(render.pdf(replace(a_decision(), blocks=(Paragraph((sentence("*fed*"),)),))))


def test_a_letter_is_drawn_to_be_looked_at() -> None:
    assert all(page.startswith(b"\x89PNG") for page in render.pictures(a_decision()))
    assert complete(a_decision()) == []
    assert a_decision().date == ON
