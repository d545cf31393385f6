"""Afterwards: help that is followed up by each council's own document, and what comes of it. Some of it began in 2025, since a year must have gone by."""

from __future__ import annotations

from datetime import date, time

from stories.desk import Kind, begun, grant_of
from stories.house import House
from stories.judging import UNABLE
from stories.portraits import Portrait, Topic
from stories.telling import Days, apr, aug, feb, jan, jul, jun, mar, may, nov, oct, sep, story  # noqa: A004 - a month

# -------------------------------------------------------------------------------------------- Vejle

_KIRSTINE = Portrait(
    topics=(
        Topic("cooking", "Laver mad fire dage om ugen efter sine egne kort. Sætter selv æggeuret.", 1, 1, (("provider", "Hun skynder på mig nu."),)),
        Topic("transport", "Tager bus 2 alene. Nye ruter øver hun med støttepersonen to gange først.", 2, 2),
        Topic("company", "Spiller brætspil om torsdagen med tre, hun kender.", 1, 1),
    ),
    need="Nye steder og breve fra det offentlige. Resten klarer Kirstine selv.",
    level=2,
    overall="B",
    wishes="At beholde tirsdagen, hvor ugen bliver lagt.",
    primary="autism",
)


@story(
    "Kortene på køleskabet",
    "holdt: opfølgning",
    "holdt: sparring",
    "opfølgning: på skærm",
    "opfølgning: mindre støtte",
    "opfølgning: til tiden",
    "afgørelse: nedsat",
    "høring: besvaret",
    councils=("vejle",),
)
def a_year_of_support(house: House) -> Days:
    """§ 85 by annex 4: after three months, then every six; talked over when the extent has been the same for a year; then less, with hearing."""
    anne, kasper = house.desk("anne"), house.provider("kasper")
    yield date(2025, 1, 13)
    kirstine = anne.meets("Kirstine", "Opdigt Holt", date(1987, 9, 12), communication="Skriv, hvad I vil tale om, før I ringer.")
    case = anne.opens(kirstine)
    asked = anne.receives(case, "85", "Jeg kan alt det, der står på et kort. Men der er ingen kort til min dag.", channel="form")
    anne.acknowledges(asked)
    yield date(2025, 1, 27)
    grant = anne.gives(
        asked,
        "Kirstine går i stå, når dagen skifter, og spiser ikke de dage.",
        step=3,
        begins_on=date(2025, 2, 3),
        purpose="Målet er, at du selv kan begynde på det, der skal ske i dag.",
    )
    order = anne.orders(grant, "support", "Kirstine begynder selv på det, der skal ske i dag.", needs="Skriv dagen før, når noget bliver anderledes.")
    yield date(2025, 1, 29)
    kasper.answers(order, starts_on=date(2025, 2, 3))
    yield date(2025, 2, 3)
    kasper.begins(order)
    yield date(2025, 4, 30)
    anne.follows_up(
        grant,
        "Vi bliver på trin 3. Der er kort til morgenen nu. Næste mål er aftensmaden.",
        present="Kirstine og støttepersonen",
        citizen_says="Kortene hænger på køleskabet. Jeg vender dem, når jeg er færdig.",
        provider_says="Hun har selv tegnet de sidste fem.",
    )
    yield date(2025, 10, 28)
    anne.follows_up(
        grant,
        "Vi bliver på trin 3. Kirstine laver aftensmad to dage om ugen. Næste mål er bussen.",
        form="virtual",
        present="Kirstine, støttepersonen og Kirstines mor på skærmen",
        citizen_says="Det er lettere at tale, når jeg ikke skal se på nogen.",
        provider_says="Hun har brug for, at vi siger til dagen før, når noget bliver anderledes.",
    )
    yield feb(3)
    anne.talks_over(
        grant,
        "Et år på trin 3. Gruppen mener, at støtten virker, og at bussen er det sidste store mål. Vi ser på et lavere trin til foråret, når ruten sidder fast.",
        present="Sparringsgruppen: Anne-Mette, Jonas og Torben",
    )
    yield apr(21)
    less = anne.follows_up(
        grant,
        "Kirstine laver mad fire dage om ugen og tager bus 2 alene. Vi overvejer at gå fra trin 3 til trin 2.",
        present="Kirstine, hendes mor og støttepersonen",
        citizen_says="Jeg kan godt med mindre. Men ikke uden tirsdagen.",
        provider_says="De sidste måneder har hun været foran mig.",
        extent="less",
    )
    lessened = begun(less)
    anne.assesses(lessened, _KIRSTINE)
    hearing = anne.consults(
        lessened,
        "Vi overvejer at gå fra trin 3 til trin 2 fra midten af juni, fordi du selv laver mad og tager bussen.",
        [("Du laver mad fire dage om ugen.", "Opfølgning 21-04-2026"), ("Du tager bus 2 alene.", "Støttepersonens status 17-04-2026")],
        may(8),
    )
    yield may(6)
    anne.hears_back(hearing, "Kirstine skriver, at det er i orden, hvis tirsdagen bliver. Hun vil gerne vide det to uger før.")
    yield may(12)
    anne.weighs(lessened, "Kirstine klarer mad og bus selv. Hun har brug for hjælp til nye steder og til at lægge ugen.")
    anne.prepares(
        lessened,
        "reduced",
        step=2,
        effect_on=jun(15),
        follow_up_on=oct(21),
        legal_basis="Serviceloven § 85",
        discretion="Støtten skal passe til det, du ikke selv kan endnu.\nDu har bedt om at beholde tirsdagen. Det gør du, og du får besked en måned før.",
        facts="Du laver mad fire dage om ugen.\nDu tager bus 2 alene.",
        purpose="Målet er, at du selv kan finde frem til et nyt sted.",
    )
    after = anne.decides(lessened)
    anne.sends(after)
    order = anne.orders(grant_of(after), "support", "Kirstine finder selv frem til et nyt sted.", needs="Tirsdagen, hvor ugen bliver lagt, skal blive.")
    yield may(13)
    kasper.answers(order, starts_on=jun(15))
    yield jun(15)
    kasper.begins(order)
    yield oct(20)
    anne.follows_up(
        grant_of(after),
        "Trin 2 passer. Kirstine har været på rådhuset alene. Næste mål er toget til Kolding.",
        present="Kirstine og støttepersonen",
        citizen_says="Der er kommet et kort, hvor der står: Spørg en, der arbejder der.",
        provider_says="Tirsdagen er nok.",
    )


