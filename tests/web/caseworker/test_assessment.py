"""The pages of an assessment: by one's relation to the case, what is missing first, nothing typed lost."""

from __future__ import annotations

import re
import shutil
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import sync_playwright

from mestring.assessments import actions
from mestring.assessments.models import Assessment, Statement, TargetGroup, TopicEntry
from mestring.audit.models import LookUp
from mestring.people.access import Actor
from mestring.people.models import Account
from tests import given
from tests.assessments import given_assessment as ga
from tests.web.test_browser import FLAGS

pytestmark = pytest.mark.django_db
ON = given.TODAY
SCRIPT = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Doors and access are told the same day."""
    from mestring.audit import clock

    monkeypatch.setattr(clock, "today", lambda: ON)


@pytest.fixture
def by() -> Actor:
    return given.caseworker()


@pytest.fixture
def door(by: Actor) -> Client:
    return given.logged_in(Client(), by)


def at(name: str, one: Assessment, *more: Any) -> str:
    return reverse(f"caseworker:assessment_{name}", args=[one.case.public_id, one.public_id, *more])


def sent(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), **values}


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


def entry_of(one: Assessment) -> TopicEntry:
    found: TopicEntry = one.topics.get()
    return found


# ---------------------------------------------------------------------------------------------- begin


def test_the_way_of_assessing_is_said_with_its_source_before_anything_is_begun(by: Actor, door: Client) -> None:
    case = given.case(by)
    ga.application(by, case, standard=given.VEJLE)
    page = text(door.get(reverse("caseworker:assessment", args=[case.public_id])))
    assert "Voksenudredningsmetoden (VUM 2.0)" in page
    assert "Vejle 2023, l. 87" in page


def test_where_the_standard_asks_for_none_the_page_says_so_with_the_source(by: Actor, door: Client) -> None:
    case = given.case(by)
    ga.application(by, case, standard=given.VEJLE, section="82b")
    answer = door.get(reverse("caseworker:assessment", args=[case.public_id]))
    assert "Denne standard beder ikke om en udredning" in text(answer)
    assert "Vejle 2023, l. 156" in text(answer)
    refused = door.post(reverse("caseworker:assessment_start", args=[case.public_id]), sent(application="", method="vum1", because=""))
    assert refused.status_code == 422
    assert "Skriv, hvorfor" in text(refused)


def test_an_assessment_is_begun_once_however_often_the_form_is_sent(by: Actor, door: Client) -> None:
    case = given.case(by)
    application = ga.application(by, case, standard=given.VIBORG)
    form = sent(application=str(application.public_id), method="", because="")
    first = door.post(reverse("caseworker:assessment_start", args=[case.public_id]), form)
    again = door.post(reverse("caseworker:assessment_start", args=[case.public_id]), form)
    one = Assessment.objects.get()
    assert (first.status_code, first["Location"]) == (303, at("topics", one)) == (again.status_code, again["Location"])
    assert one.method == "vum1"


# ---------------------------------------------------------------------------------------------- topics


def test_choosing_topics_leads_to_the_first(by: Actor, door: Client) -> None:
    one = ga.draft(by)
    page = door.get(at("topics", one)).content.decode()
    assert page.count('type="checkbox" name="topics"') == 67
    assert text(door.post(at("topics", one), sent())).count("Emner: vælg mindst ét.") >= 1
    answer = door.post(at("topics", one), sent(topics=[ga.ECONOMY, ga.SLEEP]))
    assert answer["Location"] == at("topic", one, one.topics.get(topic=ga.ECONOMY).public_id)
    assert "0 af 2 valgte emner er udfyldt" in text(door.get(at("overview", one)))


def test_a_topic_shows_the_scale_with_its_own_words_and_the_rule_on_aids(by: Actor, door: Client) -> None:
    vum2, vum1 = ga.filled(by), ga.vum1(by)
    page = text(door.get(at("topic", vum2, entry_of(vum2).public_id)))
    assert "Niveauet vurderes med medicin og hjælpemidler, men uden støtten fra tilbud og netværk." in page
    assert "2 Moderat nedsat funktionsevne" in page
    (theme,) = actions.choose_topics(vum1, ["mental_impairment"], by=by, on=ON)
    page = text(door.get(at("topic", vum1, theme.public_id)))
    assert "Niveauet vurderes uden hjælpemidler." in page
    assert "2 Moderat problem" in page
    assert "middel, noget" in page


def test_a_topic_without_level_asks_for_none(by: Actor, door: Client) -> None:
    one = ga.draft(by)
    (entry,) = actions.choose_topics(one, [ga.SLEEP], by=by, on=ON)
    answer = door.get(at("topic", one, entry.public_id))
    assert 'name="level"' not in answer.content.decode()
    assert "får intet niveau" in text(answer)


def test_the_same_topic_of_the_last_assessment_stands_beside(by: Actor, door: Client) -> None:
    old = ga.finished(by, on=date(2024, 6, 3), level=2, text="Mor hjælper hver måned.")
    one = ga.filled(by, old.case, level=3, text="Åbner ikke sin post.")
    page = text(door.get(at("topic", one, entry_of(one).public_id)))
    assert "Mor hjælper hver måned." in page
    assert "2 Moderat nedsat funktionsevne." in page
    assert "Udredning 3. juni 2024" in page
    assert "3 nu, 2 før" in page


def test_levels_of_the_two_methods_are_never_laid_side_by_side(by: Actor, door: Client) -> None:
    old = ga.finished(by, on=date(2024, 6, 3), standard=given.VIBORG, level=4)
    one = ga.filled(by, old.case, level=3)
    page = text(door.get(at("overview", one)))
    assert "De to metoder har hver sin skala, og tallene kan ikke sammenlignes." in page
    assert "4 før" not in page


def test_a_topic_is_saved_and_leads_to_the_next(by: Actor, door: Client) -> None:
    one = ga.draft(by)
    first, second = actions.choose_topics(one, [ga.ECONOMY, ga.SHOPPING], by=by, on=ON)
    assert "Gem og gå til Købe ind" in text(door.get(at("topic", one, first.public_id)))
    answer = door.post(at("topic", one, first.public_id), sent(version=1, level="0", text="Klarer det.", matters="ja"))
    assert (answer.status_code, answer["Location"]) == (303, at("topic", one, second.public_id))
    last = door.post(at("topic", one, second.public_id), sent(version=1, level="", text="Handler ind med sin søster.", matters="ja"))
    assert last["Location"] == at("need", one)
    assert list(one.topics.order_by("pk").values_list("level", "text")) == [(0, "Klarer det."), (None, "Handler ind med sin søster.")]


def test_the_form_that_saves_itself_gets_its_new_version(by: Actor, door: Client) -> None:
    one = ga.draft(by)
    (entry,) = actions.choose_topics(one, [ga.ECONOMY], by=by, on=ON)
    form = sent(version=1, level="2", text="Halvt skrev", matters="ja", gem="kladde", said="Halv oplysning", who="citizen", said_on="25-11-2026")
    answer = door.post(at("topic", one, entry.public_id), form, headers=SCRIPT)
    assert answer.status_code == 200
    assert answer.json()["version"] == 2
    assert re.fullmatch(r"\d{1,2}\.\d\d", answer.json()["saved_at"])
    assert not Statement.objects.exists()  # what somebody said is never saved half written
    again = door.post(at("topic", one, entry.public_id), form, headers=SCRIPT)  # the first answer was lost on the way
    assert (again.status_code, again.json()["version"]) == (200, 2)


def test_the_form_that_saves_itself_gets_both_texts_when_another_was_first(by: Actor, door: Client) -> None:
    one = ga.filled(by, text="Kollegas tekst.")
    answer = door.post(at("topic", one, entry_of(one).public_id), sent(version=1, level="3", text="Min tekst.", matters="ja"), headers=SCRIPT)
    assert answer.status_code == 409
    assert answer.json()["theirs"]["text"] == "Kollegas tekst."
    assert answer.json()["yours"]["text"] == "Min tekst."


def test_the_loser_sees_both_texts_and_can_keep_their_own(by: Actor, door: Client) -> None:
    one = ga.filled(by, text="Kollegas tekst.")
    address = at("topic", one, entry_of(one).public_id)
    answer = door.post(address, sent(version=1, level="3", text="Min tekst.", matters="ja"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Kollegas" in page
    assert "Min " in page
    names = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    kept = door.post(address, {**names, "key": str(uuid4()), "level": "3", "text": "Min tekst.", "matters": "ja"})
    assert kept.status_code == 303
    assert (entry_of(one).text, entry_of(one).level) == ("Min tekst.", 3)


def test_a_text_written_while_it_was_finished_comes_back(by: Actor, door: Client) -> None:
    one = ga.filled(by)
    entry = entry_of(one)
    actions.finish_assessment(one, by=by, on=ON)
    answer = door.post(at("topic", one, entry.public_id), sent(version=entry.version, level="3", text="Skrevet for sent.", matters="ja"))
    assert answer.status_code == 422
    assert "Skrevet for sent." in answer.content.decode()
    assert "Udredningen er færdig og kan ikke ændres." in text(answer)
    assert door.get(at("topic", one, entry.public_id))["Location"] == at("overview", one)


def test_what_somebody_said_is_added_together_with_the_text(by: Actor, door: Client) -> None:
    one = ga.filled(by)
    entry = entry_of(one)
    form = sent(
        version=entry.version,
        level="3",
        text="Ny vurdering.",
        matters="ja",
        gem="oplysning",
        who="relatives",
        name="Line, søster",
        said="Har betalt huslejen.",
        said_on="10.11.2026",
        occasion="møde",
    )
    answer = door.post(at("topic", one, entry.public_id), form)
    assert answer["Location"] == at("topic", one, entry.public_id) + "#sagt"
    door.post(at("topic", one, entry.public_id), form)
    statement = Statement.objects.get()
    assert (statement.happened_on, statement.name, entry_of(one).text) == (date(2026, 11, 10), "Line, søster", "Ny vurdering.")
    page = text(door.get(at("topic", one, entry.public_id)))
    assert "Pårørende alene: Line, søster 10. nov., møde" in page


@pytest.mark.parametrize(
    ("wrong", "says"), [({"said_on": "i går"}, "dag-måned-år"), ({"said_on": "26-11-2026"}, "25-11-2026"), ({"said": ""}, "sagt eller set")]
)
def test_a_statement_that_is_wrong_loses_nothing_typed(by: Actor, door: Client, wrong: dict[str, str], says: str) -> None:
    one = ga.filled(by)
    entry = entry_of(one)
    form = sent(
        version=entry.version,
        level="4",
        text="Ny vurdering.",
        matters="ja",
        gem="oplysning",
        who="provider",
        name="Mestringsvejen",
        said="Faldt fra.",
        said_on="10-11-2026",
        occasion="",
    )
    answer = door.post(at("topic", one, entry.public_id), {**form, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in text(answer)
    assert "Ny vurdering." in page
    assert 'value="Mestringsvejen"' in page
    assert not Statement.objects.exists()
    assert entry_of(one).text != "Ny vurdering."


def test_a_wrong_statement_is_struck_through_and_written_anew(by: Actor, door: Client) -> None:
    one = ga.filled(by)
    statement = actions.add_statement(entry_of(one), who="citizen", text="Forkert dag.", said_on=ON, by=by, on=ON)
    address = at("correct", one, statement.public_id)
    stands = {"who": "citizen", "name": "", "said_on": "24-11-2026", "occasion": "", "said": "Rigtig dag."}
    assert door.post(address, sent(because="", **stands)).status_code == 422
    assert door.post(address, sent(because="Dagen var en anden.", **stands)).status_code == 303
    assert [(row.text, row.error_because) for row in Statement.objects.order_by("pk")] == [("Forkert dag.", "Dagen var en anden."), ("Rigtig dag.", "")]
    assert "Fejl: Dagen var en anden." in text(door.get(at("overview", one)))


def test_a_topic_taken_out_is_gone_and_kept(by: Actor, door: Client) -> None:
    one = ga.filled(by)
    entry = entry_of(one)
    assert door.post(at("drop_topic", one, entry.public_id), sent())["Location"] == at("overview", one)
    assert "Ingen emner er valgt endnu" in text(door.get(at("overview", one)))
    assert entry_of(one).text == entry.text


def test_every_saved_text_can_be_found_again(by: Actor, door: Client) -> None:
    one = ga.filled(by, text="Den første tekst.")
    actions.save_topic(one, ga.ECONOMY, seen=2, level=2, text="Den anden tekst.", by=by, on=ON)
    page = text(door.get(at("revisions", one, entry_of(one).public_id)))
    assert page.index("Den anden tekst.") < page.index("Den første tekst.")


# ---------------------------------------------------------------------------------------------- conclusion


def test_the_conclusion_asks_by_the_methods_own_scale(by: Actor, door: Client) -> None:
    vum2, vum1 = text(door.get(at("need", ga.draft(by)))), text(door.get(at("need", ga.vum1(by))))
    assert "3 Højt støttebehov" in vum2
    assert "D Stort problem" not in vum2
    assert "D Stort problem" in vum1
    assert "ikke et gennemsnit" in vum1
    assert "3 Højt støttebehov" not in vum1


def test_the_conclusion_is_saved_by_button_and_by_itself(by: Actor, door: Client) -> None:
    one = ga.vum1(by)
    answer = door.post(at("need", one), sent(version=1, overall="D", need="Meget.", wishes="Et job.", aids="", summary=""), headers=SCRIPT)
    assert answer.json()["version"] == 2
    assert door.post(at("need", one), sent(version=2, overall="E", need="Mere.", wishes="Et job.", aids="", summary=""))["Location"] == at("groups", one)
    one.refresh_from_db()
    assert (one.overall, one.need, one.wishes) == ("E", "Mere.", "Et job.")
    late = door.post(at("need", one), sent(version=2, overall="A", need="Mindre.", wishes="", aids="", summary=""))
    assert late.status_code == 409
    assert "Mindre." in late.content.decode()
    assert door.post(at("need", one), sent(version=3, need_level="2", overall="F", need="x")).status_code == 422


def test_target_groups_and_diagnoses(by: Actor, door: Client) -> None:
    one = ga.draft(by)
    door.post(at("add_group", one), sent(code=ga.ANXIETY, rank="primary"))
    refused = door.post(at("add_group", one), sent(code=ga.ISOLATION, rank="primary"))
    assert refused.status_code == 422
    assert "”Angst” er allerede den primære" in text(refused)
    assert door.post(at("add_diagnosis", one), sent(text="Skizofreni", code="", source="", made_on="")).status_code == 422
    assert door.post(at("add_diagnosis", one), sent(text="Skizofreni", code="F20", source="Epikrise, psykiatrien", made_on="1-2-2024")).status_code == 303
    page = text(door.get(at("groups", one)))
    assert "Skizofreni (F20)" in page
    assert "Epikrise, psykiatrien" in page
    door.post(at("drop_group", one, TargetGroup.objects.get().public_id), sent())
    door.post(at("drop_diagnosis", one, one.diagnoses.get().public_id), sent())
    assert "Ingen målgruppe eller diagnose er skrevet ind" in text(door.get(at("overview", one)))


# ---------------------------------------------------------------------------------------------- finish


def test_what_is_missing_stands_first_with_the_way_to_it(by: Actor, door: Client) -> None:
    one = ga.draft(by)
    (entry,) = actions.choose_topics(one, [ga.ECONOMY], by=by, on=ON)
    answer = door.get(at("finish", one))
    page = answer.content.decode()
    assert "Niveau for ”Varetage økonomi”" in text(answer)
    assert f'href="{at("topic", one, entry.public_id)}"' in page
    assert f'href="{at("need", one)}"' in page
    assert "Gør udredningen færdig</button>" not in page
    refused = door.post(at("finish", one), sent())
    assert refused.status_code == 422
    assert "Det mangler: din faglige vurdering" in text(refused)


def test_a_finished_assessment_is_read_and_renewed(by: Actor, door: Client) -> None:
    one = ga.filled(by)
    assert door.post(at("finish", one), sent())["Location"] == at("overview", one)
    page = text(door.get(at("overview", one)))
    assert "Færdig onsdag 25. november af Anne Mette Riis" in page
    assert "Begynd en ny udredning" in page
    assert door.post(at("revise", one), sent()).status_code == 303
    new = Assessment.objects.get(previous=one)
    assert "Begynd en ny udredning" not in text(door.get(at("overview", one)))
    assert text(door.get(reverse("caseworker:assessment", args=[one.case.public_id]))).count("Kladde, begyndt onsdag 25. november") == 1
    refused = door.post(at("revise", one), sent())
    assert refused.status_code == 422
    assert "Sagen har allerede en udredning i kladde." in text(refused)
    assert new.is_draft


# ---------------------------------------------------------------------------------------------- who may


def test_every_page_is_closed_to_whoever_has_no_relation(by: Actor) -> None:
    one = ga.filled(by)
    entry = entry_of(one)
    statement = actions.add_statement(entry, who="citizen", text="x", said_on=ON, by=by, on=ON)
    group = actions.add_target_group(one, ga.ANXIETY, by=by, on=ON)
    diagnosis = actions.add_diagnosis(one, text="x", source="y", by=by, on=ON)
    stranger = given.logged_in(Client(), given.caseworker(given.unit("Et andet team"), "Fremmed Person"))
    case = one.case.public_id
    pages = [
        *(reverse(f"caseworker:{name}", args=[case]) for name in ("assessment", "assessment_start")),
        *(at(name, one) for name in ("overview", "topics", "need", "groups", "finish")),
        *(at(name, one, entry.public_id) for name in ("topic", "revisions")),
        at("correct", one, statement.public_id),
    ]
    posts = [
        *pages,
        *(at(name, one) for name in ("revise", "add_group", "add_diagnosis")),
        at("drop_topic", one, entry.public_id),
        at("drop_group", one, group.public_id),
        at("drop_diagnosis", one, diagnosis.public_id),
    ]
    before = LookUp.objects.count()
    assert {stranger.get(page).status_code for page in pages} == {404}
    assert {stranger.post(page, sent()).status_code for page in posts} <= {404, 405}
    assert LookUp.objects.count() == before


def test_the_pages_of_one_case_do_not_open_the_assessment_of_another(by: Actor, door: Client) -> None:
    one, other = ga.filled(by), ga.filled(by)
    crossed = reverse("caseworker:assessment_overview", args=[one.case.public_id, other.public_id])
    assert door.get(crossed).status_code == 404
    assert door.get(at("topic", one, entry_of(other).public_id)).status_code == 404


def test_every_look_is_logged_with_what_it_was(by: Actor, door: Client) -> None:
    one = ga.filled(by)
    door.get(at("overview", one))
    door.get(at("topic", one, entry_of(one).public_id))
    assert [row.action for row in LookUp.objects.order_by("number")] == ["assessment.see", "assessment.see"]
    assert {row.case for row in LookUp.objects.all()} == {str(one.case.public_id)}


def test_who_may_see_and_not_write_gets_no_way_to_write(by: Actor) -> None:
    from mestring.cases.actions.glass import break_glass

    one = ga.filled(by)
    other = given.caseworker(given.unit("Et andet team"), "Nød Adgang")
    break_glass(one.case, by=other, on=ON, category="danger", reason="Borgeren er fundet bevidstløs.")
    client = given.logged_in(Client(), other)
    page = client.get(at("overview", one))
    assert page.status_code == 200
    assert "Åbner ikke sin post alene." in page.content.decode()
    assert 'method="post" action="/sag/' not in page.content.decode()
    assert "Tilføj emne" not in text(page)
    assert client.get(at("need", one)).status_code == 404


# ---------------------------------------------------------------------------------------------- house rules


def _every_page(by: Actor) -> list[str]:
    old = ga.finished(by, on=ON - timedelta(days=500))
    one = ga.filled(by, old.case)
    entry = entry_of(one)
    statement = actions.add_statement(entry, who="relatives", name="Line", text="x", said_on=ON, by=by, on=ON)
    actions.add_target_group(one, ga.ANXIETY, primary=True, by=by, on=ON)
    actions.add_diagnosis(one, text="Skizofreni", source="Epikrise", by=by, on=ON)
    viborg = ga.vum1(by)
    (theme,) = actions.choose_topics(viborg, ["community_life"], by=by, on=ON)
    return [
        reverse("caseworker:assessment_start", args=[ga.case_of_another(by).public_id]),
        *(at(name, one) for name in ("overview", "topics", "need", "groups", "finish")),
        *(at(name, one, entry.public_id) for name in ("topic", "revisions")),
        at("correct", one, statement.public_id),
        at("overview", old),
        *(at(name, viborg) for name in ("overview", "topics", "need", "finish")),
        at("topic", viborg, theme.public_id),
    ]


def test_pages_hold_the_rules_of_the_house(by: Actor, door: Client) -> None:
    for address in _every_page(by):
        answer = door.get(address)
        page = answer.content.decode()
        assert answer.status_code == 200, address
        assert page.count("<h1") == 1, address
        assert not re.search(r"\sstyle=|\son[a-z]+=|<style", page), address
        ids = re.findall(r'\sid="([^"]+)"', page)
        assert sorted(one for one in set(ids) if ids.count(one) > 1) == [], address
        pointed = {one for found in re.findall(r'\s(?:for|aria-labelledby|aria-describedby)="([^"]+)"', page) for one in found.split()}
        assert pointed - set(ids) == set(), address
        assert ">None<" not in page, address
        assert not re.search(r"[Vv]enligst|[Bb]ruger\b", text(answer)), address
        assert "!" not in text(answer).replace("<!doctype html>", ""), address


def test_a_page_asks_the_database_no_more_for_more_topics(by: Actor, door: Client, django_assert_max_num_queries: Any) -> None:
    one = ga.filled(by, ga.finished(by, on=ON - timedelta(days=500)).case)
    topics = [ga.ECONOMY, ga.SHOPPING, ga.SLEEP]
    for topic in topics:
        entry = actions.save_topic(one, topic, seen=0 if topic != ga.ECONOMY else 2, level=None, text=f"Tekst {topic}", by=by, on=ON)
        actions.add_statement(entry, who="citizen", text="x", said_on=ON, by=by, on=ON)
    door.get(at("overview", one))
    with django_assert_max_num_queries(26):
        door.get(at("overview", one))
    with django_assert_max_num_queries(26):
        door.get(at("topic", one, entry.public_id))


def test_a_visitor_is_asked_to_log_in(by: Actor) -> None:
    answer = Client().get(at("overview", ga.filled(by)))
    assert answer.status_code == 302
    assert Account.objects.exists()


# ---------------------------------------------------------------------------------------------- only a browser shows it


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_what_is_typed_saves_itself_and_is_there_when_the_page_is_opened_anew(live_server: Any) -> None:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is missing: apt-get install chromium")
    by = given.caseworker()
    one = ga.filled(by)
    entry = entry_of(one)
    client = given.logged_in(Client(), by)
    address = live_server.url + at("topic", one, entry.public_id)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        context = browser.new_context(viewport={"width": 390, "height": 900}, locale="da-DK")
        context.add_cookies([{"name": "mestring", "value": client.cookies["mestring"].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(address)
        page.get_by_label("3 Svært nedsat funktionsevne").check()
        page.get_by_label("Din faglige vurdering").fill("Gemt af sig selv.")
        page.get_by_text("Ikke gemt endnu").wait_for()
        page.get_by_text("Gemt kl.").wait_for()
        assert (entry_of(one).level, entry_of(one).text) == (3, "Gemt af sig selv.")
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        # A colleague writes meanwhile: nothing is overwritten, and the button shows both texts.
        actions.save_topic(one, entry.topic, seen=entry_of(one).version, level=1, text="Kollegas tekst.", by=by, on=ON)
        page.get_by_label("Din faglige vurdering").fill("Min egen tekst.")
        page.get_by_text("en anden har gemt imens").wait_for()
        page.get_by_role("button", name="Gem", exact=True).click()
        page.get_by_role("button", name="Behold min").click()
        page.wait_for_url("**/behov/")
        assert (entry_of(one).level, entry_of(one).text) == (3, "Min egen tekst.")
        browser.close()
