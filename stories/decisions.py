"""How it is decided: every outcome, the gates on the way, and one that stops."""

from __future__ import annotations

from datetime import date

from mestring.cases.models import Application
from mestring.cases.recipients import recipients
from mestring.decisions.errors import DepartureUnexplained, GateNeedsFact, GatesOpen
from stories import papers
from stories.desk import Acts, Kind, grant_of
from stories.house import House
from stories.judging import UNABLE
from stories.portraits import Portrait, Topic
from stories.telling import Days, apr, aug, feb, jul, jun, mar, may, nov, oct, sep, stopped, story  # noqa: A004 - a month

_IDA = Portrait(
    topics=(
        Topic(
            "cooking",
            "Laver mad, når nogen minder hende om det. Glemmer gryden, når telefonen ringer.",
            2,
            2,
            (("citizen", "Jeg kan godt. Jeg skal bare i gang."), ("relatives", "Faderen: Hun lever af brød den sidste uge af måneden.")),
        ),
        Topic("home", "Lejligheden er hendes stolthed, men vasketøjet hober sig op, når hun er træt.", 2, 2),
        Topic("mind", "Kan holde fast i to ting ad gangen. Tre er for mange.", None, 3),
        Topic("people_around", "Faderen bor i nærheden og kommer, når hun ringer."),
    ),
    need="En fast aftale om ugen, hvor ugen bliver lagt og de svære ting bliver taget først.",
    level=2,
    overall="C",
    wishes="At kunne invitere til middag uden at ringe til sin far.",
    summary="Ida har ADHD og bor i egen lejlighed på andet år. Det går godt de uger, hvor nogen har hjulpet med at lægge dem.",
    primary="attention",
    diagnosis=("ADHD", "Udskrivningsbrev fra psykiatrien, 12-02-2026"),
)


@story(
    "Hver tirsdag",
    "afgørelse: bevilget",
    "afgørelse: mundtlig",
    "afgørelse: ændret",
    "borger: CPR",
    "samtykke",
    "oplysninger: besvaret",
    "dokument: pdf",
    "udredning: færdig",
    "udredning: målgruppe og diagnose",
    "port: passeret med kendsgerning",
    "min sag: borger",
)
def every_tuesday(house: House) -> Days:
    """Nobody holds Ida's first follow-up: it stays overdue, so that a demo shows what is late."""
    anne, ib, mette = house.desk("anne"), house.desk("ib"), house.provider("mette")
    yield feb(9)
    ida = anne.meets("Ida", "Tænkt Holm", date(1999, 11, 5), phone="99 99 12 34")
    ib.lets_in(ida, "ida")
    asked = anne.hears("Vil gerne søge om støtte. Faderen har hjulpet med at ringe.", citizen=ida)
    case = anne.opens(ida)
    application = anne.receives(
        case, "85", "Jeg vil gerne have en, der kommer en gang om ugen og hjælper mig med at få styr på ugen.", channel="phone", inquiry=asked
    )
    anne.acknowledges(application)
    consent = anne.gets_consent(case, "Psykiatrien", "Diagnose og behandling", form="oral")
    request = anne.asks(application, "Psykiatrien", "Send udskrivningsbrevet, og skriv, om der er mere behandling på vej.", feb(27), consent=consent)
    yield feb(17)
    letter = papers.pdf(
        "Udskrivningsbrev", "Ida Tænkt Holm har været i forløb siden oktober.\nDiagnose: ADHD.\nMedicin: fast dosis, virker godt.\nVi afslutter i dag."
    )
    anne.gets_answer(request, "Udskrivningsbrevet er kommet. Forløbet er slut, og medicinen ligger fast.")
    anne.files(case, "Udskrivningsbrev", letter, "udskrivning.pdf", sender="Psykiatrien", channel="digital_post", request=request)
    yield feb(20)
    anne.notes(
        case, Kind.HOME_VISIT, "Besøg hos Ida", "Ida viser rundt. På køleskabet hænger en ugeplan, som hun og faderen har tegnet. Onsdag er streget over."
    )
    anne.assesses(application, _IDA)
    yield feb(26)
    anne.weighs(
        application, "Ida har brug for støtte hver uge for at holde hverdagen.", others={"83": "Ida kan selv lave mad og gøre rent, når hun er kommet i gang."}
    )
    anne.prepares(
        application,
        "granted",
        step=2,
        begins_on=mar(3),
        purpose="Målet er, at du selv kan lægge din uge og få maden lavet.",
        next_steps="Din støtteperson ringer til dig inden tirsdag.",
    )
    decision = anne.decides(application)
    anne.tells(decision, "Ringede til Ida. Hun blev glad og bad om, at det bliver tirsdag.")
    order = anne.orders(grant_of(decision), "support", "Ida lægger selv sin uge og får maden lavet.", needs="Helst tirsdag.", shares_phone=True)
    yield feb(27)
    anne.sends(decision)
    mette.answers(order, starts_on=mar(3))
    yield mar(3)
    mette.begins(order)
    yield sep(8)
    wish = anne.hears_wish(grant_of(decision), "change", "Jeg vil hellere mødes på biblioteket end hjemme. Jeg får mere lavet der.")
    yield sep(15)
    anne.weighs(wish, "Behovet er det samme. Stedet er Idas eget valg.")
    anne.prepares(wish, "changed", step=2, as_wished=True, effect_on=sep(22), extent="I mødes på biblioteket i stedet for hjemme hos dig.")
    changed = anne.decides(wish)
    anne.sends(changed)
    order = anne.orders(grant_of(changed), "support", "Ida lægger selv sin uge og får maden lavet.", needs="I mødes på biblioteket.", shares_phone=True)
    yield sep(16)
    mette.answers(order, starts_on=sep(22))
    yield sep(22)
    mette.begins(order)