@story("Værelset med morgensol", "holdt: opfølgning", "opfølgning: på en anden måde", "opfølgning: til tiden", councils=("vejle",))
def morning_sun(house: House) -> Days:
    """§ 107 by annex 4: in person three months after moving in, and then at least every six, with need, what is done, and the rate each time."""
    jonas, dorte = house.desk("jonas"), house.provider("dorte")
    yield date(2025, 10, 20)
    case = jonas.opens(jonas.meets("Aron", "Fabel Vig", date(2001, 3, 8)))
    asked = jonas.receives(case, "107", "Jeg tør ikke sove alene. Jeg vil lære det et sted, hvor der er nogen.", channel="in_person")
    jonas.acknowledges(asked)
    yield date(2025, 11, 10)
    grant = jonas.gives(
        asked,
        "Aron sover ikke, når han er alene, og mister dagene. Et ophold kan lære ham det igen.",
        extent="Et værelse i et midlertidigt botilbud med støtte dag og nat.",
        begins_on=date(2025, 12, 1),
        ends_on=date(2027, 11, 30),
        purpose="Målet er, at du kan sove i dit eget hjem.",
    )
    order = jonas.orders(grant, "place", "Aron kan sove i sit eget hjem.", needs="Han ringer om natten. Sig, hvem I er, og at I bliver i røret.")
    yield date(2025, 11, 17)
    dorte.answers(order, starts_on=date(2025, 12, 1))
    yield date(2025, 12, 1)
    dorte.begins(order)
    yield feb(26)
    jonas.follows_up(
        grant,
        "Aron sover seks timer nu. Taksten passer til den støtte, han får om natten. Vi ser på nætterne igen til august.",
        present="Aron, kontaktpersonen og afdelingslederen",
        citizen_says="Solen kommer ind klokken syv. Så ved jeg, at natten er slut.",
        provider_says="Den første måned ringede han hver time. Nu er det en gang.",
    )
    yield aug(20)
    jonas.follows_up(
        grant,
        "Aron sover uden at ringe og behøver ikke nattevagt hver nat. Taksten bliver set efter. Målet er en prøveuge i lejlighed til foråret.",
        form="telephone",
        departs="Aron lå med halsbetændelse og ville hellere tale i telefon end vente. Kontaktpersonen sad hos ham.",
        present="Aron og kontaktpersonen",
        citizen_says="Jeg har sovet femten nætter i træk.",
        provider_says="Han hjælper den nye på gangen med at falde til.",
    )


