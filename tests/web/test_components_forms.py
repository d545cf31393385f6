"""Forms read answers as Danes write them, keep what was typed, and say in Danish what to write instead."""

from __future__ import annotations

from datetime import date, time
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.template import Context, Template
from django.test import RequestFactory

from mestring.audit.errors import MestringError
from mestring.web.components import conflict, fields
from mestring.web.components.forms import Field, Filter, Form, shown

KEY = "b2c1f8f2-6a0e-4b62-9d3e-0a6a2a6f7a11"


class Everything(Form):
    day = fields.Date("Begynder", required=False)
    at = fields.TimeOfDay("Klokkeslæt", required=False)
    count = fields.Whole("Antal", required=False, most=2000)
    rent = fields.Kroner("Husleje", required=False)
    hours = fields.Hours("Timer", required=False)
    text = fields.Text("Navn", required=False, limit=10)
    long = fields.LongText("Begrundelse", required=False, limit=20)
    kind = fields.Choice("Kanal", [("a", "Digital Post"), ("b", "Telefon")], required=False)
    several = fields.Choices("Emner", [("x", "Helbred"), ("y", "Arbejde")], required=False)
    yes = fields.Check("Samtykke")
    paper = fields.Upload("Dokument", required=False, most=10)


def answered(**written: Any) -> Everything:
    data = QueryDict(mutable=True)
    for name, value in {"key": KEY, **written}.items():
        data.setlist(name, value) if isinstance(value, list) else data.update({name: value})
    form = Everything(data)
    form.is_valid()
    return form


def error(form: Form, name: str) -> str:
    return shown(form[name]).error


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("day", "27-11-2026", date(2026, 11, 27)),
        ("day", "27.11.2026", date(2026, 11, 27)),
        ("day", "27/11-2026", date(2026, 11, 27)),
        ("day", "27/11/2026", date(2026, 11, 27)),
        ("day", "2026-11-27", date(2026, 11, 27)),
        ("day", " 1-2-2026 ", date(2026, 2, 1)),
        ("day", "", None),
        ("at", "9.30", time(9, 30)),
        ("at", "kl. 09:05", time(9, 5)),
        ("at", "9", time(9)),
        ("count", "0", 0),
        ("count", "1.250", 1250),
        ("count", "", None),
        ("rent", "1.250,50", 125050),
        ("rent", "1250,5 kr.", 125050),
        ("rent", "545 kr", 54500),
        ("rent", "0", 0),
        ("hours", "2,8", 168),
        ("hours", "2.8 timer", 168),
        ("hours", "2:48", 168),
        ("hours", "1 time", 60),
        ("text", "  Line ", "Line"),
        ("long", "en\r\nto", "en\nto"),
        ("kind", "b", "b"),
        ("several", ["x", "y"], ["x", "y"]),
        ("yes", "ja", True),
    ],
)
def test_an_answer_is_read_as_danes_write_it(name: str, typed: str, value: object) -> None:
    form = answered(**{name: typed})
    assert form.errors == {}
    assert form.values[name] == value


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("day", "32-11-2026", "Dagen findes ikke. November har 30 dage."),
        ("day", "27-11-26", "Skriv dagen som dag-måned-år, for eksempel 27-11-2026."),
        ("day", "29-02-2027", "Dagen findes ikke. Februar 2027 har 28 dage."),
        ("day", "i morgen", "Skriv dagen som dag-måned-år, for eksempel 27-11-2026."),
        ("day", "01-01-0001", "Skriv dagen som dag-måned-år, for eksempel 27-11-2026."),
        ("at", "25.00", "Skriv klokkeslættet som timer og minutter, for eksempel 9.30."),
        ("count", "ca. 3", "”ca. 3” er ikke et helt tal. Skriv et helt tal, for eksempel 3."),
        ("count", "3,5", "”3,5” er ikke et helt tal. Skriv et helt tal, for eksempel 3."),
        ("count", "-1", "Skriv 0 eller mere."),
        ("count", "2001", "Skriv højst 2000."),
        ("count", "٣", "”٣” er ikke et helt tal. Skriv et helt tal, for eksempel 3."),
        ("rent", "12.50", "”12.50” er ikke et beløb. Skriv et beløb i kroner, for eksempel 1.250,50."),
        ("rent", "-5", "Skriv 0 eller mere."),
        ("hours", "mange", "”mange” kan ikke læses som timer. Skriv timer, for eksempel 2,8 eller 2:48."),
        ("hours", "1,06", "1,06 giver ikke hele minutter. Skriv timer og minutter, for eksempel 1:03."),
        ("text", "x" * 11, "Der er 11 tegn, og der er plads til 10. Skriv det kortere."),
        ("kind", "c", "Det valgte findes ikke længere. Vælg én af mulighederne på listen."),
        ("several", ["x", "q"], "Det valgte findes ikke længere. Vælg blandt mulighederne på listen."),
    ],
)
def test_a_wrong_answer_says_what_to_write_and_is_kept(name: str, typed: Any, says: str) -> None:
    form = answered(**{name: typed})
    drawn = shown(form[name])
    assert drawn.error == says
    if isinstance(typed, str) and not drawn.options:
        assert drawn.typed == typed
    assert [one.name for one in form.wrong] == [name]
    assert form.status == 422