_POUL = Portrait(
    topics=(
        Topic("shopping", "Kan handle alene i den butik, han kender. Går hjem igen, hvis der er kø.", 2, 2),
        Topic("company", "Har fået to gode bekendte på holdet om onsdagen.", 1, 1, (("provider", "Støttepersonen: Han tager selv bussen nu."),)),
        Topic("mood", "Uroen er mindre. Han mærker den, før den tager over.", None, 2),
    ),
    need="En kortere aftale om ugen. Resten klarer Poul selv.",
    level=1,
    overall="B",
    wishes="At beholde sin støtteperson.",
    primary="anxiety",
)


@story(
    "Fra meget til lidt mindre",
    "afgørelse: nedsat",
    "opfølgning: mindre støtte",
    "høring: besvaret",
    "borger: uden CPR",
    "repræsentant: bisidder",
    "brev: på papir",
    "port: stopper",
    "port: passeret med kendsgerning",
)
def reduced(house: House) -> Days:
    jonas, kasper = house.desk("jonas"), house.provider("kasper")
    yield mar(9)
    poul = jonas.meets("Poul", "Model Hede", date(1974, 7, 12), number="", digital_post=False)
    jonas.represents(poul, Acts.COMPANION, "Grethe fra varmestuen", phone="99 99 56 78", scope="Med til møder")
    case = jonas.opens(poul)
    first = jonas.receives(case, "85", "Jeg kan ikke gå i butikker. Jeg vil gerne lære det igen.", channel="in_person")
    jonas.acknowledges(first)
    yield mar(23)
    jonas.weighs(first, "Poul kommer ikke ud og mister kræfter, uge for uge.")
    jonas.prepares(first, "granted", step=3, begins_on=apr(7))
    granted = jonas.decides(first)
    jonas.sends(granted)
    order = jonas.orders(grant_of(granted), "support", "Poul lærer at gå i butikker igen.", needs="Grethe fra varmestuen må gerne være med første gang.")
    yield mar(25)
    kasper.answers(order, starts_on=apr(7))
    yield apr(7)
    kasper.begins(order)
    yield jun(22)
    jonas.follows_up(
        grant_of(granted),
        "Vi holder fast i tre gange om ugen. Næste mål er bussen til holdet om onsdagen.",
        present="Poul, Grethe fra varmestuen og støttepersonen",
        citizen_says="Jeg har været i butikken to gange uden at vende om.",
        provider_says="Han går med hele vejen nu. Køen er stadig svær.",
        otherwise=sep(14),
    )
    yield sep(7)
    less = jonas.follows_up(
        grant_of(granted),
        "Poul handler og tager bussen selv. Støttepersonen bruger den sidste time på kaffe.",
        present="Poul, Grethe fra varmestuen og støttepersonen",
        citizen_says="Det går godt. Jeg vil bare ikke af med hende.",
        provider_says="Han klarer butikken, før jeg når at sige noget.",
        extent="less",
        otherwise=date(2027, 3, 8),
    )
    yield sep(14)
    case.refresh_from_db()
    lessened: Application = Application.objects.get(pk=less.begun_id)
    with stopped(GatesOpen):
        jonas.weighs(lessened, "Poul klarer det meste selv nu.")
        jonas.prepares(lessened, "reduced", step=2, effect_on=nov(9), legal_basis="Serviceloven § 85", discretion="Se høringen.", facts="Se høringen.")
        jonas.decides(lessened)
    jonas.assesses(lessened, _POUL)
    hearing = jonas.consults(
        lessened,
        "Vi overvejer at give dig færre timer fra november, fordi du nu klarer indkøb og bus selv.",
        [("Du handler selv i den butik, du kender.", "Samtale 07-09-2026"), ("Du tager bussen til holdet om onsdagen.", "Støttepersonens notat 09-09-2026")],
        oct(5),
    )
    yield oct(1)
    jonas.hears_back(hearing, "Poul kom forbi sammen med Grethe. Han er enig i, at det går godt, men er bange for julen, hvor holdet holder lukket.")
    yield oct(8)
    jonas.weighs(lessened, "Poul klarer indkøb og bus selv. Uroen om aftenen er der endnu.", others={"82a": "Poul går allerede på et hold om onsdagen."})
    jonas.prepares(
        lessened,
        "reduced",
        step=2,
        effect_on=nov(9),
        legal_basis="Serviceloven § 85",
        discretion="Støtten skal passe til det, du ikke selv kan endnu, og ikke til mere.\nDu har sagt, at du er bange for julen. Derfor begynder vi først i november og lægger en plan for juleugerne.",
        facts="Du handler selv og tager bussen.\nDu har to bekendte på holdet.\nUroen om aftenen er der stadig.",
        purpose="Målet er, at du bliver ved med at komme ud, også når holdet holder lukket.",
        next_steps="Din støtteperson lægger en plan for julen sammen med dig.",
    )
    reduction = jonas.decides(lessened)
    jonas.sends(reduction)
    order = jonas.orders(grant_of(reduction), "support", "Poul bliver ved med at komme ud, også når holdet holder lukket.", needs="Læg en plan for juleugerne.")
    yield oct(12)
    kasper.answers(order, starts_on=nov(9))
    yield nov(9)
    kasper.begins(order)