@story("Tildes bord", "holdt: takstvurdering", "opfølgning: til tiden", councils=("vejle",))
def a_table(house: House) -> Days:
    """§ 108 in one of the council's own homes: after three months, then every second year, and the rate once a year for the first three."""
    sofie, dorte = house.desk("sofie"), house.provider("dorte")
    yield date(2025, 4, 28)
    case = sofie.opens(sofie.meets("Tilde", "Model Kær", date(1999, 12, 2)))
    asked = sofie.receives(case, "108", "Jeg vil bo ligesom min storesøster, med mit eget bord.", channel="in_person")
    sofie.acknowledges(asked)
    yield date(2025, 5, 12)
    grant = sofie.gives(
        asked,
        "Tilde har brug for hjælp fra morgen til aften, og det bliver ved.",
        facts={"target_group": "intellectual_disability", "placement": "own_offer"},
        extent="En lejlighed i et af kommunens botilbud, med støtte dag og nat.",
        begins_on=date(2025, 6, 2),
        purpose="Målet er, at du bestemmer i dit eget hjem.",
    )
    order = sofie.orders(grant, "place", "Tilde bestemmer i sit eget hjem.", needs="Spørg, før I går ind.")
    yield date(2025, 5, 15)
    dorte.answers(order, starts_on=date(2025, 6, 2))
    yield date(2025, 6, 2)
    dorte.begins(order)
    yield date(2025, 8, 27)
    sofie.follows_up(
        grant,
        "Tilde er faldet til. Hun dækker selv bord og vælger, hvem der skal med. Næste mål er at handle ind sammen med en nabo.",
        present="Tilde, hendes storesøster og kontaktpersonen",
        citizen_says="Bordet er rundt. Der er plads til fire.",
        provider_says="Hun inviterer hver fredag.",
    )
    yield may(28)
    sofie.assesses_rate(
        grant,
        "Behov, støtte og takst hænger sammen. Tilde bruger støtten om morgenen som ventet og mindre om aftenen. Taksten er uændret.",
        present="Afdelingslederen, økonomi og Sofie",
    )


# -------------------------------------------------------------------------------------------- Randers


