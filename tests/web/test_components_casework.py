"""Components of the pages for work: what each says, and what it never does."""

from __future__ import annotations

import hashlib
import re
import shutil
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client

from mestring.web.components import case, days, figures, gallery, letter, levels, lists, marks
from mestring.web.components.case import Event, Gate, Person
from mestring.web.components.levels import Level

ON = date(2026, 11, 12)  # a Thursday
VENDORED = Path(__file__).resolve().parents[2] / "mestring/web/shell/static/shell/vendor/htmx"


def drawn(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.replace("\u00a0", " "))).strip()


@pytest.mark.parametrize(
    ("day", "shape", "said"),
    [
        (date(2026, 11, 9), "late", "3 dage over"),
        (date(2026, 11, 11), "late", "1 dag over"),
        (ON, "today", "I dag"),
        (date(2026, 11, 13), "week", "I morgen"),
        (date(2026, 11, 15), "week", "Om 3 dage"),
        (date(2026, 11, 16), "later", "Om 4 dage"),
        (date(2026, 11, 27), "later", "Om 15 dage"),
    ],
)
def test_how_far_off_a_day_is_has_a_word_and_a_shape(day: date, shape: str, said: str) -> None:
    found = lists.due(day, ON)
    assert (found.shape, found.words) == (shape, said)
    page = drawn("{% due found %}", found=found)
    assert f"m-due--{shape}" in page
    assert said in words(page)


def test_tomorrow_is_not_this_week_on_a_sunday() -> None:
    found = lists.due(date(2026, 11, 16), date(2026, 11, 15))
    assert (found.shape, found.words) == ("later", "I morgen")


def test_what_is_done_and_what_has_an_hour_says_so() -> None:
    assert lists.due(ON, ON, at="kl. 15").words == "I dag kl. 15"
    assert lists.due(date(2026, 11, 9), ON, done_on=date(2026, 11, 3)).words == "Klaret 3. nov."


@pytest.mark.parametrize(
    ("day", "text", "table", "short"),
    [
        (date(2026, 11, 27), "fredag 27. november", "fre. 27. nov.", "27. nov."),
        (date(2027, 2, 28), "søndag 28. februar 2027", "søn. 28. feb. 2027", "28. feb. 2027"),
        (date(2026, 5, 1), "fredag 1. maj", "fre. 1. maj", "1. maj"),
        (date(2025, 6, 30), "mandag 30. juni 2025", "man. 30. juni 2025", "30. juni 2025"),
    ],
)
def test_the_year_is_written_only_when_it_is_another(day: date, text: str, table: str, short: str) -> None:
    assert (days.in_text(day, ON), days.in_table(day, ON), days.short(day, ON)) == (text, table, short)
    assert days.typed(day) == f"{day:%d-%m-%Y}"


def test_the_work_list_stands_nearest_first_and_counts_what_is_on_other_pages() -> None:
    groups = gallery.page()["groups"]
    assert [(group.title, group.total) for group in groups] == [("Overskredet", 2), ("I dag", 1), ("Resten af ugen", 1), ("Senere", 31)]
    page = drawn("{% work_list groups %}", groups=groups)
    assert page.count('type="checkbox"') == 5
    assert page.count("data-row>") == 5
    assert 'value="3" checked' in page
    assert "Vælg Birthe Svinth Aagaard, Opfølgning efter 3 måneder" in page
    assert 'type="checkbox"' not in drawn("{% work_list groups choosable=False %}", groups=groups)


def test_missing_gates_come_first_and_each_names_its_rule_and_how_it_was_passed() -> None:
    found = case.gates(
        [
            Gate("Klagevejledning", "fact", "FVL § 25", passed_by="Sættes ind."),
            Gate("Partshøring", "reason", "FVL § 19", passed_by="Intet ukendt."),
            Gate("Hele loven", "missing", "RSL § 5"),
            Gate("Skønnet", "to_judge", "RSL § 10"),
        ]
    )
    assert [gate.name for gate in found.all] == ["Hele loven", "Skønnet", "Klagevejledning", "Partshøring"]
    assert found.summary == "2 mangler, 2 er klar"
    text = words(drawn("{% gate_list found %}", found=found))
    for said in (
        "Mangler Hele loven RSL § 5",
        "Skal vurderes Skønnet RSL § 10",
        "Klar Klagevejledning Sættes ind. FVL § 25",
        "Begrundet Partshøring ”Intet ukendt.” FVL § 19",
    ):
        assert said in text
    assert case.gates(found.all[2:]).summary == "Alle 2 er klar"
    assert case.gates(found.all[:2]).summary == "2 mangler"