@story("Flytter fra byen", "afgørelse: ophørt", "afgørelse: på borgerens ønske", "sag: afsluttet", "borger: erstatningsnummer")
def moves_away(house: House) -> Days:
    anne = house.desk("anne")
    yield mar(17)
    amina = anne.meets("Amina", "Eksempel Lund", date(1994, 2, 14), number=house.number(71), interpreter="Somali")
    case = anne.opens(amina)
    first = anne.receives(
        case, "85", "Jeg har brug for en, der kan hjælpe mig med breve og aftaler, til jeg har lært det selv.", channel="professional", sent_by="Sprogskolen"
    )
    yield mar(30)
    anne.weighs(first, "Amina kender ikke systemerne og sover dårligt efter det, hun har været igennem.")
    anne.prepares(first, "granted", step=2, begins_on=apr(14))
    granted = anne.decides(first)
    anne.sends(granted)
    yield jun(29)
    anne.follows_up(
        grant_of(granted),
        "Støtten fortsætter. Amina åbner selv sin Digital Post og tager de breve med, hun ikke forstår.",
        present="Amina, tolk i somali og støttepersonen",
        citizen_says="Jeg har selv ringet til lægen. Det var første gang.",
        otherwise=date(2026, 12, 14),
    )
    yield aug(11)
    wish = anne.hears_wish(grant_of(granted), "end", "Jeg flytter til min søster i en anden by 1. september og skal ikke have hjælp her mere.")
    anne.weighs(wish, "Amina flytter, og den nye kommune tager over.")
    anne.prepares(wish, "ended", as_wished=True, effect_on=sep(1), next_steps="Din nye kommune får kun besked, hvis du beder os om det.")
    anne.sends(anne.decides(wish))
    yield sep(2)
    anne.closes(case, "Amina er flyttet, og hjælpen er ophørt.")


