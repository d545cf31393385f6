"""How it begins: an inquiry by every channel, each of its ends, and applications that have just come."""

from __future__ import annotations

from datetime import date, time

from mestring.delivery.models.visit import Form
from stories import papers
from stories.desk import Acts, Kind
from stories.house import House
from stories.portraits import Portrait, Topic
from stories.telling import Days, nov, oct, story  # noqa: A004 - a month

OPEN_OFFER = {"ballerup": "82a", "randers": "82a", "rebild": "99", "vejle": "85", "viborg": "99"}
"""An offer each council lets people begin in without a decision."""


@story("Et råd i telefonen", "henvendelse: rådgivning")
def advice(house: House) -> Days:
    anne = house.desk("anne")
    yield nov(2)
    asked = anne.hears("Spørger, om kommunen har et sted, hvor man kan spise sammen med andre.", from_whom="Borgeren selv")
    yield nov(3)
    anne.advises(asked, "Fortalte om værestedet og fællesspisningen om torsdagen. Ringer selv, hvis der er mere.")


@story("Vist videre til jobcentret", "henvendelse: vist videre")
def referred(house: House) -> Days:
    sofie = house.desk("sofie")
    yield nov(9)
    asked = sofie.hears("Vil gerne i praktik og spørger om hjælp til det.", channel="email")
    sofie.refers(asked, "Jobcentret", "Praktik hører til beskæftigelsesindsatsen.")


@story("Et opkald uden navn", "henvendelse: anonym")
def anonymous(house: House) -> Days:
    jonas = house.desk("jonas")
    yield nov(20)
    jonas.hears_nobody("Er bange for at være hjemme i weekenden. Vil ikke sige sit navn.")


@story("Begyndt uden en afgørelse", "henvendelse: åbent tilbud", "henvendelse: opsøgende")
def enrolled(house: House) -> Days:
    jonas, kasper = house.desk("jonas"), house.provider("kasper")
    yield nov(10)
    who = jonas.meets("Kaj", "Påfund Mose", date(1958, 12, 1))
    asked = jonas.hears(
        "Mødt på bænken ved stationen for tredje gang. Vil gerne have, at vi kommer forbi, men ikke have papirer med hjem.",
        channel="outreach",
        citizen=who,
    )
    yield nov(12)
    if case := jonas.enrols(asked, OPEN_OFFER[house.council]):
        order = jonas.orders_open(case, OPEN_OFFER[house.council], "support", "Kaj har nogen, der kommer forbi.", needs="Ingen papirer med hjem.")
    yield nov(13)
    kasper.answers(order, starts_on=nov(17))
    yield nov(17)
    kasper.drops_in(order, 20, form=Form.OUT, at=time(10, 0), note="Kaffe på bænken.")


@story("En datter ringer", "henvendelse: åben", "henvendelse: fra pårørende")
def waiting(house: House) -> Days:
    anne = house.desk("anne")
    yield nov(19)
    who = anne.meets("Hanne", "Prøvestrup", date(1961, 5, 2))
    anne.hears(
        "Datteren ringer: Moderen kommer ikke ud længere og vil gerne høre, hvad hun kan få hjælp til.",
        channel="relative",
        citizen=who,
        from_whom="Datteren Mie",
    )


@story("Et brev fra egen læge", "henvendelse: åben", "henvendelse: fra fagperson", "frist: overskredet")
def from_the_doctor(house: House) -> Days:
    jonas = house.desk("jonas")
    yield nov(13)
    jonas.hears(
        "Lægen skriver om en patient, der ikke har åbnet døren siden sommeren, og beder om, at nogen tager kontakt.",
        channel="professional",
        from_whom="Egen læge",
    )


_BREGNBAEK = Portrait(
    topics=(
        Topic(
            "post",
            "Åbner ikke post, der ligner en regning. Tager fat, når en anden sidder ved siden af.",
            3,
            3,
            (("citizen", "Jeg lægger dem i en pose. Så er de væk."),),
        ),
        Topic("economy", "Pengene rækker til den tyvende. Ved det godt, men tør ikke se på kontoen.", 2),
        Topic("company", "Ser søsteren om søndagen og ellers ingen.", 2, 2),
    ),
    need="Hjælp til post og penge en gang om ugen, i hjemmet.",
    level=2,
    overall="C",
    wishes="At kunne åbne døren, når det ringer.",
    primary="anxiety",
)