def test_a_gate_that_can_be_passed_by_a_reason_has_its_form_and_a_passed_one_opens_to_be_mended() -> None:
    found = gallery.page()["gates"]
    page = drawn("{% gate_list found %}", found=found)
    assert page.count('<form method="post"') == 2
    assert page.count('name="key"') == 2
    assert "Skriv, hvorfor den er opfyldt" in page


def test_unknown_to_judge_and_ready_never_share_a_shape() -> None:
    shapes = [Gate("", state, "").mark.shape for state in ("missing", "to_judge", "fact")]
    assert len(set(shapes)) == 3
    assert case.BY_REASON.sign != marks.TO_JUDGE.sign


def test_protection_stands_before_the_name_and_before_the_other_flags() -> None:
    protected = gallery.page()["people"][0]
    page = drawn("{% person_head one %}{% endperson_head %}", one=protected)
    assert page.index("#lock") < page.index("Mikkel")
    assert page.index("Navne- og adressebeskyttelse") < page.index("Partsrepræsentant")
    assert "CPR 999992-0001" in words(page)
    assert page.count("<h1") == 1
    assert "m-acts" not in page


def test_an_anonymous_person_has_neither_number_nor_age() -> None:
    text = words(drawn("{% person_head one %}{% endperson_head %}", one=Person("Egern 47", facts=["Anonym", "§ 109"])))
    assert text == "Egern 47 Anonym · § 109"


def test_a_name_can_break_out_of_nothing() -> None:
    page = drawn("{% person_head one %}<b>knap</b>{% endperson_head %}", one=Person("<script>x</script>", facts=["<i>"]))
    assert "<script>" not in page
    assert "<i>" not in page
    assert "<b>knap</b>" in page


def test_the_timeline_has_what_comes_above_today_and_what_was_below() -> None:
    line = case.timeline(
        [Event(date(2026, 11, 1), "før"), Event(date(2026, 11, 30), "senere", "future"), Event(date(2026, 11, 27), "frist", "future"), Event(ON, "nu", "act")],
        ON,
    )
    text = words(drawn("{% timeline line %}", line=line))
    assert text == "30. nov. senere 27. nov. frist I dag Torsdag 12. november 12. nov. nu 1. nov. før"


def test_not_assessed_is_never_drawn_or_said_as_zero() -> None:
    found = levels.levels([Level("Økonomi", None, 2), Level("Spise", 0)], before_label="2024")
    unknown, zero = (drawn("{% level_bars found %}", found=levels.Levels([bar], "Nu", "2024", "x")) for bar in found.bars)
    assert "m-levbar--open" in unknown
    assert "ikke vurderet" in unknown
    assert "m-levbar--open" not in zero
    assert words(zero).count("0") >= 2
    assert [bar.changed for bar in levels.levels([Level("a", 1, 2), Level("b", 3, 2), Level("c", 2, 2), Level("d", None, 2)]).bars] == [
        "mindre nedsat",
        "mere nedsat",
        "uændret",
        "",
    ]


def test_level_bars_need_no_style_and_have_their_table() -> None:
    page = drawn("{% level_bars found %}", found=levels.levels([Level("Økonomi", 4, 0)]))
    assert "style=" not in page
    assert page.count('class="on"') == 4
    assert "<table" in page
    numbers = [int(one) for one in re.findall(r'<rect x="(-?\d+)"', page)]
    assert min(numbers) >= 0
    assert max(numbers) <= levels.WIDTH


def test_a_share_just_below_the_goal_is_not_shown_as_reached() -> None:
    bars = figures.goal_bars("Frister", [figures.Share("jan.", 899, 1000), figures.Share("feb.", 90, 100), figures.Share("mar.", 0, 0)])
    assert [(column.share.percent, column.reached) for column in bars.columns] == [(89, False), (90, True), (None, False)]
    page = drawn("{% goal_bars bars %}", bars=bars)
    assert "mellem 89 og 90 procent" in page
    assert "899 af 1000" in page
    assert "style=" not in page
    assert figures.goal_bars("Frister", []).spoken == "Frister: der er ingen tal endnu."


def test_no_column_vanishes_below_the_axis() -> None:
    bars = figures.goal_bars("Frister", [figures.Share("jan.", 3, 100), figures.Share("feb.", 100, 100)])
    assert bars.begins == 0
    assert [column.height for column in bars.columns] == ["3.00%", "100.00%"]
    assert bars.columns[0].above


def test_the_longest_load_fills_its_bar_and_none_is_not_divided() -> None:
    assert [load.percent for load in figures.loads([figures.Load("a", 40), figures.Load("b", 10)])] == ["100.0%", "25.0%"]
    assert [load.percent for load in figures.loads([figures.Load("a", 0)])] == ["0.0%"]