@story("Hun kom ikke mere", "påtænkt ophør", "afgørelse: ophørt", "høring: ikke besvaret", "udredning: ny i stedet for den gamle")
def ended(house: House) -> Days:
    jonas = house.desk("jonas")
    yield apr(13)
    sanne = jonas.meets("Sanne", "Fabel Klit", date(1988, 8, 19))
    case = jonas.opens(sanne)
    first = jonas.receives(case, "85", "Jeg trænger til en, der skubber mig i gang.", channel="form")
    jonas.assesses(first, _SANNE_BEFORE)
    yield apr(27)
    jonas.weighs(first, "Sanne kommer ikke i gang alene, og gælden vokser.")
    jonas.prepares(first, "granted", step=2, begins_on=may(5))
    granted = jonas.decides(first)
    jonas.sends(granted)
    yield jul(27)
    jonas.follows_up(
        grant_of(granted),
        "Sanne orker ikke besøg lige nu. Støttepersonen skriver hver uge og banker på igen i august.",
        form="telephone",
        departs="Sanne åbner ikke døren, men tog telefonen, da jeg ringede tredje gang.",
        citizen_says="Jeg har det godt. Jeg vil bare være i fred.",
        provider_says="Hun har ikke åbnet siden midten af juni.",
        otherwise=date(2026, 10, 5),
    )
    yield aug(25)
    jonas.notes(
        case,
        Kind.PROFESSIONAL,
        "Fra støttepersonen",
        "Sanne har ikke åbnet siden midten af juni. Hun skriver tilbage på beskeder, at hun har det godt og ikke orker besøg.",
    )
    ending = jonas.takes_away(grant_of(granted), "ended", "Sanne har ikke taget imod støtten i ti uger.")
    jonas.assesses(ending, _SANNE_NOW)
    hearing = jonas.consults(
        ending,
        "Vi overvejer at stoppe støtten fra november.",
        [("Du har ikke åbnet, når vi kom, siden midten af juni.", "Støttepersonens notat 24-08-2026")],
        sep(10),
    )
    yield sep(17)
    jonas.hears_nothing(hearing)
    jonas.weighs(
        ending,
        "Støtten bliver ikke brugt, og Sanne siger, at hun klarer sig.",
        met=False,
        others={"99": "Sanne ved, hvor hun kan henvende sig, og svarer på beskeder."},
    )
    jonas.prepares(
        ending,
        "ended",
        effect_on=nov(2),
        legal_basis="Serviceloven § 85",
        discretion="Støtte virker kun, når du vil have den. Vi har ventet i ti uger og skrevet hver uge.\nDu kan søge igen, når du vil.",
        facts="Du har ikke taget imod besøg siden midten af juni.\nDu har skrevet, at du har det godt.",
    )
    jonas.sends(jonas.decides(ending))


