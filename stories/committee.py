"""The committee: a meeting that was held, and the one that comes."""

from __future__ import annotations

from datetime import date, time

from mestring.audit.errors import NotAllowed
from mestring.cases.models import Application
from mestring.decisions.errors import AgendaUnfinished, GatesOpen
from mestring.decisions.models import Meeting
from stories.desk import Acts, Desk, Kind
from stories.house import House
from stories.portraits import Portrait, Topic
from stories.telling import Days, aug, nov, oct, stopped, story  # noqa: A004 - a month

AFTERWARDS = "Vi finder et sted sammen med dig og ringer til dig i næste uge."


def _stay(desk: Desk, asked: Application, outcome: str = "granted", **chosen: object) -> None:
    """A place to live for a time, as the caseworker prepares it; a standard that proposes otherwise is answered with a reason."""
    values: dict[str, object] = {
        "extent": "Et værelse i et midlertidigt botilbud, hvor der er nogen vågne om natten.",
        "begins_on": date(2026, 12, 14),
        "ends_on": date(2027, 12, 13),
        "plan": "accepted",
        "plan_on": desk.on,
        "next_steps": AFTERWARDS,
        **chosen,
    }
    desk.prepares(asked, outcome, **values)
    if desk.looks_at(asked).differences:
        desk.prepares(asked, outcome, **values | {"departure": "Opholdet er kort, og der er brug for at se det an undervejs."})


_RAVN = Portrait(
    topics=(
        Topic("mood", "Hører stemmer om natten. Om dagen kan han grine ad dem.", None, 4, (("citizen", "Klokken tre er der ingen at ringe til."),)),
        Topic("home", "Har boet i bilen siden april, fordi lejligheden blev for stille.", 3, 3),
        Topic("health", "Tager sin medicin, når nogen spørger til den.", 3, 3),
    ),
    need="Et sted med mennesker, der er vågne om natten, mens han øver sig i at bo igen.",
    level=3,
    overall="D",
    wishes="At sove, uden at have skoene på.",
    primary="perception",
    diagnosis=("Skizofreni", "Epikrise 14-08-2026"),
)
_LUND = Portrait(
    topics=(
        Topic("cooking", "Kan lave mad, når en står ved siden af. Bliver bange for komfuret, når hun er alene.", 3, 3),
        Topic("company", "Vil gerne have nogen at spise med.", 2, 2),
    ),
    need="Faste rammer i en periode, hvor hun øver madlavning og det at være alene.",
    level=3,
    overall="D",
    wishes="At bo et sted, hvor der lugter af mad.",
    primary="intellectual",
)