def test_every_sentence_of_a_letter_leads_to_its_source_and_back() -> None:
    found = letter.of(gallery.LETTER)
    page = drawn("{% letter_paper found %}", found=found)
    assert len(found.sentences) == 9
    for sentence in found.sentences:
        assert f'href="#b-{sentence.number}"' in page
        assert f'id="b-{sentence.number}"' in page
        assert f'href="#s-{sentence.id}"' in page
        assert f'id="s-{sentence.id}"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    # Sentences that rest on the same source share its number.
    assert [sentence.number for sentence in found.sentences] == [1, 2, 3, 4, 2, 2, 2, 2, 5]


def test_a_gap_and_a_changed_fact_are_marked_where_the_sentence_stands() -> None:
    found = letter.of(gallery.LETTER)
    assert [sentence.id for sentence in found.sentences if sentence.missing] == ["s4"]
    assert [sentence.id for sentence in found.sentences if sentence.changed] == ["s3"]
    listed = words(drawn("{% letter_sentences found %}", found=found))
    assert "[Mangler: Hovedhensyn i skønnet] Mangler: Hovedhensyn i skønnet" in listed
    assert "De første 12 uger: 3,5 Vejle 2023, bilag 1" in listed
    assert listed.count("Ændret, siden brevet blev skrevet") == 1
    assert drawn("{% letter_paper found %}", found=found).count('class="miss"') == 4  # two sentences, and their two sources


def test_a_protected_address_is_not_on_the_screen() -> None:
    sent = replace(gallery.LETTER, recipient=replace(gallery.LETTER.recipient, address=("Skjulte Vej 1",)))
    assert "Skjulte Vej" in drawn("{% letter_paper found %}", found=letter.of(sent))
    page = drawn("{% letter_paper found %}", found=letter.of(sent, address_hidden=True))
    assert "Skjulte Vej" not in page
    assert "Adressen er beskyttet" in page


def test_a_missing_fact_is_said() -> None:
    assert words(drawn("{% pairs found %}", found=[case.Pair("Betalingskommune")])) == "Betalingskommune Ikke oplyst"


def test_departing_answers_unfold_the_reason_and_a_known_departure_asks_for_it() -> None:
    chosen, departed, other = (drawn("{% choosing row %}", row=row) for row in gallery.page()["rows"])
    assert "m-if" in chosen
    assert '<option value="4" data-reveals>' in chosen
    assert "m-then" in chosen
    assert "0,7 timer over trin 3." in words(departed)
    assert "m-then" not in departed
    assert "Afviger du fra forslaget" in other


def test_no_component_names_what_must_not_be_said() -> None:
    folder = Path(__file__).resolve().parents[2] / "mestring/web"
    texts = {
        path.name: path.read_text(encoding="utf-8")
        for path in [*folder.glob("components/templates/components/*.html"), *folder.glob("shell/templates/shell/*.html")]
    }
    for name, text in texts.items():
        said = re.sub(r"<!doctype|<[^>]+>|\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", text, flags=re.DOTALL | re.IGNORECASE)
        assert not re.search(r"!|\bvenligst\b|\b(?:en bruger|brugeren|brugere|brugerne)\b", said, re.IGNORECASE), name


def changed_in(folder: Path) -> list[str]:
    record = tomllib.loads((folder / "VENDOR.toml").read_text(encoding="utf-8"))["sha256"]
    there = {path.name: path for path in folder.iterdir() if path.name != "VENDOR.toml"}
    wrong = [name for name, digest in record.items() if name in there and hashlib.sha256(there[name].read_bytes()).hexdigest() != digest]
    return sorted([*wrong, *(set(record) ^ set(there))])


def test_the_vendored_htmx_is_what_was_recorded() -> None:
    record = tomllib.loads((VENDORED / "VENDOR.toml").read_text(encoding="utf-8"))
    assert record["package"] == "htmx.org"
    assert record["version"].startswith("2.")
    assert record["integrity"].startswith("sha512-")
    assert changed_in(VENDORED) == []
    assert "sourceMappingURL" not in (VENDORED / "htmx.min.js").read_text(encoding="utf-8")


def test_a_changed_htmx_would_be_seen(tmp_path: Path) -> None:
    copy = tmp_path / "htmx"
    shutil.copytree(VENDORED, copy)
    (copy / "htmx.min.js").write_text("x", encoding="utf-8")
    (copy / "more.js").write_text("", encoding="utf-8")
    assert changed_in(copy) == ["htmx.min.js", "more.js"]


def test_the_gallery_of_casework_sets_no_cookie_and_asks_no_database(client: Client) -> None:
    # No database mark on this test: a question to it would fail.
    response = client.get("/komponenter/sagsarbejde/")
    assert response.status_code == 200
    assert not response.cookies
