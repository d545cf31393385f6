"""Who decides when it is neither the caseworker nor the committee: the leader, and the leader of a shelter; and a colleague who helps meanwhile."""

from __future__ import annotations

from datetime import date

from mestring.audit.errors import NotAllowed
from mestring.cases.models import Application, Case
from mestring.decisions.errors import BeforeAnother, GatesOpen
from mestring.decisions.models import Grant
from stories.desk import Desk, Kind, grant_of
from stories.house import House
from stories.portraits import Portrait, Topic
from stories.telling import Days, nov, oct, stopped, story  # noqa: A004 - a month

_SHELTERS = ("rebild", "vejle", "viborg")
"""Those whose document says that the leader of the shelter decides."""

_KAJ = Portrait(
    topics=(
        Topic("home", "Sov hos en ven til august. Siden i opgange og i en varevogn.", 3, 3, (("citizen", "Jeg skal bare have en dør, jeg kan lukke."),)),
        Topic("health", "Hoster. Har ikke set en læge, siden han mistede lejligheden.", 3, 3),
    ),
    need="Et sted at sove, mens der bliver søgt en bolig.",
    level=3,
    overall="D",
    wishes="En dør, der kan lukkes.",
    primary="isolation",
)


def _section(house: House) -> str:
    """Vejle's document speaks of the crisis centre, the others of the hostel as well."""
    return "109" if house.council == "vejle" else "110"


def _place(desk: Desk, asked: Application, **chosen: object) -> None:
    """A room, as the caseworker prepares it; a standard that proposes otherwise is answered with a reason."""
    values: dict[str, object] = {
        "extent": "Et værelse på Forsorgshjemmet Havnen, med måltider.",
        "begins_on": desk.on,
        "next_steps": "Rikke Lyng viser dig værelset. Jeg ringer til dig i næste uge om en bolig.",
        **chosen,
    }
    desk.prepares(asked, "granted", **values)
    if desk.looks_at(asked).differences:
        desk.prepares(asked, "granted", **values | {"departure": "Der er brug for et sted at være nu."})


@story("En dør, der kan lukkes", "forelæggelse: boformen", "forelæggelse: sendt tilbage", "port: ret til at afgøre hos boformen", councils=_SHELTERS)
def a_door(house: House) -> Days:
    jonas, torben, rikke = (house.desk(key) for key in ("jonas", "torben", "rikke"))
    yield oct(12)
    case = jonas.opens(jonas.meets("Kaj", "Fabel Strand", date(1979, 12, 5)))
    with stopped(NotAllowed):
        rikke.notes(case, Kind.INTERNAL, "Plads", "Kan ikke skrives: sagen er ikke forelagt, og forstanderen skriver ikke i den.")
    asked = jonas.receives(case, _section(house), "Jeg har ikke noget sted at sove.", channel="in_person")
    jonas.acknowledges(asked)
    yield oct(13)
    jonas.assesses(asked, _KAJ)
    jonas.weighs(asked, "Kaj har ikke noget sted at bo og kan ikke klare det alene lige nu.")
    _place(jonas, asked)
    with stopped(GatesOpen):
        jonas.decides(asked)
    with stopped(GatesOpen):
        torben.decides_as_leader(asked)
    first = jonas.puts_before_shelter(asked, "Kaj sover i en varevogn. Jeg foreslår et værelse fra i dag.")
    yield oct(14)
    rikke.sends_back(first, "Vi har et værelse fra på torsdag. Skriv den dag, og om han har en hund.")
    yield oct(15)
    _place(jonas, asked, begins_on=oct(15))
    again = jonas.puts_before_shelter(asked, "Fra i dag, og ingen hund.")
    with stopped(BeforeAnother):
        jonas.puts_before_shelter(asked, "To gange.")
    decision = rikke.decides_as_shelter(again)
    yield oct(16)
    jonas.sends(decision)
    yield from _looked_after(house, jonas, grant_of(decision))


def _looked_after(house: House, jonas: Desk, stay: Grant) -> Days:
    """Vejle follows up two weeks after it heard of the stay, and every two weeks then; Rebild when the stay has lasted two weeks."""
    if house.council != "vejle":
        yield oct(29)
        jonas.follows_up(stay, _KAJ_FOUND, present=_WITH_KAJ, citizen_says=_KAJ_SAYS, otherwise=date(2026, 12, 3))
        return
    yield oct(26)
    jonas.follows_up(stay, _KAJ_FOUND, present=_WITH_KAJ, citizen_says=_KAJ_SAYS)
    yield nov(9)
    jonas.follows_up(
        stay,
        "Kaj er skrevet op til en lejlighed. Lægen har hørt på hans lunger, og hosten er på vej væk.",
        form="virtual",
        present=_WITH_KAJ,
        citizen_says="Jeg har sovet otte timer.",
    )
    yield nov(23)
    jonas.follows_up(
        stay,
        "Der er en etværelses på vej. Kaj bliver boende, til den er klar, og Rikke Lyng går med ud og ser den.",
        present=_WITH_KAJ,
        citizen_says="Den har en altan. Det havde varevognen ikke.",
    )