@story(
    "Mødet den 11. november",
    "udvalg: møde holdt",
    "udvalg: bevilget",
    "udvalg: delvist",
    "udvalg: udsat",
    "udvalg: inhabil",
    "port: ret til at afgøre",
    "afgørelse: delvist bevilget",
    "repræsentant: værge § 7",
)
def meeting_held(house: House) -> Days:
    anne, jonas, sofie, bente = (house.desk(key) for key in ("anne", "jonas", "sofie", "bente"))
    yield aug(31)
    bente.plans_meeting(date(2026, 11, 11), starts=time(9, 0), place="Mødelokale 3")
    yield oct(19)
    meeting = Meeting.objects.get(day=date(2026, 11, 11))
    following = bente.plans_meeting(nov(27), starts=time(9, 0), place="Mødelokale 3")
    ravn = anne.opens(anne.meets("Jens-Ole", "Tænkt Ravn", date(1985, 2, 3)))
    lund = sofie.opens(mother := sofie.meets("Pernille", "Opdigt Lund", date(2004, 9, 9)))
    sofie.represents(mother, Acts.GUARDIAN_7, "Ulla Opdigt Lund", address="Opfundetvej 5", scope="Mor. Samværge")
    brandt = jonas.opens(jonas.meets("Preben", "Model Bakke", date(1971, 5, 15)))
    place = anne.receives(ravn, "107", "Jeg vil bo et sted, hvor der er nogen vågne.", channel="in_person")
    shared = sofie.receives(lund, "107", "Jeg vil flytte hjemmefra, men ikke bo alene.", channel="form")
    back = jonas.receives(brandt, "107", "Jeg vil ikke tilbage til lejligheden efter indlæggelsen.", channel="professional", sent_by="Sygehuset")
    for desk, asked in ((anne, place), (sofie, shared), (jonas, back)):
        desk.acknowledges(asked)
    yield nov(4)
    anne.assesses(place, _RAVN)
    sofie.assesses(shared, _LUND)
    anne.weighs(
        place,
        "Jens-Ole kan ikke sove alene, og støtte om dagen når ikke natten.",
        others={
            "85": "Støtte om dagen er prøvet i to år. Det er om natten, det går galt.",
            "110": "Jens-Ole vil ikke på forsorgshjem og er ikke uden tag over hovedet.",
        },
    )
    sofie.weighs(shared, "Pernille skal øve sig i at bo uden for hjemmet, et sted med faste rammer.")
    jonas.weighs(back, "Preben kan bo et sted med rammer, til lejligheden er gjort i stand.")
    _stay(anne, place)
    if house.council == "viborg":
        with stopped(GatesOpen):
            anne.decides(place)
    sofie.passes(shared, "hearing_done", "Pernille og hendes mor har været med hele vejen og kender alle oplysninger.")
    _stay(
        sofie,
        shared,
        "partly_granted",
        legal_basis="Serviceloven § 107",
        discretion="Et halvt år er nok til at øve det, der skal øves.\nBagefter ser vi på det sammen igen.",
        facts="Du laver mad, når en står ved siden af.\nDu bliver bange, når du er alene om aftenen.",
        ends_on=date(2027, 6, 13),
    )
    _stay(jonas, back)
    items = [
        anne.recommends(
            place,
            meeting,
            "Bevilg et midlertidigt botilbud med vågen nattevagt i et år.",
            alternative="Støtte i eget hjem med opkald om natten.",
            wish="Klokken tre er der ingen at ringe til.",
            tried="Støtte efter § 85 i to år.",
        ),
        sofie.recommends(shared, meeting, "Bevilg et midlertidigt botilbud i et halvt år.", wish="Jeg vil bo et sted, hvor der lugter af mad."),
        jonas.recommends(back, meeting, "Bevilg et midlertidigt botilbud, til lejligheden er klar.", wish="Ikke tilbage til fjerde sal."),
    ]
    yield nov(11)
    bente.opens_meeting(meeting, "bente", "palle")
    bente.sends_out(items[1], "palle", "Er i familie med Pernilles mor.")
    with stopped(NotAllowed):
        house.desk("palle").settles(items[1], "Bevilget.")
    granted = bente.settles(items[0], "Udvalget følger indstillingen. Et års ophold, så der er tid til at sove.")
    in_part = bente.settles(items[1], "Udvalget følger indstillingen. Palle Nørlund Hede var ude af lokalet.")
    with stopped(AgendaUnfinished):
        bente.ends_meeting(meeting, "")
    bente.holds_over(items[2], "Sygehuset har ikke skrevet, hvornår Preben udskrives. Kom igen med datoen.", following)
    bente.ends_meeting(meeting, "Tre sager: to afgjort, én udsat til 27. november.")
    yield nov(13)
    anne.sends(granted)
    sofie.sends(in_part)


_CASES = (
    (
        "anne",
        "Birgitte",
        "Fabel Gran",
        date(1978, 3, 31),
        "108",
        "Jeg vil bo et sted, hvor jeg kan blive.",
        "Botilbud efter § 108. Det midlertidige ophold er prøvet, og behovet er varigt.",
    ),
    (
        "jonas",
        "Emil",
        "Prøve Klit",
        date(2002, 10, 10),
        "107",
        "Jeg er bange for at blive udskrevet til ingenting.",
        "Midlertidigt botilbud i et år med støtte om aftenen.",
    ),
    (
        "sofie",
        "Inger-Lise",
        "Digt Mose",
        date(1966, 1, 8),
        "107",
        "Min datter kan ikke passe mig mere, og jeg vil helst til byen.",
        "Midlertidigt botilbud tæt på datteren, mens boligen bliver ombygget.",
    ),
)


@story("Mødet på fredag", "udvalg: møde planlagt", "udvalg: på dagsordenen", "udvalg: alternativ")
def coming_meeting(house: House) -> Days:
    yield oct(28)
    asked = []
    for key, first, last, born, section, words, _ in _CASES:
        desk = house.desk(key)
        case = desk.opens(desk.meets(first, last, born))
        asked.append(desk.receives(case, section, words, channel="phone"))
        desk.acknowledges(asked[-1])
    yield nov(20)
    meeting = Meeting.objects.filter(day=nov(27)).first() or house.desk("bente").plans_meeting(nov(27), starts=time(9, 0), place="Mødelokale 3")
    for (key, *_, text), application in zip(_CASES, asked, strict=True):
        desk = house.desk(key)
        desk.notes(application.case, Kind.MEETING, "Forberedelse til udvalget", f"Talt med borgeren om, hvad udvalget ser. Ønsket er: {application.words}")
        desk.weighs(application, "Støtten derhjemme rækker ikke, som det er nu.")
        ends = None if application.section == "108" else date(2027, 12, 13)
        _stay(desk, application, ends_on=ends, extent="Et værelse i et botilbud med støtte dag og aften.")
        desk.recommends(application, meeting, text, alternative="Mere støtte i eget hjem efter § 85 og et opkald hver aften.", wish=application.words)