def test_a_missing_answer_says_so_and_the_summary_leads_to_it() -> None:
    class Two(Form):
        day = fields.Date("Begynder")
        outcome = fields.Choice("Resultat", [("a", "Bevilget"), ("b", "Afslag")], shape="tiles")

    form = Two(QueryDict(f"key={KEY}"))
    assert not form.is_valid()
    page = Template("{% error_summary form.wrong %}{% field form.day %}{% field form.outcome %}").render(Context({"form": form}))
    assert '<a href="#f-day">Begynder: Skriv dagen som dag-måned-år' in page
    assert '<a href="#f-outcome-1">Resultat: Vælg én af mulighederne.' in page
    assert 'id="f-outcome-1"' in page
    assert "Der er 2 ting at rette" in page


def test_first_and_last_day_are_said_as_one_writes_them() -> None:
    class Bound(Form):
        day = fields.Date("Begynder", first=date(2026, 11, 12), last=date(2026, 12, 31))

    for typed, says in (("11-11-2026", "Skriv en dag fra 12-11-2026 og frem."), ("01-01-2027", "Skriv en dag til og med 31-12-2026.")):
        form = Bound(QueryDict(f"key={KEY}&day={typed}"))
        form.is_valid()
        assert error(form, "day") == says


def test_a_form_that_comes_back_holds_what_was_typed() -> None:
    form = answered(day="32-11-2026", text="Line ", long="en\nto", kind="b", several=["y"], yes="ja", rent="mange")
    page = Template("{% for one in form.shown %}{% field one %}{% endfor %}").render(Context({"form": form}))
    for name, typed in (("day", "32-11-2026"), ("text", "Line "), ("rent", "mange")):
        assert f'name="{name}" id="f-{name}" value="{typed}"' in page
    assert ">\nen\nto</textarea>" in page
    assert '<option value="b" selected>' in page
    assert 'value="y" checked' in page
    assert 'value="x" checked' not in page
    assert 'value="ja" checked' in page


def test_what_is_stored_is_shown_as_one_writes_it() -> None:
    form = Everything(initial={"day": date(2026, 2, 1), "at": time(9, 5), "count": 1250, "rent": 125050, "hours": 168, "yes": True, "several": ["y"]})
    drawn = {one.name: one for one in form.shown}
    assert [drawn[name].typed for name in ("day", "at", "count", "rent", "hours", "yes")] == ["01-02-2026", "9.05", "1250", "1.250,50", "2,8", "ja"]
    assert [option.chosen for option in drawn["several"].options] == [False, True]


@pytest.mark.parametrize("minutes", [*range(130), 1234])
def test_every_length_of_time_is_read_back_as_it_was(minutes: int) -> None:
    field = fields.Hours("Timer")
    assert field.clean(field.prepare_value(minutes)) == minutes


@pytest.mark.parametrize("ore", [0, 1, 50, 99, 100, 123456, 100000000])
def test_every_amount_is_read_back_as_it_was(ore: int) -> None:
    field = fields.Kroner("Beløb")
    assert field.clean(field.prepare_value(ore)) == ore


def test_a_form_carries_one_key_however_often_it_comes_back() -> None:
    empty = Everything(version=3)
    page = Template("{% hidden form %}").render(Context({"form": empty, "csrf_token": ""}))
    assert f'name="key" value="{empty.sent_key}"' in page
    assert 'name="version" value="3"' in page
    sent = answered(day="x", version="3")
    again = Template("{% hidden form %}").render(Context({"form": sent, "csrf_token": ""}))
    assert f'name="key" value="{KEY}"' in again
    assert 'name="version" value="3"' in again
    assert (sent.sent_key, sent.sent_version) == (UUID(KEY), 3)


@pytest.mark.parametrize("key", ["", "not-a-key", "1" * 500])
def test_a_form_without_a_key_is_not_acted_on_and_gets_a_new_one(key: str) -> None:
    form = Everything(QueryDict(f"key={key}&text=Line"))
    assert not form.is_valid()
    assert [one.label for one in form.wrong] == [""]
    assert "send den igen" in form.wrong[0].error
    assert isinstance(form.sent_key, UUID)
    assert form.sent_key != UUID(KEY)
    assert shown(form["text"]).typed == "Line"


