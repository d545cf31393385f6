"""The citizen disagrees: right to the full, right in part, no right; the board; and what can't be complained of."""

from __future__ import annotations

from datetime import date

from mestring.cases.models import Application
from mestring.decisions.models import Decision
from stories import papers
from stories.desk import Acts, Desk, grant_of
from stories.house import House
from stories.judging import UNABLE
from stories.telling import Days, apr, aug, feb, jul, jun, mar, may, nov, oct, sep, story  # noqa: A004 - a month


def _refused(desk: Desk, asked: Application, why: str, facts: str) -> Decision:
    """Refuse support in daily life, with reasons, on facts the citizen knows."""
    desk.weighs(asked, why, met=False, lacks=UNABLE, judged={"significant_impairment": why})
    desk.prepares(
        asked,
        "refused",
        legal_basis="Serviceloven § 85",
        discretion=f"{why}\nStøtte i hverdagen er til den, der ikke selv kan med den hjælp, der er i forvejen.",
        facts=facts,
    )
    desk.passes(asked, "hearing_done", "Alle oplysninger er kommet fra borgeren selv i samtalerne.")
    decision = desk.decides(asked)
    desk.sends(decision)
    return decision


@story("Klagen, der gav ret", "klage: fuldt medhold", "klage: mundtlig", "afgørelse: afslag", "afgørelse: rettet")
def upheld(house: House) -> Days:
    anne, mette = house.desk("anne"), house.provider("mette")
    yield apr(7)
    lone = anne.meets("Lone", "Eksempel Vang", date(1990, 8, 2))
    case = anne.opens(lone)
    asked = anne.receives(case, "85", "Jeg kan ikke få hverdagen til at hænge sammen efter fødslen.", channel="phone")
    yield apr(21)
    decision = _refused(
        anne, asked, "Vanskelighederne er nye, og sundhedsplejen følger familien.", "Du har støtte fra sundhedsplejen.\nDin mand er hjemme på barsel."
    )
    yield may(5)
    complaint = anne.hears_complaint(
        case, decision, "Lone ringer grædende. Manden er rejst, og hun har ikke sovet i to uger. Hun forstår ikke, at vi skriver, han er hjemme."
    )
    yield may(12)
    own = anne.looks_at(asked).consideration
    anne.reconsiders(
        own,
        "significant_impairment",
        "Lone er alene med to små børn og sover ikke. Det griber ind i alt.",
        "Oplysningerne om manden var forkerte. Lone har brug for støtte nu.",
    )
    anne.prepares(asked, "granted", step=3, begins_on=may(18), follow_up_on=aug(12))
    better = anne.corrects(decision, "Afgørelsen byggede på, at manden var hjemme. Det var han ikke.")
    anne.gives_right(complaint, better)
    order = anne.orders(grant_of(better), "support", "Lone får hverdagen til at hænge sammen med to små børn.")
    yield may(13)
    mette.answers(order, starts_on=may(18))
    yield may(18)
    mette.begins(order)
    yield aug(11)
    anne.follows_up(
        grant_of(better),
        "Lone sover igen. Støtten fortsætter, og vi ser på, om det kan blive færre dage, når den mindste er begyndt i vuggestue.",
        present="Lone, støttepersonen og sundhedsplejersken",
        citizen_says="Nu er der nogen, der siger, at jeg gør det godt nok.",
        provider_says="De første uger handlede om søvn. Nu handler det om at komme ud.",
        otherwise=date(2027, 2, 10),
    )


@story("Klagen, der gav lidt ret", "klage: delvist medhold", "klage: skriftlig", "klage: resten bortfalder")
def upheld_in_part(house: House) -> Days:
    """Nobody holds Kim's first follow-up: it stays overdue, as Ida's does."""
    jonas = house.desk("jonas")
    yield may(11)
    kim = jonas.meets("Kim", "Model Eng", date(1983, 11, 11))
    case = jonas.opens(kim)
    asked = jonas.receives(case, "85", "Jeg søger ti timer om ugen.", channel="letter")
    yield may(26)
    jonas.weighs(asked, "Kim har brug for støtte til breve og aftaler, men klarer resten.")
    reasons = {
        "legal_basis": "Serviceloven § 85",
        "discretion": "Støtten skal dække det, du ikke selv kan. Resten gør du hver dag uden os.",
        "facts": "Du klarer mad, rengøring og indkøb.\nDu mister overblikket, når der kommer breve.",
    }
    jonas.prepares(asked, "partly_granted", step=1, begins_on=jun(8), **reasons)
    jonas.passes(asked, "hearing_done", "Kim har selv fortalt det, afgørelsen bygger på.")
    decision = jonas.decides(asked)
    jonas.sends(decision)
    yield jun(15)
    letter = papers.text("Jeg er ikke enig.\nDet er ikke kun breve. Det er også når telefonen ringer.\nKim\n")
    paper = jonas.files(case, "Klage", letter, "klage.txt", sender="Kim")
    complaint = jonas.hears_complaint(case, decision, "Kim skriver, at det også er telefonen.", channel="letter", document=paper)
    yield jun(29)
    better = jonas.corrects(
        decision,
        "Telefonen var ikke regnet med.",
        **reasons | {"discretion": "Vi giver dig mere tid, så I også kan tage opkaldene sammen. Ti timer er mere, end der er brug for."},
        **jonas.measures(asked, 2),
    )
    jonas.gives_right_in_part(
        complaint,
        better,
        legal_basis="Serviceloven § 85",
        considerations="Du har ret i, at telefonen fylder. Derfor får du et trin mere.\nTi timer om ugen ville tage det fra dig, som du kan selv.",
        facts="Du mister overblikket ved breve og opkald.\nDu klarer mad, rengøring og indkøb.",
    )
    yield aug(24)
    jonas.lets_rest_lapse(complaint)