@story("Gardinerne", "holdt: opfølgning", "opfølgning: ekstra", "opfølgning: senere dag aftalt", "opfølgning: til tiden", councils=("randers",))
def curtains(house: House) -> Days:
    """§ 85: within three months, then once a year; sooner when the mestringsvejleder sees a change, and once later, as agreed with the consultant."""
    jonas, kasper = house.desk("jonas"), house.provider("kasper")
    yield date(2025, 3, 3)
    case = jonas.opens(jonas.meets("Svend-Erik", "Prøve Mose", date(1966, 6, 1)))
    asked = jonas.receives(case, "85", "Jeg kan ikke få begyndt på noget, når jeg er alene.", channel="phone")
    jonas.acknowledges(asked)
    yield date(2025, 3, 24)
    grant = jonas.gives(
        asked,
        "Svend-Erik bliver siddende, når ingen kommer, og mister det, han har lært.",
        step=2,
        begins_on=date(2025, 4, 1),
        purpose="Målet er, at du selv kommer i gang om formiddagen.",
    )
    order = jonas.orders(grant, "support", "Svend-Erik kommer selv i gang om formiddagen.")
    yield date(2025, 3, 26)
    kasper.answers(order, starts_on=date(2025, 4, 1))
    yield date(2025, 4, 1)
    kasper.begins(order)
    yield date(2025, 6, 24)
    jonas.follows_up(
        grant,
        "Målet i handleplanen bliver stående. Svend-Erik er oppe klokken ni de fleste dage.",
        form="telephone",
        present="Svend-Erik og mestringsvejlederen",
        citizen_says="Kaffen er lavet, når hun ringer på.",
        provider_says="Han tager selv avisen ind.",
    )
    yield date(2025, 10, 6)
    jonas.notes(
        case,
        Kind.PROFESSIONAL,
        "Fra mestringsvejlederen",
        "Svend-Eriks bror er død. Gardinerne har været trukket for i en uge, og han svarer kun gennem døren. Hun beder om, at vi følger op nu.",
    )
    jonas.agrees_on(grant, date(2025, 10, 10), "Mestringsvejlederen ser en væsentlig ændring: broren er død, og Svend-Erik lukker ikke op.")
    yield date(2025, 10, 9)
    jonas.follows_up(
        grant,
        "Omfanget er det samme, men mestringsvejlederen kommer om formiddagen i stedet for om eftermiddagen. Sorggruppen begynder den 3. november.",
        present="Svend-Erik og mestringsvejlederen, i køkkenet",
        citizen_says="Det var ham, der ringede hver morgen.",
        provider_says="Han lukkede op, da jeg havde rundstykker med.",
    )
    yield sep(21)
    jonas.agrees_on(
        grant,
        nov(5),
        "Svend-Erik er på højskole til den 30. oktober og vil have, at vi holder mødet, når han er hjemme igen.",
        agreed_with="Faglig konsulent Else Tænkt Brun",
    )
    yield nov(5)
    jonas.follows_up(
        grant,
        "Støtten fortsætter med nye mål i handleplanen: keramikholdet om onsdagen og frokost med en fra sorggruppen.",
        present="Svend-Erik og mestringsvejlederen",
        citizen_says="Jeg har lavet en skål. Den lækker lidt.",
        provider_says="Han ringede selv for at høre, hvornår jeg kom.",
    )