@story(
    "En pose med post",
    "henvendelse: ansøgning",
    "repræsentant: partsrepræsentant",
    "borger: beskyttet adresse",
    "samtykke",
    "oplysninger: afventer",
    "udredning: kladde",
    "brev: kvittering",
    "min sag: repræsentant",
)
def everyday_support(house: House) -> Days:
    anne, ib = house.desk("anne"), house.desk("ib")
    yield nov(4)
    mikkel = anne.meets(
        "Mikkel", "Opdigt Bregnbæk", date(1992, 4, 17), protected=True, communication="Skriv, ring ikke. Tager ikke telefonen fra ukendte numre."
    )
    line = anne.meets("Line", "Opdigt Bregnbæk", date(1989, 9, 30), street="Opfundetvej 3")
    anne.represents(mikkel, Acts.PARTY_REPRESENTATIVE, "Line Opdigt Bregnbæk", person=line, scope="Søster. Fuldmagt i hele sagen")
    ib.lets_in(line, "line")
    asked = anne.hears("Har svært ved at få post og penge til at hænge sammen.", channel="in_person", citizen=mikkel)
    yield nov(6)
    case = anne.opens(mikkel)
    words = "Jeg vil gerne have nogen, der kan hjælpe mig med at åbne posten og holde styr på pengene, så jeg ikke mister min lejlighed."
    application = anne.receives(case, "85", words, channel="in_person", inquiry=asked)
    anne.acknowledges(application)
    yield nov(12)
    anne.notes(
        case,
        Kind.HOME_VISIT,
        "Besøg i hjemmet",
        "Stuen er ryddelig, men der ligger uåbnet post fra september i en pose i gangen. Mikkel fortæller, at han bliver urolig, når der står ”sidste frist”.",
    )
    consent = anne.gets_consent(case, "Psykiatrien", "Hvad der er prøvet, og hvad der virkede", until=date(2027, 2, 28))
    anne.asks(application, "Psykiatrien", "Hvad er prøvet de sidste to år, og hvad virkede?", nov(27), consent=consent)
    anne.begins_assessment(application, _BREGNBAEK)


@story("Ansøgning uden paragraf", "ansøgning: ingen paragraf", "borger: tolk")
def nothing_named(house: House) -> Days:
    sofie = house.desk("sofie")
    yield nov(17)
    asta = sofie.meets("Asta", "Prøvesen", date(1979, 1, 30), interpreter="Tegnsprog")
    case = sofie.opens(asta)
    sofie.receives_open(case, "Jeg har brug for hjælp, efter at jeg fik blodproppen. Jeg ved ikke, hvad man kan få.", channel="digital_post")


@story("Fordelt på to paragraffer", "ansøgning: fordelt på paragraffer")
def named(house: House) -> Days:
    sofie = house.desk("sofie")
    yield oct(26)
    bodil = sofie.meets("Bodil", "Fabel Eng", date(1984, 6, 21))
    case = sofie.opens(bodil)
    asked = sofie.receives_open(case, "Synet bliver dårligere. Jeg tør ikke gå ud alene mere, og dagene er lange.", channel="phone")
    yield oct(30)
    sofie.notes(case, Kind.PHONE, "Hvad Bodil mener", "Bodil vil helst have en at gå ud med. Hun er også nysgerrig på et sted at være om dagen.")
    sofie.acknowledges(*sofie.names(asked, ("85", "97"), "Aftalt med Bodil i telefonen: ledsagelse først, og støtte i hjemmet."))


@story("En sag, ingen har", "sag uden ansvarlig")
def nobodys(house: House) -> Days:
    torben = house.desk("torben")
    yield nov(23)
    villads = torben.meets("Villads", "Tænkt Ravn", date(2001, 8, 8))
    case = torben.opens(villads, mine=False)
    torben.receives(case, "85", "Støtte til at komme ud ad døren og i skole.")


@story("Alligevel ikke", "ansøgning: trukket tilbage", "sag: afsluttet", "sen post")
def withdrawn(house: House) -> Days:
    jonas = house.desk("jonas")
    yield oct(5)
    ellen = jonas.meets("Ellen", "Digt Vang", date(1996, 3, 3))
    case = jonas.opens(ellen)
    asked = jonas.receives(case, "85", "Jeg vil gerne have hjælp til at komme op om morgenen.")
    yield oct(14)
    jonas.notes(
        case, Kind.PHONE, "Ellen ringer", "Hun er flyttet sammen med sin kæreste, og det går bedre, end hun havde turdet tro. Hun vil ikke have støtte nu."
    )
    jonas.lets_go(asked, "Ellen ringede og sagde, at hun ikke vil have hjælp nu.")
    jonas.closes(case, "Ansøgningen er trukket tilbage, og der er ikke andet i sagen.")
    yield nov(3)
    note = papers.text("Til kommunen.\nEllen har fået tid hos os 1. december, hvis I stadig ser hende.\nVenlig hilsen lægehuset.\n")
    jonas.files(case, "Besked fra lægehuset", note, "besked.txt", sender="Egen læge")