_SANNE_BEFORE = Portrait(
    topics=(
        Topic("economy", "Har lån fire steder og betaler det, der rykkes hårdest for.", 3, 3),
        Topic("mood", "Tung om morgenen. Letter ud på eftermiddagen.", None, 3),
    ),
    need="En, der kommer om formiddagen og er med til at begynde.",
    level=2,
    overall="C",
    primary="depression",
)
_SANNE_NOW = Portrait(
    topics=(
        Topic("economy", "Har fået en aftale om gælden gennem banken. Betaler hver måned.", 2, 2),
        Topic("mood", "Skriver, at hun har det godt. Er ikke set.", None, 2),
    ),
    need="Ikke noget, Sanne vil have hjælp til nu.",
    level=1,
    overall="B",
    primary="depression",
)


@story(
    "To søgt, én givet",
    "afgørelse: delvist bevilget",
    "port: passeret med begrundelse",
    "afgørelse: lederens",
    "afgørelse: afvigelse",
    "port: stopper",
    "frist: udskudt",
    "brev: ny svardato",
)
def partly(house: House) -> Days:
    sofie, grete, kasper = house.desk("sofie"), house.desk("grete"), house.provider("kasper")
    yield may(4)
    hans = sofie.meets("Hans-Jørgen", "Prøve Skov", date(1969, 10, 9), communication="Hører dårligt. Sæt jer over for ham.")
    case = sofie.opens(hans)
    asked = sofie.receives(
        case,
        "85",
        "Jeg søger om hjælp hver dag. Efter ulykken kan jeg ikke huske, hvad jeg er i gang med.",
        channel="letter",
        sent_by="Kommunens hjerneskadekoordinator",
    )
    sofie.acknowledges(asked)
    yield may(18)
    sofie.puts_off(asked, date(2026, 7, 3), "Vi venter på den neuropsykologiske undersøgelse, som er flyttet til den 10. juni.")
    yield jun(15)
    sofie.files(
        case,
        "Neuropsykologisk undersøgelse",
        papers.pdf("Undersøgelse", "Hukommelsen er ramt, især når der er uro.\nMed faste rutiner og skrevne huskelister kan han det meste."),
        "undersoegelse.pdf",
    )
    sofie.assesses(asked, _HANS)
    sofie.weighs(asked, "Hans-Jørgen har brug for støtte, men ikke hver dag: det er rutinerne, der virker.")
    sofie.prepares(asked, "partly_granted", step=3, begins_on=jul_first(), legal_basis="Serviceloven § 85")
    with stopped(GatesOpen):
        sofie.decides(asked)
    sofie.prepares(
        asked,
        "partly_granted",
        step=3,
        begins_on=jul_first(),
        legal_basis="Serviceloven § 85",
        discretion="Undersøgelsen viser, at faste rutiner hjælper mere end hyppige besøg.\nStøtte hver dag ville tage rutinerne fra dig igen.",
        facts="Du husker bedst, når dagen er ens.\nDu bruger dine huskelister, når de er lavet sammen med en anden.",
        purpose="Målet er, at du selv kan følge dine huskelister.",
        follow_up_on=date(2026, 12, 15),
    )
    sofie.passes(
        asked,
        "hearing_done",
        "Hans-Jørgen har selv læst undersøgelsen og været med til at tale den igennem. Der er ingen oplysninger imod ham, som han ikke kender.",
    )
    if sofie.looks_at(asked).differences:
        with stopped(DepartureUnexplained):
            grete.decides_as_leader(asked)
        grete.prepares(
            asked,
            "partly_granted",
            step=3,
            departure="Rutinerne tager længere tid at lære efter en hjerneskade, så vi følger først op til december.",
            follow_up_on=date(2026, 12, 15),
        )
    decision = grete.decides_as_leader(asked)
    yield jun(16)
    sofie.sends(decision)
    order = sofie.orders(grant_of(decision), "support", "Hans-Jørgen følger selv sine huskelister.", needs="Hører dårligt. Sæt jer over for ham.")
    yield jun(18)
    kasper.answers(order, starts_on=jul_first())
    yield jul_first()
    kasper.begins(order)