@story("Hele vejen til stationen", "resultat: støtten afsluttes", "afgørelse: ophørt", "høring: besvaret", "sag: afsluttet", councils=("randers",))
def to_the_station(house: House) -> Days:
    """§ 85: when a follow-up shows that the purpose is reached, the help ends, after hearing and with reasons."""
    anne = house.desk("anne")
    yield jan(5)
    case = anne.opens(anne.meets("Camilla", "Digt Skov", date(1996, 4, 23)))
    asked = anne.receives(case, "85", "Jeg vil kunne tage toget til min søster uden at stå af på halvvejen.", channel="form")
    anne.acknowledges(asked)
    yield jan(19)
    grant = anne.gives(
        asked,
        "Angsten holder Camilla hjemme. Hun skal øve turene sammen med en.",
        step=2,
        begins_on=feb(2),
        purpose="Målet er, at du kan tage toget alene.",
    )
    yield apr(28)
    anne.follows_up(
        grant,
        "Camilla går til stationen alene. Næste mål i handleplanen er de to første stop.",
        present="Camilla og mestringsvejlederen",
        citizen_says="Jeg står ved automaten og går hjem igen. Det er også en tur.",
    )
    yield aug(20)
    end = anne.follows_up(
        grant,
        "Formålet er nået: Camilla har taget toget til sin søster fem gange alene. Vi overvejer at afslutte støtten til oktober.",
        present="Camilla, hendes søster og mestringsvejlederen",
        citizen_says="Jeg faldt i søvn på vejen hjem. I toget!",
        provider_says="De sidste tre gange stod jeg bare på perronen og vinkede.",
        outcome="end",
    )
    ending = begun(end)
    hearing = anne.consults(
        ending,
        "Vi overvejer at afslutte støtten fra 1. oktober, fordi du har nået det, den skulle hjælpe dig med.",
        [("Du har taget toget alene fem gange.", "Opfølgning 20-08-2026")],
        sep(7),
    )
    yield sep(1)
    anne.hears_back(hearing, "Camilla ringer: Hun er enig og lidt stolt. Hun vil gerne vide, hvor hun kan ringe hen, hvis det kommer igen.")
    yield sep(8)
    anne.weighs(ending, "Camilla tager toget alene og har ikke brug for støtte til mere.", met=False, lacks=UNABLE)
    anne.prepares(
        ending,
        "ended",
        effect_on=oct(1),
        legal_basis="Serviceloven § 85",
        discretion="Støtten skulle hjælpe dig med at tage toget alene. Det kan du nu.\nKommer angsten igen, kan du ringe til os og søge på ny.",
        facts="Du har taget toget alene fem gange.\nDu siger selv, at du ikke har brug for støtte mere.",
    )
    anne.sends(anne.decides(ending))
    yield oct(2)
    anne.closes(case, "Formålet er nået, og støtten er afsluttet.")


# -------------------------------------------------------------------------------------------- Rebild


@story("Fingerspidserne", "holdt: opfølgning", "opfølgning: skrevet ved en fejl", "opfølgning: til tiden", councils=("rebild",))
def fingertips(house: House) -> Days:
    """§ 98: once a year from the grant. In April another's was written here, and marked the day after."""
    sofie, mette = house.desk("sofie"), house.provider("mette")
    yield date(2025, 10, 1)
    hedvig = sofie.meets(
        "Hedvig", "Påfund Sø", date(1971, 2, 17), interpreter="Døvblindetolk", communication="Taktilt tegnsprog. Læg en hånd på skulderen først."
    )
    case = sofie.opens(hedvig)
    asked = sofie.receives(
        case, "98", "Jeg vil vide, hvad der sker i rummet, også når ingen har tid til at fortælle det.", channel="letter", sent_by="Synskonsulenten"
    )
    sofie.acknowledges(asked)
    yield date(2025, 10, 27)
    grant = sofie.gives(
        asked,
        "Hedvig er funktionelt døvblind og har brug for en, der er øjne og ører for hende.",
        extent="Din kontaktperson kommer to eftermiddage om ugen.",
        begins_on=date(2025, 11, 3),
        purpose="Målet er, at du kan være med, hvor andre er.",
    )
    order = sofie.orders(grant, "support", "Hedvig er med, hvor andre er.", needs="Læg en hånd på skulderen først. Taktilt tegnsprog.")
    yield date(2025, 10, 29)
    mette.answers(order, starts_on=date(2025, 11, 3))
    yield date(2025, 11, 3)
    mette.begins(order)
    yield apr(14)
    wrong = sofie.follows_up(grant, "Han er glad for cyklen og kører selv på arbejde. Støtten fortsætter.", form="telephone")
    yield apr(15)
    sofie.takes_back_follow_up(wrong, "Hører til en anden sag. Der er ikke fulgt op hos Hedvig.")
    yield oct(22)
    sofie.follows_up(
        grant,
        "Målet er nået et stykke ad vejen: Hedvig kommer i koret hver torsdag og mærker sangen på klaverets låg. De to eftermiddage bliver.",
        present="Hedvig, kontaktpersonen og døvblindetolken",
        citizen_says="Jeg ved nu, hvem der griner, og hvad de griner ad.",
        provider_says="Det er hende, der finder på, hvor vi skal hen.",
    )