@story(
    "Hele vejen og tilbage",
    "klage: fastholdt",
    "klage: sendt videre",
    "klage: hjemvist",
    "ansøgning: ny frist efter hjemvisning",
    "høring: ikke besvaret",
    "klage: ved repræsentant",
)
def remitted(house: House) -> Days:
    jonas = house.desk("jonas")
    yield mar(2)
    ruth = jonas.meets("Ruth", "Opdigt Bakke", date(1957, 7, 7), digital_post=False)
    guardian = jonas.represents(ruth, Acts.GUARDIAN_5, "Niels Opdigt Bakke", address="Opfundetvej 41", scope="Søn. Økonomi og bolig")
    case = jonas.opens(ruth)
    asked = jonas.receives(case, "85", "Jeg kan ikke være alene med mine tanker, efter at min mand døde.", channel="phone")
    jonas.acknowledges(asked)
    yield mar(12)
    hearing = jonas.consults(
        asked,
        "Vi overvejer at give dig afslag, fordi sorggruppen og din søn er der for dig.",
        [("Du går i sorggruppe hver tirsdag.", "Sognets medarbejder, 10-03-2026")],
        mar(27),
    )
    yield mar(30)
    jonas.hears_nothing(hearing)
    jonas.weighs(
        asked,
        "Sorgen er svær, men er ikke en nedsat funktionsevne.",
        met=False,
        lacks=UNABLE,
        judged={"significant_impairment": "Sorgen er svær, men Ruth klarer sit hus og sine aftaler."},
    )
    jonas.prepares(
        asked,
        "refused",
        legal_basis="Serviceloven § 85",
        discretion="Støtten er til den, der ikke selv kan klare hverdagen. Det kan du, selv om den gør ondt.",
        facts="Du går i sorggruppe hver tirsdag.\nDin søn kommer i weekenderne.",
    )
    decision = jonas.decides(asked)
    jonas.sends(decision)
    yield apr(20)
    complaint = jonas.hears_complaint(
        case,
        decision,
        "Niels skriver på sin mors vegne: Hun spiser ikke. Ingen har set i hendes køleskab.",
        channel="letter",
        complained_by="representative",
        representation=guardian,
    )
    yield may(4)
    jonas.holds_on(
        complaint,
        legal_basis="Serviceloven § 85",
        considerations="Du har hjælp omkring dig og klarer din hverdag.\nAt du ikke spiser, er noget, din læge skal se på.",
        facts="Du går i sorggruppe hver tirsdag.\nDin søn kommer i weekenderne.",
    )
    jonas.sends_on(complaint)
    yield nov(12)
    jonas.hears_from_board(complaint, "remitted", nov(9), "information", words="Sagen er ikke oplyst nok: ingen har set, hvordan Ruth spiser og sover.")


@story("Ankestyrelsen var enig", "klage: fastholdt", "klage: stadfæstet", councils=("ballerup", "rebild", "vejle"))
def confirmed(house: House) -> Days:
    sofie = house.desk("sofie")
    yield feb(2)
    rene = sofie.meets("René", "Påfund Næs", date(1980, 10, 20))
    case = sofie.opens(rene)
    asked = sofie.receives(case, "85", "Jeg vil have en støtteperson med i fitness.")
    yield feb(16)
    decision = _refused(sofie, asked, "Hverdagen lykkes, og der er et netværk i klubben.", "Du træner tre gange om ugen.\nDu har venner i klubben.")
    yield mar(9)
    complaint = sofie.hears_complaint(case, decision, "René vil have, at nogen uden for kommunen ser på det.", channel="digital_post")
    yield mar(16)
    sofie.holds_on(
        complaint,
        legal_basis="Serviceloven § 85",
        considerations="Støtten er til den, der ikke selv kan komme af sted.",
        facts="Du træner tre gange om ugen.",
    )
    sofie.sends_on(complaint)
    yield sep(7)
    sofie.hears_from_board(complaint, "confirmed", sep(2))
    sofie.closes(case, "Ankestyrelsen har stadfæstet afgørelsen, og der er ikke andet i sagen.")