def jul_first() -> date:
    """The first working day of July."""
    return date(2026, 7, 1)


_HANS = Portrait(
    topics=(
        Topic("mind", "Mister tråden, når der er uro. Med en liste foran sig gør han arbejdet færdigt.", None, 3),
        Topic("cooking", "Laver den samme ret hver dag, fordi han kan den.", 2, 2, (("citizen", "Jeg savner frikadeller. Men der er for mange trin."),)),
        Topic("home", "Holder selv sit hus. Glemmer, hvad der står i posten, når han har læst den.", 2, 2),
    ),
    need="Hjælp til at lave huskelister og bruge dem, nogle gange om ugen.",
    level=2,
    overall="C",
    wishes="At blive i huset.",
    primary="brain_injury",
    diagnosis=("Følger efter hjernerystelse med blødning", "Epikrise 03-03-2026"),
)


@story(
    "Ét brev, to svar",
    "brev: flere afgørelser",
    "afgørelse: bevilget",
    "afgørelse: afslag",
    "repræsentant: værge § 5",
    "borger: ledsagelse",
    councils=("rebild", "vejle", "viborg"),
)
def one_letter(house: House) -> Days:
    sofie = house.desk("sofie")
    yield aug(17)
    bo = sofie.meets("Bo", "Digt Strand", date(1981, 4, 4), communication="Læser ikke tryk. Send breve, så de kan læses op.")
    sofie.represents(bo, Acts.GUARDIAN_5, "Advokat Vita Model Næs", address="Opfundet Torv 1, 9999 Opfundet By", scope="Økonomiske forhold")
    case = sofie.opens(bo)
    company, days = sofie.receives_several(
        case, {"97": "", "104": ""}, "Jeg vil ud blandt folk: en at følges med og et sted at være om dagen.", channel="phone"
    )
    sofie.acknowledges(company, days)
    sofie.assesses(company, _BO)
    yield aug(27)
    sofie.weighs(company, "Bo kan ikke færdes alene og siger selv, hvor han vil hen.", source="Lægeattest 20-08-2026")
    sofie.prepares(company, "granted", amount=1500, unit="hours_month", begins_on=sep(14), purpose="Målet er, at du selv kan vælge, hvornår du vil ud.")
    sofie.weighs(
        days,
        "Bo arbejder tyve timer om ugen og har et kor om torsdagen. Der er ikke brug for et dagtilbud.",
        met=False,
        lacks=("activity_maintains_skills",),
        judged={"activity_maintains_skills": "Bo bruger allerede det, han kan, på arbejdet og i koret. Et dagtilbud ville tage tid fra det."},
    )
    sofie.prepares(
        days,
        "refused",
        legal_basis="Serviceloven § 104",
        discretion="Et dagtilbud skal holde fast i det, du kan. Det gør dit arbejde og dit kor allerede.",
        facts="Du arbejder tyve timer om ugen.\nDu synger i kor hver torsdag.",
    )
    sofie.passes(days, "hearing_done", "Alle oplysninger kommer fra Bo selv.")
    sofie.sends(sofie.decides(company), sofie.decides(days), to=[one for one in recipients(case, house.on) if not one.refused])


_BO = Portrait(
    topics=(
        Topic("transport", "Tager bus på to ruter, han har øvet. Nye steder kan han ikke finde alene.", 3, 3),
        Topic("company", "Synger i kor og har kolleger. Savner at kunne tage af sted, når han selv vil.", 1, 1),
    ),
    need="En at følges med uden for de ruter, han kender.",
    level=2,
    overall="B",
    primary="sight",
)