# -------------------------------------------------------------------------------------------- Ballerup


@story(
    "Fra den ene stol til den anden",
    "holdt: opfølgning",
    "opfølgning: aftalt fra gang til gang",
    "opfølgning: til tiden",
    "resultat: støtten afsluttes, og noget andet begynder",
    "afgørelse: ophørt",
    "henvendelse: åbent tilbud",
    "sag: afsluttet",
    councils=("ballerup",),
)
def another_chair(house: House) -> Days:
    """§ 85, of which the document prints no interval: each time the next day is agreed, and at last a group in Fronten takes over."""
    anne = house.desk("anne")
    yield date(2025, 8, 18)
    nadia = anne.meets("Nadia", "Eksempel Eng", date(1994, 7, 19))
    case = anne.opens(nadia)
    words = "Forløbet i Fronten var godt, men det sluttede, før jeg turde tale i rummet."
    asked = anne.receives(case, "85", words, channel="professional", sent_by="Fronten")
    anne.acknowledges(asked)
    yield date(2025, 9, 8)
    grant = anne.gives(
        asked,
        "Et halvt år i Fronten rakte ikke. Nadia siger fra, når der er flere end to i rummet.",
        step=2,
        begins_on=date(2025, 9, 15),
        follow_up_on=date(2025, 12, 8),
        purpose="Målet er, at du kan være i et rum med andre og sige noget.",
    )
    yield date(2025, 12, 8)
    anne.follows_up(
        grant,
        "Nadia og vejlederen har siddet på biblioteket tre gange. Vi ses igen, når hun har prøvet strikkecaféen.",
        present="Nadia og vejlederen",
        citizen_says="Jeg sagde ja tak til kaffe. Højt.",
        provider_says="Hun vælger selv stolen nu.",
        otherwise=mar(9),
    )
    yield mar(9)
    anne.follows_up(
        grant,
        "Nadia kommer i strikkecaféen hver tirsdag. Vi ses igen, før sommeren tømmer den.",
        present="Nadia og vejlederen",
        citizen_says="De spurgte, hvor jeg var, da jeg var syg.",
        provider_says="Jeg sidder i det andet hjørne.",
        otherwise=jun(15),
    )
    yield jun(15)
    end = anne.follows_up(
        grant,
        "Målet er nået. Nadia vil videre i Social Færdighedstræning i Fronten den 31. august. Vi overvejer at lade støtten stoppe, når den begynder.",
        present="Nadia, vejlederen og en medarbejder fra Fronten",
        citizen_says="Jeg vil prøve uden en, der sidder i hjørnet.",
        provider_says="Hun er klar.",
        outcome="end_and_refer",
    )
    ending = begun(end)
    hearing = anne.consults(
        ending,
        "Vi overvejer at lade din støtte stoppe den 31. august, når gruppen i Fronten begynder.",
        [("Du kommer i strikkecaféen alene hver tirsdag.", "Opfølgning 15-06-2026"), ("Du har fået plads i gruppen.", "Fronten 15-06-2026")],
        jul(1),
    )
    yield jun(29)
    anne.hears_back(hearing, "Nadia er enig og spørger, om hun må ringe, hvis gruppen er for stor. Det må hun.")
    yield jul(2)
    anne.weighs(ending, "Nadia er i et rum med andre hver uge og kan nøjes med en gruppe, som er mindre indgribende.", met=False, lacks=UNABLE)
    anne.prepares(
        ending,
        "ended",
        effect_on=aug(31),
        legal_basis="Serviceloven § 85",
        discretion="Du har nået det, støtten skulle hjælpe dig med. Gruppen i Fronten kan hjælpe dig med det næste.\nDu kan altid søge igen.",
        facts="Du kommer i strikkecaféen alene hver tirsdag.\nDu har fået plads i Fronten.",
        next_steps="Fronten ringer til dig i uge 34.",
    )
    anne.sends(anne.decides(ending))
    yield aug(24)
    first_word = anne.hears("Nadia begynder i Social Færdighedstræning den 31. august.", channel="professional", citizen=nadia, from_whom="Fronten")
    anne.enrols(first_word, "82a")
    yield aug(31)
    anne.closes(case, "Støtten er slut, og Nadia går på hold i Fronten.")