def test_what_an_act_refuses_lands_at_its_field_and_nothing_typed_is_lost() -> None:
    class TooEarly(MestringError):
        message = "Begynder: dagen ligger før afgørelsen. Skriv en dag efter 12-11-2026."
        fields = ("unknown", "day")

    form = answered(day="27-11-2026", text="Line")
    assert form.is_valid()
    form.refuse(TooEarly())
    assert error(form, "day").startswith("Dagen ligger før")  # the label stands beside it already
    assert [shown(form[name]).typed for name in ("day", "text")] == ["27-11-2026", "Line"]
    assert form.sent_key == UUID(KEY)
    assert form.status == 422


def test_what_concerns_no_field_is_said_above_them_all() -> None:
    form = answered(text="Line")
    form.refuse(MestringError("Sagen er lukket. Åbn den først.", fields=("elsewhere",)))
    assert [(one.label, one.error) for one in form.wrong] == [("", "Sagen er lukket. Åbn den først.")]
    page = Template("{% error_summary form.wrong %}").render(Context({"form": form}))
    assert "<b>Sagen er lukket. Åbn den først.</b>" in page
    assert form.sent_key == UUID(KEY)


@pytest.mark.parametrize(
    ("label", "told", "shown"),
    [
        ("Fil", "Fil: «a» er tom.", "«a» er tom."),
        ("Hvorfor afviger du?", "Hvorfor afviger du? Skriv hvorfor.", "Skriv hvorfor."),
        ("Hvad er forkert?", "Hvad er forkert: skriv det.", "Skriv det."),
        ("Fil", "Filen er tom: vælg en anden.", "Filen er tom: vælg en anden."),
    ],
)
def test_beside_its_field_an_act_does_not_name_the_field_again(label: str, told: str, shown: str) -> None:
    class One(Form):
        one = fields.Text(label, required=False)

    form = One(QueryDict(f"key={KEY}"))
    form.refuse(MestringError(told, fields=("one",)))
    assert error(form, "one") == shown
    assert f"{label}: {shown}".replace("?:", "?") in unescape(Template("{% error_summary form.wrong %}").render(Context({"form": form})))


def test_a_file_too_large_or_empty_is_refused() -> None:
    for content, says in ((b"x" * 11, "Filen fylder"), (b"", "Filen er tom")):
        form = Everything(QueryDict(f"key={KEY}"), {"paper": SimpleUploadedFile("a.txt", content)})
        form.is_valid()
        assert error(form, "paper").startswith(says)


def test_a_file_that_was_in_order_must_be_chosen_again_when_something_else_is_mended() -> None:
    form = Everything(QueryDict(f"key={KEY}&day=i+morgen"), {"paper": SimpleUploadedFile("a.txt", b"x")})
    form.is_valid()
    assert error(form, "paper") == ""
    assert '<a href="#f-paper">Dokument: Vælg igen.</a>' in Template("{% error_summary form.wrong %}").render(Context({"form": form}))


def test_a_password_is_never_shown_again() -> None:
    class LogIn(Form):
        code = fields.Secret("Adgangskode")

    form = LogIn(QueryDict(f"key={KEY}&code=hemmelig+"))
    assert form.is_valid()
    assert form.values["code"] == "hemmelig "
    assert "hemmelig" not in Template("{% field form.code %}").render(Context({"form": form}))


def test_what_is_typed_can_break_out_of_nothing() -> None:
    hostile = '"><script>alert(1)</script></textarea>'
    form = Everything(QueryDict(mutable=True) | {"key": KEY, "day": hostile, "text": hostile, "long": hostile, "kind": hostile})  # type: ignore[operator]
    form.is_valid()
    page = Template("{% hidden form %}{% error_summary form.wrong %}{% for one in form.shown %}{% field one %}{% endfor %}").render(
        Context({"form": form, "csrf_token": ""})
    )
    assert "<script>" not in page
    assert page.count("</textarea>") == 1


def test_the_same_form_twice_on_a_page_has_ids_of_its_own() -> None:
    page = "".join(Template("{% field form.text %}").render(Context({"form": Everything(mark=mark)})) for mark in ("a", "b"))
    assert 'id="f-a-text"' in page
    assert 'for="f-b-text"' in page
    assert page.count('name="text"') == 2


def test_a_posted_form_is_read_from_the_request_and_another_is_empty() -> None:
    factory = RequestFactory()
    assert not Everything.of(factory.get("/")).posted
    form = Everything.of(factory.post("/", {"key": KEY, "text": "Line"}))
    assert form.posted
    assert form.is_valid()
    assert form.values["text"] == "Line"