@story("Et halvt år og ikke mere", "port: stopper", "afgørelse: bevilget", "port: længste tid", councils=("vejle", "viborg"))
def half_a_year(house: House) -> Days:
    anne = house.desk("anne")
    yield sep(21)
    tobias = anne.meets("Tobias", "Eksempel Fjord", date(2003, 5, 27))
    case = anne.opens(tobias)
    asked = anne.receives(case, "82b", "Jeg er lige flyttet hjemmefra og kan ikke få det til at køre.", channel="form")
    yield sep(28)
    anne.weighs(asked, "Vanskelighederne er nye og kan vendes.", facts={"earlier_courses_same_need": 0}, lacks=UNABLE)
    too_long = {"begins_on": oct(5), "ends_on": date(2027, 6, 30), "extent": "Et forløb, hvor I ses en gang om ugen."}
    anne.prepares(asked, "granted", **too_long)
    with stopped(GateNeedsFact):
        anne.passes(asked, "duration_cap", "Tobias har brug for lidt længere tid.")
    with stopped(GatesOpen):
        anne.decides(asked)
    last = anne.looks_at(asked).situation.cap_last_day
    anne.prepares(asked, "granted", begins_on=oct(5), ends_on=last, extent=too_long["extent"])
    for gate in anne.looks_at(asked).open_gates:
        anne.passes(asked, gate.code, "Et kort forløb. Tobias vil hellere have en aftale end en plan.")
    if anne.looks_at(asked).differences:
        anne.prepares(asked, "granted", departure="Du skal flytte igen i foråret og kan først mødes med os bagefter.")
    anne.sends(anne.decides(asked))


@story("Dagene på værkstedet", "afgørelse: bevilget", "ansøgning: dagtilbud", councils=("rebild", "vejle", "viborg"))
def workshop(house: House) -> Days:
    sofie = house.desk("sofie")
    yield jun(8)
    mette = sofie.meets("Mette-Marie", "Model Dal", date(1997, 1, 22))
    sofie.represents(mette, Acts.GUARDIAN_7, "Torkild Model Dal", address="Opfundetvej 77", scope="Far. Samværge i alt om bolig og penge")
    case = sofie.opens(mette)
    asked = sofie.receives(case, "104", "Jeg vil gerne være på værkstedet sammen med de andre. Jeg er god til at male skilte.", channel="in_person")
    sofie.acknowledges(asked)
    yield jun(22)
    sofie.weighs(asked, "Mette-Marie mister det, hun kan, når dagene er tomme.")
    chosen = {"level": "60", "level_label": "60 %", "amount": 300, "unit": "days_week"} if house.council == "vejle" else {"amount": 300, "unit": "days_week"}
    sofie.prepares(asked, "granted", begins_on=aug(10), purpose="Målet er, at du bruger det, du kan, sammen med andre.", **chosen)
    if sofie.looks_at(asked).differences:
        sofie.prepares(asked, "granted", **chosen, departure="Mette-Marie begynder med tre dage, til hun kender stedet.")
    sofie.sends(sofie.decides(asked))