# -------------------------------------------------------------------------------------------- Viborg


@story(
    "Fire måneder, og så tre",
    "holdt: opfølgning",
    "resultat: støtten fortsætter",
    "opfølgning: til tiden",
    "udvalg: bevilget",
    councils=("viborg",),
)
def four_and_three(house: House) -> Days:
    """§ 107: four months after it began, then after three, six or twelve, as is chosen for the one it is about."""
    jonas, bente, emil = house.desk("jonas"), house.desk("bente"), house.provider("emil")
    yield date(2025, 12, 1)
    case = jonas.opens(jonas.meets("Malthe", "Tænkt Hede", date(2002, 5, 30)))
    asked = jonas.receives(case, "107", "Jeg vil øve mig i at bo, før jeg får min egen dør.", channel="form")
    jonas.acknowledges(asked)
    yield date(2025, 12, 8)
    meeting = bente.plans_meeting(jan(21), starts=time(9, 0), place="Mødelokale 3")
    yield jan(14)
    jonas.weighs(asked, "Malthe kan lære det, der skal til for at bo selv, hvis der er nogen til at øve det med ham.")
    jonas.prepares(
        asked,
        "granted",
        extent="Et værelse i et midlertidigt botilbud, hvor der er nogen om aftenen.",
        begins_on=feb(2),
        ends_on=date(2027, 7, 31),
        purpose="Målet er, at du kan bo i egen lejlighed.",
        next_steps="Vi finder et sted sammen med dig og ringer til dig i næste uge.",
    )
    item = jonas.recommends(asked, meeting, "Bevilg et midlertidigt botilbud i halvandet år.", wish="Øve mig, før jeg får min egen dør.")
    yield jan(21)
    bente.opens_meeting(meeting, "bente", "palle")
    granted = bente.settles(item, "Udvalget følger indstillingen. Halvandet år, så der er tid til at øve sig.")
    bente.ends_meeting(meeting, "Én sag: bevilget.")
    yield jan(23)
    jonas.sends(granted)
    grant = grant_of(granted)
    order = jonas.orders(grant, "place", "Malthe kan bo i egen lejlighed.", needs="Støj går ham på. Lad ham spise, når der er stille.")
    yield jan(27)
    emil.answers(order, starts_on=feb(2))
    yield feb(2)
    emil.begins(order)
    yield may(28)
    jonas.follows_up(
        grant,
        "Malthe er faldet til, men har sovet i sin brors sofa fem nætter. Vi ses igen om tre måneder.",
        present="Malthe, kontaktpersonen og hans bror",
        citizen_says="Køkkenet larmer, når de andre spiser. Så går jeg.",
        provider_says="Han kan det hele. Det er støjen, der er svær.",
        next_on=aug(28),
    )
    yield aug(27)
    jonas.follows_up(
        grant,
        "Malthe spiser klokken fem, før de andre, og har sovet hjemme hele sommeren. Nu er et halvt år nok.",
        present="Malthe og kontaktpersonen",
        citizen_says="Det er mit køkken mellem fem og seks.",
        provider_says="Han har lagt sin egen vaskeplan.",
        next_on=date(2027, 2, 26),
    )