@story("Ankestyrelsen gav mere", "klage: ændret", councils=("randers", "viborg"))
def changed(house: House) -> Days:
    sofie, mette = house.desk("sofie"), house.provider("mette")
    yield feb(2)
    dan = sofie.meets("Dan", "Påfund Næs", date(1991, 10, 2))
    case = sofie.opens(dan)
    asked = sofie.receives(case, "85", "Jeg vil have en, der følger mig til psykologen, til jeg tør selv.")
    yield feb(16)
    decision = _refused(sofie, asked, "Turene med hunden lykkes hver dag.", "Du går tur med din hund hver dag.")
    yield mar(9)
    complaint = sofie.hears_complaint(case, decision, "Dan siger, at hunden ikke må komme med i bussen.")
    yield mar(16)
    sofie.holds_on(
        complaint,
        legal_basis="Serviceloven § 85",
        considerations="Du kommer ud hver dag, og det er det, støtten skal føre til.",
        facts="Du går tur med din hund hver dag.",
    )
    sofie.sends_on(complaint)
    yield sep(7)
    sofie.hears_from_board(complaint, "changed", sep(2), "discretion", words="Dan har ret til støtte, indtil han kan tage bussen selv.")
    yield sep(10)
    own = sofie.looks_at(asked).consideration
    sofie.reconsiders(
        own, "significant_impairment", "Angsten holder Dan fra behandling. Det er betydeligt.", "Ankestyrelsen har afgjort, at Dan har ret til støtte."
    )
    better = sofie.corrects(
        decision,
        "Ankestyrelsen har ændret afgørelsen.",
        outcome="granted",
        purpose="Du skal selv kunne holde styr på din hverdag.",
        begins_on=sep(21),
        payment="Støtten er gratis.",
        plan="declined",
        plan_on=sep(10),
        follow_up_on=date(2026, 12, 14),
        departure="",
        **sofie.measures(asked, 1),
    )
    sofie.sends(better)
    sofie.carries_out(complaint, "Støtten er bevilget fra 21. september, som Ankestyrelsen har afgjort.")
    order = sofie.orders(grant_of(better), "support", "Dan tager selv bussen til psykologen.")
    yield sep(14)
    mette.answers(order, starts_on=sep(21))
    yield sep(21)
    mette.begins(order)


@story("For sent, og alligevel", "klage: for sent", "klage: under genvurdering")
def late(house: House) -> Days:
    anne = house.desk("anne")
    yield jul(6)
    vera = anne.meets("Vera", "Fabel Dal", date(1968, 3, 29))
    case = anne.opens(vera)
    asked = anne.receives(case, "85", "Jeg vil gerne have en at snakke med om morgenen.")
    yield aug(3)
    decision = _refused(anne, asked, "Der er en stor familie og et fællesskab i kirken.", "Du ser din søster hver dag.\nDu kommer i kirken.")
    yield nov(16)
    anne.hears_complaint(case, decision, "Vera har haft brevet liggende, for hun troede ikke, det nyttede. Søsteren er flyttet.")


@story("En klage over ventetiden", "klage: over behandlingen")
def about_waiting(house: House) -> Days:
    sofie = house.desk("sofie")
    yield oct(7)
    ove = sofie.meets("Ove", "Digt Hede", date(1963, 12, 24))
    case = sofie.opens(ove)
    sofie.receives(case, "97", "Jeg vil gerne kunne komme i svømmehallen.")
    yield nov(9)
    complaint = sofie.hears_complaint(case, None, "Ove synes ikke, han kan få at vide, hvor langt vi er.", kind="handling")
    yield nov(11)
    sofie.answers_itself(complaint, "Du har ret: vi burde have ringet. Vi mangler lægens svar og ringer til dig hver fredag, til det er kommet.")


@story("Fire uger går hurtigt", "klage: frist i dag")
def review_today(house: House) -> Days:
    jonas = house.desk("jonas")
    yield oct(2)
    maja = jonas.meets("Maja", "Tænkt Strand", date(1998, 4, 18))
    case = jonas.opens(maja)
    asked = jonas.receives(case, "85", "Jeg vil gerne have hjælp til at passe min uddannelse.")
    yield oct(16)
    decision = _refused(jonas, asked, "Uddannelsen bliver passet, og der er en studievejleder.", "Du har bestået alle prøver.\nDu har en studievejleder.")
    yield oct(28)
    jonas.hears_complaint(case, decision, "Maja skriver, at hun består, fordi hun ikke laver andet.", channel="email")