@story("Den forkerte dag", "afgørelse: rettet", "notat: skrevet ved en fejl")
def corrected(house: House) -> Days:
    jonas, kasper = house.desk("jonas"), house.provider("kasper")
    yield oct(12)
    lars = jonas.meets("Lars-Emil", "Opdigt Ås", date(1986, 12, 30))
    case = jonas.opens(lars)
    asked = jonas.receives(case, "85", "Jeg vil gerne have hjælp til at komme til mine aftaler.", channel="phone")
    wrong = jonas.notes(case, Kind.PHONE, "Samtale med moderen", "Ringede til moderen og aftalte et møde på torsdag.")
    jonas.regrets(wrong, "Hører til en anden sag. Lars-Emils mor er ikke ringet op.")
    yield oct(20)
    jonas.weighs(asked, "Lars-Emil kommer ikke til sine aftaler og mister behandlingen.")
    jonas.prepares(asked, "granted", step=2, begins_on=date(2027, 11, 2), follow_up_on=date(2028, 1, 26))
    if jonas.looks_at(asked).differences:
        jonas.prepares(asked, "granted", step=2, follow_up_on=date(2028, 1, 26), departure="Støtten er ikke begyndt før.")
    decision = jonas.decides(asked)
    jonas.sends(decision)
    yield oct(22)
    jonas.notes(
        case, Kind.PHONE, "Lars-Emil ringer", "Han har læst brevet og spørger, om han virkelig skal vente et år. Det skal han ikke: årstallet er forkert."
    )
    this_year = {"begins_on": nov(2), "follow_up_on": date(2027, 1, 20)}
    if decision.ends_on:  # where the standard gives it for a year at a time
        this_year["ends_on"] = date(2027, 11, 1)
    better = jonas.corrects(decision, "Årstallet var skrevet forkert. Støtten begynder i år.", **this_year)
    jonas.sends(better)
    order = jonas.orders(grant_of(better), "support", "Lars-Emil kommer til sine aftaler.")
    yield oct(23)
    kasper.answers(order, starts_on=nov(2))
    yield nov(2)
    kasper.begins(order)


@story("Da han døde", "borger: død", "bevilling: lukket efter dødsfald", "bestilling: afsluttet ved dødsfald", "sag: afsluttet", "repræsentant: værge § 6")
def died(house: House) -> Days:
    sofie, mette = house.desk("sofie"), house.provider("mette")
    yield feb(23)
    aage = sofie.meets("Aage", "Påfund Bakke", date(1949, 6, 6), digital_post=False)
    sofie.represents(aage, Acts.GUARDIAN_6, "Kirsten Påfund Bakke", address="Opfundetvej 30", scope="Datter. Økonomi og bolig")
    case = sofie.opens(aage)
    asked = sofie.receives(case, "85", "Far kan ikke finde rundt i dagene mere. (Kirsten)", channel="relative", sent_by="Kirsten, værge")
    yield mar(9)
    sofie.weighs(asked, "Aage har brug for en, der kommer fast og kender ham.", others={"83": "Aage får praktisk hjælp efter § 83 i forvejen."})
    sofie.prepares(asked, "granted", step=3, begins_on=mar(16))
    granted = sofie.decides(asked)
    sofie.sends(granted)
    order = sofie.orders(grant_of(granted), "support", "At dagene har en begyndelse og en slutning.", needs="Læs avisen sammen først.", shares_address=True)
    yield mar(11)
    mette.answers(order, starts_on=mar(16))
    yield mar(16)
    mette.begins(order)
    yield jun(8)
    sofie.follows_up(
        grant_of(granted),
        "Det skal blive ved at være de samme to, der kommer. Dagene går bedst, når avisen er læst først.",
        present="Aage, Kirsten og støttepersonen",
        citizen_says="Hende med cyklen må gerne komme.",
        provider_says="Han kender os nu og spørger efter os.",
        otherwise=date(2026, 12, 7),
    )
    yield oct(6)
    visits = mette.plans(order, oct(8), minutes=60, weeks=8)
    yield oct(8)
    mette.visits(visits[0], note="Han fandt selv brillerne.")
    yield oct(19)
    sofie.learns(aage, died_on=oct(16))
    sofie.notes(
        case, Kind.PHONE, "Kirsten ringer", "Aage døde fredag aften på sygehuset. Kirsten var hos ham. Sagt, at hun ikke skal gøre noget over for os nu."
    )
    sofie.closes_grant(grant_of(granted))
    sofie.closes(case, "Borgeren er død, og hjælpen er lukket.")
