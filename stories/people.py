"""Who may see whom: glass that is broken and reviewed, a caseworker who must keep away, a guardian, a case handed over."""

from __future__ import annotations

from datetime import date

from mestring.audit.errors import NotAllowed
from mestring.cases.errors import TextMissing
from stories.desk import Kind
from stories.house import House
from stories.telling import Days, nov, oct, stopped, story  # noqa: A004 - a month


@story("En nat i oktober", "nødadgang: gennemgået", "nødadgang: venter på gennemgang")
def broken_glass(house: House) -> Days:
    sofie, jonas, anne, grete = (house.desk(key) for key in ("sofie", "jonas", "anne", "grete"))
    yield oct(6)
    case = sofie.opens(sofie.meets("Gitte", "Påfund Ås", date(1976, 2, 2)))
    sofie.receives(case, "85", "Jeg vil gerne have nogen at ringe til.", channel="phone")
    with stopped(NotAllowed):
        jonas.notes(case, Kind.PHONE, "Opkald", "Kan ikke skrives: sagen er en andens.")
    yield oct(23)
    first = jonas.breaks_glass(case, "danger", "Gitte ringer og siger, at hun ikke vil leve. Sofie har fri, og jeg skal se, hvem der kender hende.")
    yield oct(26)
    grete.reviews_glass(first, case, "I orden. Jonas fandt søsterens nummer og blev i telefonen, til hun var der.")
    yield nov(24)
    anne.breaks_glass(case, "cover", "Vikar for Sofie, der er til møde. Gitte spurgte, hvornår hun får svar.")


@story("Naboens sag", "inhabilitet")
def neighbour(house: House) -> Days:
    jonas, torben = house.desk("jonas"), house.desk("torben")
    yield oct(12)
    erik = torben.meets("Erik", "Eksempel Mose", date(1954, 1, 1))
    case = torben.opens(erik, mine=False)
    torben.receives(case, "85", "Min kone er på plejehjem, og jeg kan ikke finde ud af aftenerne.")
    jonas.keeps_away_from(erik, "Erik er min nabo.")
    with stopped(TextMissing):
        torben.gives_to(case, "jonas")
    torben.gives_to(case, "anne")


@story("Tre om ugen", "frist: i dag", "frist: overskredet", "frist: denne uge", "frist: senere")
def on_the_desk(house: House) -> Days:
    """A day's work for each caseworker: something over, something today, something this week, something later."""
    yield nov(3)
    cases = {}
    for key, first, last, born in (
        ("anne", "Stine", "Model Ravn", date(1993, 6, 16)),
        ("jonas", "Bjarne", "Fabel Lund", date(1960, 9, 3)),
        ("sofie", "Tove", "Opdigt Gran", date(1951, 11, 28)),
    ):
        desk = house.desk(key)
        case = desk.opens(desk.meets(first, last, born))
        asked = desk.receives(case, "85", "Jeg vil gerne have hjælp til at holde mine aftaler.", channel="phone")
        desk.acknowledges(asked)
        cases[key] = asked
        desk.asks(asked, case.citizen.name, "Skriv, hvilke aftaler du har i december, og hvem der plejer at følge dig.", nov(20), whom="citizen")
    yield nov(5)
    for key, asked in cases.items():
        house.desk(key).consults(
            asked,
            "Vi overvejer at give dig mindre, end du har søgt om.",
            [("Du kommer til de fleste af dine aftaler selv.", "Telefonsamtale 04-11-2026")],
            nov(25),
        )
    yield nov(11)
    for key, asked in cases.items():
        consent = house.desk(key).gets_consent(asked.case, "Egen læge", "Hvad aftalerne drejer sig om", form="oral")
        house.desk(key).asks(asked, "Egen læge", "Hvilke aftaler er de vigtigste at nå?", nov(27), consent=consent)
    yield nov(18)
    for key, asked in cases.items():
        if asked.deadline is None:
            house.desk(key).puts_off(asked, date(2026, 12, 10), "Kommunen har ikke offentliggjort en frist. Du kan vente svar senest denne dag.")


@story("Givet videre", "sag: nyt team")
def handed_over(house: House) -> Days:
    anne, grete = house.desk("anne"), house.desk("grete")
    yield nov(16)
    case = anne.opens(anne.meets("Yrsa", "Digt Skov", date(1987, 7, 30)))
    anne.receives(case, "85", "Jeg har fået konstateret sclerose og kan ikke overskue, hvad der sker nu.", channel="in_person")
    anne.hands_over(case, "disability")
    yield nov(17)
    grete.gives_to(case, "sofie")