_WITH_KAJ = "Kaj, kontaktpersonen på Havnen og Rikke Lyng"
_KAJ_FOUND = "Opholdsplanen er lavet: læge denne uge, boligselskabet næste. Kaj spiser med om aftenen."
_KAJ_SAYS = "Døren kan lukkes. Det var alt, jeg bad om."


@story("To dage i kø", "forelæggelse: venter", councils=_SHELTERS)
def waits_for_the_shelter(house: House) -> Days:
    anne = house.desk("anne")
    yield nov(23)
    case = anne.opens(anne.meets("Dorte", "Påfund Vig", date(1988, 4, 30)))
    asked = anne.receives(case, _section(house), "Jeg kan ikke tage hjem.", channel="phone")
    anne.acknowledges(asked)
    yield nov(24)
    anne.weighs(asked, "Dorte har brug for et sted at være, til hun kan få en bolig.")
    _place(anne, asked, begins_on=nov(25))
    anne.puts_before_shelter(asked, "Dorte kan komme onsdag. Hun har en søn på 20, som ikke kommer med.")


@story("Mens Jonas har ferie", "medvirkende sagsbehandler", "forelæggelse: lederen", "afgørelse: lederens")
def while_away(house: House) -> Days:
    jonas, sofie, torben = (house.desk(key) for key in ("jonas", "sofie", "torben"))
    mette = house.provider("mette")
    yield oct(19)
    lis = jonas.meets("Lis", "Digt Moseby", date(1966, 1, 17))
    case = jonas.opens(lis)
    asked = jonas.receives(case, "85", "Jeg vil gerne have en med, når jeg skal til samtaler.", channel="letter")
    jonas.acknowledges(asked)
    with stopped(NotAllowed):
        sofie.notes(case, Kind.PHONE, "Opkald", "Kan ikke skrives: sagen er en andens.")
    yield oct(23)
    jonas.lets_help(case, "sofie", "Jonas har ferie i uge 44 og 45.", until=nov(6))
    yield oct(27)
    sofie.notes(case, Kind.PHONE, "Lis ringer", "Lis spørger, hvem der tager sagen, mens Jonas er væk. Fortalt, at det er mig.")
    sofie.weighs(asked, "Lis kommer ikke af sted alene. Hun har brug for støtte til at øve det.")
    _support(sofie, asked, departure="Det tager længere tid for Lis at lære en ny at kende.")
    sofie.puts_before_leader(asked, "Jeg kender ikke Lis så godt som Jonas. Vil du se, om omfanget er rigtigt?")
    with stopped(BeforeAnother):
        sofie.decides(asked)
    yield oct(28)
    decision = torben.decides_as_leader(asked)
    yield oct(29)
    sofie.sends(decision)
    order = sofie.orders(grant_of(decision), "support", "Lis kommer selv af sted til sine samtaler.")
    yield oct(30)
    mette.answers(order, starts_on=nov(2))
    yield nov(2)
    mette.begins(order)
    yield nov(9)
    with stopped(NotAllowed):
        sofie.notes(case, Kind.PHONE, "Opkald", "Kan ikke skrives: ferien er forbi.")


def _support(desk: Desk, asked: Application, **more: object) -> None:
    """Support of § 85 by the standard's first step; a reason where it differs."""
    desk.prepares(asked, "granted", step=1, begins_on=nov(2))
    if desk.looks_at(asked).differences:
        desk.prepares(asked, "granted", step=1, begins_on=nov(2), **more)


@story("Spørg Torben", "forelæggelse: venter")
def waits_for_the_leader(house: House) -> Days:
    jonas = house.desk("jonas")
    yield nov(17)
    case: Case = jonas.opens(jonas.meets("Åge", "Model Tved", date(1958, 8, 8)))
    asked = jonas.receives(case, "85", "Jeg vil gerne have hjælp til at holde styr på min post.", channel="phone")
    jonas.acknowledges(asked)
    yield nov(24)
    jonas.weighs(asked, "Åge har brug for at få sin post gennemgået en gang om ugen.")
    _support(jonas, asked, departure="Posten er hobet op siden april.")
    jonas.puts_before_leader(asked, "Åge er lige fyldt 68. Er det § 85, eller hører det til ældreområdet?")