class Narrow(Filter):
    section = fields.Choice("Paragraf", [("85", "§ 85"), ("97", "§ 97")], required=False, blank="Alle")
    since = fields.Date("Fra", required=False)
    kinds = fields.Choices("Slags", [("a", "Klager"), ("b", "Meldinger")], required=False)


def test_a_filter_remembers_itself_in_the_address_and_each_part_can_be_removed() -> None:
    form = Narrow(QueryDict("section=85&since=1-11-2026&kinds=a&kinds=b"), keep={"hvem": "mig"})
    assert form.query == "hvem=mig&section=85&since=1-11-2026&kinds=a&kinds=b"
    assert [(chip.label, chip.value, chip.address) for chip in form.chips] == [
        ("Paragraf", "§ 85", "?hvem=mig&since=1-11-2026&kinds=a&kinds=b"),
        ("Fra", "1-11-2026", "?hvem=mig&section=85&kinds=a&kinds=b"),
        ("Slags", "Klager", "?hvem=mig&section=85&since=1-11-2026&kinds=b"),
        ("Slags", "Meldinger", "?hvem=mig&section=85&since=1-11-2026&kinds=a"),
    ]
    assert form.values["since"] == date(2026, 11, 1)


def test_a_filter_that_cannot_be_read_narrows_nothing_and_says_so() -> None:
    form = Narrow(QueryDict("section=999&since=i+morgen"))
    assert form.given == {}
    assert "since" not in form.values
    assert {one.name for one in form.wrong} == {"section", "since"}


def test_an_empty_filter_has_no_chips() -> None:
    assert Narrow(QueryDict("")).chips == []
    assert Narrow(QueryDict("section=")).query == ""


class Level(Form):
    level = fields.Choice("Niveau", [("2", "Moderat"), ("3", "Svært")])
    text = fields.LongText("Vurdering")
    topic = fields.Text("Emne")
    method = fields.Choice("Metode", [("vum2", "VUM 2.0"), ("vum1", "VUM 1")])
    agreed = fields.Check("Læst højt")


def test_the_loser_of_a_race_sees_both_texts_and_keeps_the_key() -> None:
    form = Level(QueryDict(f"key={KEY}&version=4&level=3&text=Mikkel+undgår+post,+når+han+er+alene&topic=Økonomi&method=vum2&agreed=ja"))
    assert form.is_valid()
    found = conflict.compare(
        form,
        {"level": "2", "text": "Mikkel undgår post og butikker", "topic": "Økonomi", "method": "vum2", "agreed": True},
        who="Jonas",
        when="kl. 9.42",
        action="/her/",
        address="/her/",
        version=5,
    )
    assert [difference.field.name for difference in found.differences] == ["level", "text"]
    assert found.carried == [("topic", "Økonomi"), ("method", "vum2"), ("agreed", "ja")]
    text = found.differences[1]
    assert "".join(piece.text for piece in text.mine) == "Mikkel undgår post, når han er alene"
    assert "".join(piece.text for piece in text.theirs) == "Mikkel undgår post og butikker"
    assert "butikker" in [piece.text for piece in text.theirs if piece.own][-1]
    page = Template('{% include "components/conflict.html" %}').render(Context({"conflict": found, "csrf_token": ""}))
    assert 'name="version" value="5"' in page
    assert f'name="key" value="{KEY}"' in page
    assert 'name="topic" value="Økonomi"' in page
    # What is sent again is mine, whole, whether it is mended first or not.
    assert "Mikkel undgår post, når han er alene</textarea>" in page
    assert '<option value="3" selected>' in page


def test_a_hand_made_field_is_drawn_as_before() -> None:
    page = Template("{% field one %}").render(Context({"one": Field("spm", "Spørgsmål", "number", "3")}))
    assert "kan udelades" not in page
    assert 'inputmode="decimal"' in page


def test_keys_of_two_forms_differ() -> None:
    assert Everything().sent_key != Everything().sent_key
    assert Everything().sent_key != uuid4()


def test_a_day_that_does_not_exist_is_said_not_to_and_the_example_is_of_the_sort_that_is_asked_for() -> None:
    class Born(Form):
        born_on = fields.Date("Fødselsdag", example=fields.BORN)

    form = Born({"key": str(uuid4()), "born_on": "31-11-1961"})
    assert not form.is_valid()
    assert [one.error for one in form.wrong] == ["Dagen findes ikke. November har 30 dage."]
    assert form.shown[0].hint == "Dag-måned-år, for eksempel 14-03-1961"
    assert "14-03-1961" in Born({"key": str(uuid4()), "born_on": "i maj"}).wrong[0].error
