"""Letters as they lie today: written, waiting, taken back, stopped; and the letters that tell of a new day."""

from __future__ import annotations

from datetime import date

from stories.house import House
from stories.telling import Days, nov, oct, sep, story  # noqa: A004 - a month


@story("Brevene på bordet", "brev: kladde", "brev: i kø", "brev: trukket tilbage")
def on_their_way(house: House) -> Days:
    anne, jonas, sofie = (house.desk(key) for key in ("anne", "jonas", "sofie"))
    yield nov(24)
    jens = anne.opens(anne.meets("Jens", "Prøve Fjord", date(1995, 5, 5)))
    asked = anne.receives(jens, "85", "Jeg vil gerne have hjælp til at få sendt mine ansøgninger.", channel="in_person")
    anne.drafts_receipt(asked)
    marie = jonas.opens(jonas.meets("Marie", "Digt Bakke", date(1982, 2, 28)))
    mistaken = jonas.acknowledges(jonas.receives(marie, "85", "Min bror har sagt, at jeg kan få hjælp til at rydde op.", channel="phone"))
    jonas.takes_back(mistaken)
    yield nov(25)
    knud = sofie.opens(sofie.meets("Knud-Erik", "Tænkt Eng", date(1970, 8, 14), number="", digital_post=False))
    sofie.acknowledges(sofie.receives(knud, "85", "Jeg er flyttet hertil og får støtte, hvor jeg kommer fra. Fortsætter det?", channel="letter"))


@story("Brevet, der ikke nåede frem", "brev: stoppet", "borger: død")
def stopped_letter(house: House) -> Days:
    sofie = house.desk("sofie")
    yield nov(23)
    aksel = sofie.meets("Aksel", "Fabel Fjord", date(1947, 3, 3), digital_post=False)
    case = sofie.opens(aksel)
    sofie.acknowledges(sofie.receives(case, "85", "Jeg vil gerne have hjælp til at holde haven.", channel="letter"))
    sofie.learns(aksel, died_on=nov(22))


@story("Pause, til lægen har svaret", "frist: pause", "frist: pause i gang", councils=("randers", "viborg"))
def paused(house: House) -> Days:
    anne = house.desk("anne")
    yield sep(28)
    case = anne.opens(anne.meets("Conny", "Model Klit", date(1973, 10, 31)))
    asked = anne.receives(case, "85", "Jeg vil gerne have hjælp til at komme i gang igen efter operationen.", channel="phone")
    yield oct(9)
    anne.pauses(asked, "Conny er indlagt og har bedt os vente med at komme.")
    yield oct(21)
    anne.resumes(asked)
    yield nov(19)
    anne.pauses(asked, "Conny er indlagt igen.")


@story("En ny dag", "frist: udskudt", "brev: ny svardato")
def put_off(house: House) -> Days:
    sofie = house.desk("sofie")
    yield oct(15)
    case = sofie.opens(sofie.meets("Ditte", "Opdigt Næs", date(2000, 2, 29)))
    asked = sofie.receives(case, "85", "Jeg vil gerne lære at bo for mig selv.", channel="form")
    sofie.acknowledges(asked)
    yield nov(10)
    sofie.puts_off(asked, date(2026, 12, 18), "Dittes skole har først tid til at mødes med os den 8. december.")
