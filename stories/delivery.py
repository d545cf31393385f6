"""Between decision and follow-up: help that is planned, ordered, begun and given, by each council's own document, and what its providers tell."""

from __future__ import annotations

from datetime import date, time, timedelta

from mestring.cases.models import Application
from mestring.delivery.errors import NeedsADecision, NotEnoughHours, RegisteredAlready
from mestring.delivery.models import Goal, Order, Plan, SubGoal, Visit
from mestring.delivery.models.visit import Form
from stories.desk import Desk, begun, grant_of
from stories.house import TODAY, House
from stories.judging import UNABLE
from stories.portraits import Portrait, Topic
from stories.provider_desk import BY_CITIZEN, BY_US, NO_SHOW
from stories.telling import Days, apr, aug, feb, jul, jun, mar, may, nov, oct, sep, stopped, story  # noqa: A004 - a month

WEEK = timedelta(weeks=1)


def _asks(desk: Desk, first: str, last: str, born: date, section: str, words: str) -> Application:
    """Somebody new applies, and has the receipt."""
    asked = desk.receives(desk.opens(desk.meets(first, last, born)), section, words, channel="form")
    desk.acknowledges(asked)
    return asked


# -------------------------------------------------------------------------------------------- Vejle

_SUSSI = Portrait(
    topics=(
        Topic("post", "Åbner post om fredagen, når nogen sidder ved siden af. Resten ligger i skuffen.", 3, 3, (("citizen", "Skuffen er fuld."),)),
        Topic("company", "Har en veninde fra skolen. De skriver, men ses ikke.", 2, 2),
        Topic("home", "Holder køkken og bad. Stuen har hun opgivet.", 2, 2),
    ),
    need="En fast tid om ugen til posten og til at komme ud ad døren.",
    level=2,
    overall="C",
    wishes="At kunne sige ja, når hun bliver inviteret.",
    primary="anxiety",
)


@story(
    "Skuffen",
    "plan: i brug",
    "plan: mål rettet",
    "mål: vurderet af begge",
    "delmål: nået",
    "bestilling: i gang",
    "kontakt: aflyst af borger",
    "kontakt: aflyst af os",
    "kontakt: ikke mødt",
    "kontakt: rettet",
    "statusnotat: læst",
    "statusnotat: før opfølgningen",
    "holdt: opfølgning",
    "opfølgning: til tiden",
    councils=("vejle",),
)
def the_drawer(house: House) -> Days:
    """§ 85 on step 2: a plan with two goals, ordered, a visit a week, a status before the follow-up, which is held after three months and lets it go on."""
    anne, kasper, mette = house.desk("anne"), house.provider("kasper"), house.provider("mette")
    yield may(11)
    asked = _asks(anne, "Sussi", "Fabel Holm", date(1990, 8, 4), "85", "Posten ligger i en skuffe, og jeg tør ikke åbne den mere. Heller ikke døren.")
    case = asked.case
    yield may(26)
    anne.assesses(asked, _SUSSI)
    grant = anne.gives(
        asked,
        "Sussi mister både penge og venner på det, der ligger i skuffen. Råd i telefonen er prøvet.",
        step=2,
        begins_on=jun(3),
        purpose="Målet er, at du selv kan åbne din post og sige ja til andre.",
        next_steps="Vi skriver en handleplan sammen på mandag.",
    )
    plan = anne.offers_plan(case)
    yield jun(1)
    anne.writes_plan(
        plan,
        wishes="Jeg vil gerne kunne sige ja, når jeg bliver inviteret, uden at tænke på skuffen.",
        purpose="Sussi åbner selv sin post og ses med andre.",
        effort="Støtte i hjemmet en gang om ugen efter § 85, trin 2.",
        duration="Et år til at begynde med.",
        other="Sussi står på venteliste til en mindre lejlighed.",
    )
    post = anne.sets_goal(
        plan,
        "Jeg åbner min post, den dag den kommer",
        "post",
        now=3,
        to=1,
        secondary=[],
        measured_by="Skuffen er tom om fredagen.",
        accepted="Sussi har selv valgt det som det første.",
        realistic="Hun gør det allerede, når en sidder hos hende.",
        evaluate_on=date(2027, 3, 1),
        evaluated_how="Sussi og Kasper ser i skuffen.",
    )
    company = anne.sets_goal(plan, "Jeg ses med min veninde hver anden uge", "company", now=2, to=1, evaluate_on=date(2027, 3, 1))
    order = anne.orders(
        grant,
        "support",
        "Sussi åbner selv sin post og ses med andre.",
        goals=(post, company),
        needs="Bank tre gange og sig dit navn. Ringklokken gør hende bange.",
        shares_phone=True,
        shares_address=True,
        answer_by=jun(5),
    )
    yield jun(2)
    kasper.answers(order, starts_on=jun(3))
    visits = kasper.plans(order, jun(3), time(10, 0), 80, weeks=26, goals=(post,))
    yield from kasper.comes(visits, until=jun(17))
    yield jun(17)
    first = kasper.sets_step(order, post, "Lægge posten på bordet, når den kommer", SubGoal.Ambition.PROMPTED)
    kasper.sets_step(order, company, "Skrive til veninden og foreslå en dag")
    yield from kasper.comes(visits, until=jul(2))
    kasper.rates(order, post, 2, 3, "Jeg får kvalme, når jeg ser en rude i kuverten.")
    kasper.rates(order, company, 2, 2)
    late = Visit.objects.filter(order=order).registered().latest("day")
    yield jul(3)
    kasper.puts_right(late, "Vi sluttede en halv time før. Jeg skrev den tid, der var planlagt.", minutes=50)
    with stopped(RegisteredAlready):
        kasper.visits(late)
    off = {jul(15): (BY_CITIZEN, "Hos sin søster på Fyn"), jul(22): (BY_US, "Sommerferie hos os, og ingen afløser, Sussi kender")}
    yield from kasper.comes(visits, until=aug(5), otherwise=off)
    yield from kasper.comes(visits, until=aug(6))
    kasper.rates(order, post, 4, 5, "Jeg åbnede tre på en dag.")
    kasper.rates(order, company, 2, 4)
    kasper.reaches_step(first)
    yield aug(11)
    mette.drops_in(order, 20, at=time(13, 15), goals=(post,), note="Sussi ringede, mens hun åbnede et brev fra Skattestyrelsen.")
    yield from kasper.comes(visits, until=aug(19))
    yield aug(19)
    kasper.misses(visits.pop(0), "Ingen lukkede op. Hun skrev om aftenen, at hun havde sovet.")
    note = kasper.writes_status(
        order,
        "Vi har begyndt hvert besøg med bordet: hvad er kommet, og hvad skal der ske med det. Skuffen er tømt én gang og er ved at være tom igen.",
        citizen_says="Jeg åbner dem, jeg kan se, hvad er. Rudekuverterne tager vi sammen.",
        staff_says="Sussi åbner nu selv hver anden. Veninden er det sværere med.",
    )
    yield aug(24)
    anne.reads_status(note)
    yield from kasper.comes(visits, until=sep(3))
    kasper.rates(order, post, 5, 6)
    kasper.rates(order, company, 3, 4, "Vi sad på en bænk. Det var godt.")
    anne.follows_up(
        grant,
        "Trin 2 fortsætter. Posten er på vej. Målet om veninden ændrer vi, så det er en gang om måneden, og så længe som Sussi vil.",
        present="Sussi og Kasper fra Støtten ved Åen",
        citizen_says="Skuffen er til bestik nu.",
        provider_says="Hun åbner brevene, før jeg har fået jakken af.",
    )
    anne.changes_goal(company, text="Jeg ses med min veninde en gang om måneden")
    yield from kasper.comes(visits, until=oct(8))
    kasper.rates(order, post, 6, 7)
    kasper.rates(order, company, 5, 5)
    yield from kasper.comes(visits, until=nov(5))
    kasper.rates(order, post, 7, 7, "Jeg har fundet en kuvert med penge i.")
    kasper.rates(order, company, 6, 5, "Hun kommer hos mig på søndag.")
    yield from kasper.comes(visits, until=TODAY)


_WEDNESDAYS = (
    ("Egon", "Tænkt Bakke", date(1958, 2, 12), 2, time(7, 30), 40, "Jeg bliver liggende. Der er ikke noget at stå op til.", "work", "Jeg er oppe klokken otte"),
    ("Alma", "Digt Lyng", date(2001, 6, 30), 1, time(8, 15), 40, "Jeg har fået lejlighed og kan ikke være i den.", "home", "Jeg vasker tøj om onsdagen"),
    ("Rosa", "Påfund Kær", date(1986, 4, 21), 2, time(15, 0), 60, "Jeg bliver væk på veje, jeg har gået hele livet.", "transport", "Jeg tager bus 5 alene"),
)  # fmt: skip


@story("Onsdag ved åen", "leverandør: en fuld dag", "bestilling: venter på svar", "statusnotat: kladde", councils=("vejle",))
def a_wednesday(house: House) -> Days:
    """A whole Wednesday for one who works for the own provider: three more to visit, a new order to answer, a status to write."""
    jonas, sofie, kasper = house.desk("jonas"), house.desk("sofie"), house.provider("kasper")
    yield sep(1)
    asked = [_asks(jonas, first, last, born, "85", words) for first, last, born, _, _, _, words, _, _ in _WEDNESDAYS]
    yield sep(8)
    given: list[tuple[Order, Goal]] = []
    for one, (_, _, _, step, _, _, _, topic, aim) in zip(asked, _WEDNESDAYS, strict=True):
        why = "Der er brug for en, der kommer igen hver uge og øver det sammen med borgeren."
        grant = jonas.gives(one, why, step=step, begins_on=sep(16))
        plan = jonas.offers_plan(one.case)
        jonas.writes_plan(plan, wishes=one.words, purpose="Hverdagen kan klares hjemmefra.", effort="Støtte en gang om ugen efter § 85.")
        goal = jonas.sets_goal(plan, aim, topic, now=3, to=2, evaluate_on=date(2027, 3, 15))
        given.append((jonas.orders(grant, "support", f"At det kan lykkes: {aim[:1].lower()}{aim[1:]}.", goals=(goal,), shares_address=True), goal))
    yield sep(10)
    planned = []
    for (order, goal), (_, _, _, _, at, minutes, _, _, _) in zip(given, _WEDNESDAYS, strict=True):
        kasper.answers(order, starts_on=sep(16))
        planned.append(kasper.plans(order, sep(16), at, minutes, weeks=14, goals=(goal,)))
    day, away = sep(16), {(1, oct(14)): BY_CITIZEN, (2, oct(28)): NO_SHOW, (0, nov(4)): BY_US}
    while day < TODAY:
        yield day
        for number, visits in enumerate(planned):
            visit = visits.pop(0)
            if (number, day) != (2, nov(18)):  # whom somebody forgot to write about
                kasper.visits(visit, away.get((number, day), "held"))
        if day.day <= 7:
            for order, goal in given:
                kasper.rates(order, goal, 2 + day.month - 9, 3 + day.month - 9)
        day += WEEK
    yield nov(23)
    bertil = _asks(sofie, "Bertil", "Eksempel Sig", date(1969, 3, 3), "85", "Synet forsvinder. Jeg vil lære at lave mad i mørke, mens jeg kan se lidt endnu.")
    grant = sofie.gives(bertil, "Bertil skal lære køkkenet på ny, før synet er væk.", step=2, begins_on=date(2026, 12, 2))
    yield nov(24)
    sofie.orders(grant, "support", "Bertil laver selv sin aftensmad.", needs="Svagtseende. Lad ting stå, hvor de står.", answer_by=date(2026, 11, 30))
    kasper.drafts_status(given[0][0], done="Egon er oppe, når vi kommer, syv uger ud af ti. Vi begynder med avisen.")
    yield TODAY
    for visits in planned[:2]:
        kasper.visits(visits.pop(0))


@story(
    "Seks gange i Elmely",
    "kontakt: talt til statusnotat",
    "statusnotat: læst",
    "bestilling: i gang",
    councils=("vejle",),
)
def six_times(house: House) -> Days:
    """§ 102: after six sessions the one who treats must write of content and progress, and the authority follows up."""
    jonas, lone = house.desk("jonas"), house.provider("lone")
    yield jun(15)
    asked = _asks(jonas, "Vita", "Opdigt Lund", date(1979, 9, 19), "102", "Psykiatrien siger, at de ikke har mere til mig. Jeg drømmer stadig om branden.")
    yield jul(2)
    grant = jonas.gives(
        asked,
        "Det sædvanlige behandlingssystem er brugt op, og uden behandling mister Vita det, hun har lært.",
        extent="Samtaler med en psykolog, der kender til brand og tab.",
        begins_on=aug(12),
        purpose="Målet er, at du kan sove og være hjemme, når det bliver mørkt.",
    )
    order = jonas.orders(grant, "third", "Vita kan være i sin lejlighed efter mørkets frembrud.", amount=600, measure="sessions", begins_on=aug(12))
    yield jul(7)
    lone.answers(order, starts_on=aug(12))
    yield aug(12)
    lone.begins(order)
    visits = lone.plans(order, aug(12), time(14, 0), 50, weeks=7, form=Form.OFFICE)
    yield from lone.comes(visits, until=sep(24), otherwise={sep(9): (BY_CITIZEN, "Vita var forkølet")})
    yield sep(28)
    note = lone.writes_status(
        order,
        "Seks samtaler. Vi har gået branden igennem tre gange og øvet, hvad Vita gør, når hun vågner.",
        citizen_says="Jeg vågner, men jeg bliver liggende.",
        staff_says="Hun kan selv standse drømmen. Der er brug for nogle gange mere, før det holder til vinteren.",
        recommends="other",
        because="Seks gange til, med længere imellem.",
    )
    yield oct(1)
    jonas.reads_status(note)
    jonas.follows_up(
        grant,
        "Vi fortsætter med seks gange til, hver anden uge. Målet er det samme.",
        present="Vita og psykologen fra Elmely",
        citizen_says="Jeg har tændt et stearinlys. Og pustet det ud.",
        provider_says="Nu skal det prøves i mørke aftener.",
        otherwise=date(2027, 1, 14),
    )
    jonas.changes_order(order, "Seks samtaler til, hver anden uge, efter opfølgningen den 1. oktober.", amount=1200)
    for day in (oct(7), oct(21), nov(4), nov(18)):
        yield day
        lone.drops_in(order, 50, form=Form.OFFICE, at=time(14, 0))


_MEMBERS = (
    ("Anton", "Fabel Riis", date(1999, 1, 14)), ("Bibi", "Digt Toft", date(1995, 5, 5)), ("Cecilie", "Model Juul", date(2003, 10, 2)),
    ("Dines", "Tænkt Friis", date(1988, 7, 17)), ("Esther", "Prøve Dam", date(1992, 12, 9)), ("Folmer", "Påfund Ager", date(1981, 3, 28)),
    ("Gry", "Opdigt Høj", date(2000, 8, 23)), ("Hussein", "Eksempel Bro", date(1997, 2, 11)), ("Irma", "Fabel Mark", date(1984, 6, 6)),
)  # fmt: skip


@story("Ni ved bordet", "statusnotat: skal skrives snart", "hold: fremmøde", "hold: udeblevet tre gange", "bestilling: i gang", councils=("vejle",))
def nine_at_a_table(house: House) -> Days:
    """§ 82 a: twelve times around a table, and after twelve weeks the provider tells how it went. One stays away three times in a row, and somebody rings."""
    anne, mette, kasper = house.desk("anne"), house.provider("mette"), house.provider("kasper")
    yield aug(17)
    asked = [_asks(anne, *who, "82a", "Jeg vil lære at styre mine dage sammen med nogen, der har det på samme måde.") for who in _MEMBERS]
    yield aug(25)
    orders = []
    for one in asked:
        anne.weighs(one, "Vanskelighederne er nye, og et hold kan vende dem.", facts={"earlier_courses_same_need": 0})
        chosen = {"extent": "Et hold, der mødes 12 gange.", "begins_on": sep(9), "ends_on": date(2026, 12, 1)}
        anne.prepares(one, "granted", **chosen)
        for gate in anne.looks_at(one).open_gates:
            anne.passes(one, gate.code, "Et kort forløb på et hold, som borgeren selv har valgt.")
        decision = anne.decides(one)
        anne.sends(decision)
        grant = grant_of(decision)
        plan = anne.offers_plan(one.case)
        anne.writes_plan(plan, purpose="Dagene hænger sammen.", effort="Et hold på tolv gange.")
        goal = anne.sets_goal(plan, "Jeg laver en plan for ugen og følger den", "home", now=2, to=1, evaluate_on=date(2026, 12, 1))
        orders.append(anne.orders(grant, "support", "At kunne lægge en uge og holde den.", goals=(goal,)))
    yield aug(27)
    for order in orders:
        mette.answers(order, starts_on=sep(9))
    group = mette.makes_group("Ugen på bordet", "82a", place="Mødelokalet ved åen", meetings=12)
    sessions = mette.plans_group(group, sep(9), time(13, 30), 120, weeks=12)
    yield sep(9)
    for order in orders:
        mette.takes_in(group, order)
    folmer, irma = orders[5].pk, orders[8].pk
    missed = {day: {folmer: NO_SHOW} for day in (oct(14), oct(21), oct(28))} | {oct(7): {irma: BY_CITIZEN}, nov(11): {irma: BY_CITIZEN, folmer: NO_SHOW}}
    for session in sessions:
        if session.day >= TODAY:
            break
        yield session.day
        mette.meets_group(session, missed.get(session.day))
        if session.day == oct(28):
            kasper.drops_in(
                orders[5],
                15,
                at=time(15, 45),
                note="Ringede til Folmer efter tre gange. Bussen er lagt om, og han skammede sig over at komme for sent. Vi henter ham ved stoppestedet.",
            )


# -------------------------------------------------------------------------------------------- Viborg


@story("Hænder, der taler", "bestilling: afvist, og bestilt hos en anden", "bestilling: i gang", "borger: tolk", councils=("viborg",))
def talking_hands(house: House) -> Days:
    """§ 85: the one who is asked first has nobody who signs, and says so; the other has."""
    sofie, lone, mette = house.desk("sofie"), house.provider("lone"), house.provider("mette")
    yield aug(3)
    signe = sofie.meets("Signe", "Prøve Dal", date(1983, 1, 31), interpreter="Tegnsprog", communication="Sæt dig i lyset. Skriv sms, ring ikke.")
    case = sofie.opens(signe)
    asked = sofie.receives(case, "85", "Jeg vil øve at gå til møder uden min mor.", channel="digital_post")
    sofie.acknowledges(asked)
    yield aug(20)
    grant = sofie.gives(asked, "Signe kan selv, når en på tegnsprog har øvet det med hende først.", step=2, begins_on=sep(2))
    plan = sofie.offers_plan(case)
    sofie.writes_plan(plan, wishes="Jeg vil selv til møder.", purpose="Signe går selv til sine møder.", effort="Støtte på tegnsprog efter § 85.")
    goal = sofie.sets_goal(plan, "Jeg går selv til mødet og har mine spørgsmål på et kort", "talk", now=3, to=2, evaluate_on=date(2027, 2, 1))
    needs = "Taler dansk tegnsprog. Den, der kommer, skal kunne det."
    asked_first = sofie.orders(grant, "third", "Signe går selv til sine møder.", goals=(goal,), needs=needs)
    yield aug(25)
    lone.declines(asked_first, "Vi har ingen, der taler tegnsprog, før tidligst i februar.")
    yield aug(26)
    order = sofie.orders(grant, "support", "Signe går selv til sine møder.", goals=(goal,), needs=needs, shares_phone=True)
    yield aug(27)
    mette.answers(order, starts_on=sep(2))
    visits = mette.plans(order, sep(2), time(14, 30), 60, weeks=16, form=Form.OUT, goals=(goal,))
    yield from mette.comes(visits, until=oct(1), otherwise={sep(23): (BY_US, "Eneste på tegnsprog var syg")})
    mette.rates(order, goal, 4, 4, "Jeg glemte kortet. Men jeg blev siddende.")
    yield from mette.comes(visits, until=nov(5))
    mette.rates(order, goal, 6, 5, "Tandlægen skrev sine svar ned. Det var mig, der bad om det.")
    yield from mette.comes(visits, until=TODAY)


@story(
    "Flyttekasserne",
    "bestilling: i gang",
    "opfølgning: regnet fra starten",
    "opfølgning: til tiden",
    "udvalg: bevilget",
    "delmål: nået",
    councils=("viborg",),
)
def moving_boxes(house: House) -> Days:
    """§ 107: the room is free two weeks after the first day of the help, so that four months are counted from the day he moved in."""
    jonas, bente, emil = house.desk("jonas"), house.desk("bente"), house.provider("emil")
    yield feb(9)
    asked = _asks(jonas, "Valdemar", "Digt Sø", date(2004, 7, 7), "107", "Jeg kan ikke bo hos min far mere, og jeg kan ikke bo alene endnu.")
    case = asked.case
    meeting = bente.plans_meeting(mar(4), starts=time(9, 0), place="Mødelokale 3")
    yield feb(24)
    jonas.weighs(asked, "Valdemar kan lære at bo selv, et sted hvor der er nogen at spørge.")
    jonas.prepares(
        asked,
        "granted",
        extent="Et værelse i et midlertidigt botilbud, hvor der er nogen at spørge også om aftenen.",
        begins_on=mar(16),
        ends_on=date(2027, 9, 15),
        purpose="Målet er, at du kan flytte i din egen lejlighed.",
        next_steps="Vi finder et sted sammen med dig.",
    )
    item = jonas.recommends(asked, meeting, "Bevilg et midlertidigt botilbud i halvandet år.", wish="Et værelse med lås.")
    yield mar(4)
    bente.opens_meeting(meeting, "bente", "palle")
    granted = bente.settles(item, "Udvalget følger indstillingen.")
    bente.ends_meeting(meeting, "Én sag: bevilget.")
    yield mar(5)
    jonas.sends(granted)
    grant = grant_of(granted)
    plan = jonas.offers_plan(case)
    jonas.writes_plan(
        plan, wishes="Et værelse med lås.", purpose="Valdemar flytter i egen lejlighed.", effort="Midlertidigt botilbud efter § 107.", duration="Halvandet år."
    )
    goal = jonas.sets_goal(plan, "Jeg laver min egen mad tre dage om ugen", "cooking", now=3, to=1, evaluate_on=date(2027, 8, 1))
    order = jonas.orders(
        grant, "place", "Valdemar lærer det, der skal til for at bo selv.", goals=(goal,), needs="Skal have besked dagen før, når noget bliver anderledes."
    )
    yield mar(10)
    emil.answers(order, starts_on=mar(30))
    yield mar(30)
    emil.begins(order)
    emil.drops_in(order, 90, form=Form.HOME, at=time(13, 0), note="Flyttede ind med seks kasser. Den ene er til katten.")
    yield apr(8)
    step = emil.sets_step(order, goal, "Lave havregrød uden at blive mindet om det")
    jonas.agrees_on(grant, jul(30), "Valdemar flyttede først ind den 30. marts, og de fire måneder regnes fra den dag.", agreed_with="Valdemar og Emil")
    for day in (may(7), jun(9), jul(7)):
        yield day
        emil.drops_in(order, 60, form=Form.HOME, goals=(goal,))
        emil.rates(order, goal, day.month - 3, day.month - 3)
    emil.reaches_step(step)
    yield jul(29)
    jonas.follows_up(
        grant,
        "Valdemar er faldet til. Havregrøden er sikker, og nu er det aftensmaden. Vi ses om seks måneder.",
        present="Valdemar, Emil fra Bostedet Hedelyng og Valdemars far",
        citizen_says="Der er stadig to kasser, jeg ikke har pakket ud. Det er, så jeg husker, at jeg skal videre.",
        provider_says="Han spørger, før det går galt.",
        next_on=date(2027, 1, 29),
    )
    for day in (sep(8), oct(6), nov(10)):
        yield day
        emil.drops_in(order, 60, form=Form.HOME, goals=(goal,))
        emil.rates(order, goal, min(day.month - 3, 7), day.month - 4)


@story("Kompas drejer af", "bestilling: afsluttet af leverandøren", "bestilling: i gang", councils=("viborg",))
def compass(house: House) -> Days:
    """§ 85: a private provider closes its team in the north, and another is asked to go on from the next day."""
    jonas, per, kasper = house.desk("jonas"), house.provider("per"), house.provider("kasper")
    yield apr(7)
    asked = _asks(jonas, "Grethe", "Opdigt Mose", date(1956, 10, 10), "85", "Jeg vil i kirke igen, men jeg tør ikke gå derhen alene.")
    yield apr(27)
    grant = jonas.gives(asked, "Grethe har brug for en at øve turene med, til hun tør selv.", step=1, begins_on=may(4))
    order = jonas.orders(grant, "third", "Grethe kommer selv ud i sit sogn.")
    yield apr(29)
    per.answers(order, starts_on=may(6))
    visits = per.plans(order, may(6), time(9, 30), 60, weeks=20, form=Form.OUT)
    yield from per.comes(visits, until=aug(27), otherwise={jul(22): (BY_US, "Ferie"), jul(29): (BY_US, "Ferie")})
    yield aug(31)
    per.finishes(order, "Vi lukker vores team nord for byen i dag.")
    yield sep(1)
    again = jonas.orders(grant, "support", "Grethe kommer selv ud i sit sogn.", needs="Har gået turen til kirken med Per siden maj.")
    yield sep(2)
    kasper.answers(again, starts_on=sep(9))
    visits = kasper.plans(again, sep(9), time(9, 30), 60, weeks=16, form=Form.OUT)
    yield from kasper.comes(visits, until=TODAY)


# -------------------------------------------------------------------------------------------- Randers


@story(
    "Ti arbejdsdage",
    "plan: borgerplan",
    "plan: mål nået",
    "plan: afsluttet",
    "bestilling: uden afgørelse",
    "bestilling: begyndt til tiden",
    "bestilling: afsluttet af myndigheden",
    "forløb: fulgt op hver måned",
    "resultat: støtten afsluttes uden afgørelse",
    "sag: afsluttet",
    councils=("randers",),
)
def ten_working_days(house: House) -> Days:
    """§ 82 b: no decision; the plan first, and help within ten working days of it; a look at the plan each month, and the end when the goal is reached."""
    anne, mette = house.desk("anne"), house.provider("mette")
    yield apr(20)
    nanna = anne.meets("Nanna", "Tænkt Gran", date(2002, 2, 2))
    case = anne.opens(nanna)
    with stopped(NeedsADecision):
        anne.orders_open(case, "85", "support", "Kan ikke bestilles uden afgørelse.")
    plan = anne.offers_plan(case, Plan.Kind.CITIZEN)
    yield apr(22)
    anne.writes_plan(
        plan,
        wishes="Jeg vil have styr på min SU og mit køleskab.",
        purpose="At jeg kan have min første lejlighed.",
        effort="En mestringsvejleder i op til seks måneder.",
    )
    money = anne.sets_goal(plan, "Jeg ved, hvad der er tilbage, når huslejen er betalt", "economy", now=3, to=1, evaluate_on=oct(1))
    order = anne.orders_open(case, "82b", "support", "Nanna kan have sin første lejlighed.", goals=(money,), begins_on=apr(29), shares_phone=True)
    yield apr(23)
    mette.answers(order, starts_on=apr(29))
    visits = mette.plans(order, apr(29), time(15, 0), 60, weeks=20, form=Form.OFFICE, goals=(money,))
    yield from mette.comes(visits, until=may(28))
    mette.rates(order, money, 3, 3, "Der var 112 kroner. Jeg troede, der var tusind.")
    anne.follows_course(order, "Nanna er med hver gang. Hun vil have budgettet på telefonen.", form="telephone")
    yield from mette.comes(visits, until=jun(25), otherwise={jun(10): (BY_CITIZEN, "Eksamen")})
    mette.rates(order, money, 6, 5)
    anne.follows_course(order, "Budgettet holder. Køleskabet er det næste.", form="telephone")
    yield from mette.comes(visits, until=jul(29), otherwise={jul(15): (BY_US, "Ferie"), jul(22): (BY_US, "Ferie")})
    anne.follows_course(order, "Ferien gik uden et rykkerbrev. Vi øver uden hjælp i august.", present="Nanna og Mette")
    yield from mette.comes(visits, until=aug(20))
    mette.rates(order, money, 9, 8, "Jeg har lagt til side til en cykel.")
    yield aug(24)
    anne.ends_goal(money, "Nanna har haft penge til hele måneden tre gange i træk og viser budgettet på telefonen.")
    anne.follows_course(order, "Nanna vil selv videre. Hun ved, hvor hun kan ringe.", present="Nanna og Mette", ends="Målene er nået")
    anne.ends_plan(plan, "Målet er nået.")
    anne.closes(case, "Forløbet er slut, og der er ikke andet i sagen.")


@story("Samme dag", "melding: besvaret", "opfølgning: ekstra", "bestilling: i gang", "opfølgning: til tiden", councils=("randers",))
def same_day(house: House) -> Days:
    """§ 85: the guide sees that something important has changed and says so the same day, and the authority follows up at once."""
    jonas, kasper = house.desk("jonas"), house.provider("kasper")
    yield jun(1)
    asked = _asks(jonas, "Bjørn", "Model Vang", date(1991, 12, 1), "85", "Jeg vil passe mit arbejde i genbrugsbutikken uden at gå hjem midt på dagen.")
    case = asked.case
    yield jun(22)
    grant = jonas.gives(asked, "Uroen sender Bjørn hjem, før dagen er slut. Det kan øves på stedet.", step=3, begins_on=jul(1))
    plan = jonas.offers_plan(case)
    jonas.writes_plan(plan, wishes="At blive til lukketid.", purpose="Bjørn passer sit arbejde.", effort="Mestringsvejledning hver uge.")
    goal = jonas.sets_goal(plan, "Jeg bliver på arbejdet til klokken to", "work", now=3, to=2, aim=Goal.Aim.MAINTAIN, evaluate_on=date(2027, 6, 1))
    order = jonas.orders(grant, "support", "Bjørn passer sit arbejde i genbrugsbutikken.", goals=(goal,), shares_phone=True)
    yield jun(24)
    kasper.answers(order, starts_on=jul(1))
    visits = kasper.plans(order, jul(1), time(12, 0), 45, weeks=26, form=Form.OUT, goals=(goal,))
    yield from kasper.comes(visits, until=sep(1), otherwise={jul(15): (BY_US, "Ferie")})
    yield sep(1)
    jonas.follows_up(
        grant,
        "Bjørn bliver til klokken et de fleste dage. Vi fortsætter.",
        present="Bjørn og Kasper",
        citizen_says="Jeg går om på lageret, når det larmer.",
        provider_says="Pauserne på lageret virker.",
    )
    yield from kasper.comes(visits, until=oct(21))
    yield oct(21)
    report = kasper.reports(order, "Butikken lukker til nytår. Bjørn fik det at vide i går. Han har ikke sovet, og han svarer ikke sin søster.")
    kasper.visits(visits.pop(0), minutes=90, note="Blev, til søsteren kom.")
    jonas.answers_change(report, "Vi holder opfølgning på fredag hos Bjørn. Jeg ringer til ham i dag.")
    jonas.agrees_on(grant, oct(23), "Mestringsvejlederen ser en væsentlig ændring: butikken lukker, og Bjørn sover ikke.")
    yield oct(23)
    jonas.follows_up(
        grant,
        "Støtten er den samme indtil nytår og flytter hjem til Bjørn. Jobcentret er med på næste møde. Søsteren kommer hver aften i næste uge.",
        present="Bjørn, hans søster og Kasper",
        citizen_says="Jeg kan godt lide ting, der har haft en anden før.",
        provider_says="Han skal have noget at stå op til, før butikken er væk.",
    )
    jonas.changes_order(order, "Støtten flytter hjem, indtil Bjørn har et nyt sted at arbejde.", needs="Ring først. Søsteren er der om aftenen.")
    yield from kasper.comes(visits, until=TODAY, otherwise={nov(11): (BY_CITIZEN, "Møde i jobcentret")})


# -------------------------------------------------------------------------------------------- Ballerup


@story(
    "Broen",
    "plan: borgerplan",
    "bestilling: uden afgørelse",
    "bestilling: afsluttet af myndigheden",
    "forløb: bro til noget andet",
    "resultat: støtten afsluttes uden afgørelse",
    councils=("ballerup",),
)
def the_bridge(house: House) -> Days:
    """§ 82 b: no interval is printed, so the plan says when; two months before the end the bridge to a school is begun, and the course ends when its time is up."""
    jonas, kasper = house.desk("jonas"), house.provider("kasper")
    yield mar(2)
    case = jonas.opens(jonas.meets("Viggo", "Tænkt Sund", date(2001, 6, 18)))
    plan = jonas.offers_plan(case, Plan.Kind.CITIZEN)
    jonas.writes_plan(plan, wishes="At komme ud ad døren om morgenen.", purpose="Viggo kan passe en uddannelse.", effort="Støtte hjemme i et halvt år.")
    goal = jonas.sets_goal(plan, "Jeg er ude ad døren klokken otte tre dage om ugen", "home", now=3, to=2, evaluate_on=aug(28))
    order = jonas.orders_open(case, "82b", "support", "Viggo kan passe en uddannelse.", goals=(goal,), begins_on=mar(9), last_day=aug(31), shares_address=True)
    yield mar(4)
    kasper.answers(order, starts_on=mar(9))
    visits = kasper.plans(order, mar(9), time(7, 30), 45, weeks=25, goals=(goal,))
    yield from kasper.comes(visits, until=mar(10))
    jonas.agrees_on_course(order, may(11))
    yield from kasper.comes(visits, until=may(11))
    yield may(11)
    jonas.follows_course(order, "To morgener ud af tre. Vi bliver ved.", present="Viggo og Kasper", otherwise=jun(30))
    yield from kasper.comes(visits, until=jun(30))
    yield jun(30)
    jonas.follows_course(
        order,
        "Viggo har været på besøg på produktionsskolen og begynder den 10. august. Kasper går med den første uge.",
        present="Viggo, Kasper og en vejleder",
    )
    yield from kasper.comes(visits, until=aug(27), otherwise={jul(20): (BY_US, "Ferie"), jul(27): (BY_US, "Ferie")})
    kasper.rates(order, goal, 8, 8, "Jeg var der før læreren.")
    yield aug(28)
    jonas.ends_goal(goal, "Viggo er mødt hver dag siden den 10. august.")
    jonas.follows_course(order, "Skolen har overtaget. Viggo ved, hvem han kan ringe til.", present="Viggo og Kasper", ends="Tiden er gået")


@story("Fire onsdage", "udeblivelse: på listen", "melding: venter", "plan: borgerplan", "bestilling: uden afgørelse", councils=("ballerup",))
def four_wednesdays(house: House) -> Days:
    """§ 82 a: nobody decides who begins; but who stays away for four weeks is on the authority's list, to be talked over before it ends."""
    anne, mette = house.desk("anne"), house.provider("mette")
    yield sep(7)
    case = anne.opens(anne.meets("Kaya", "Eksempel Lind", date(1998, 4, 1)))
    plan = anne.offers_plan(case, Plan.Kind.CITIZEN)
    anne.writes_plan(
        plan, wishes="At turde sige noget på en lærers spørgsmål.", purpose="Kaya kan begynde på HF til sommer.", effort="Et hold en gang om ugen."
    )
    goal = anne.sets_goal(plan, "Jeg siger noget én gang, hver gang vi mødes", "company", now=3, to=2, evaluate_on=date(2027, 2, 1))
    order = anne.orders_open(case, "82a", "support", "Kaya kan begynde på HF til sommer.", goals=(goal,), last_day=date(2027, 5, 31))
    yield sep(9)
    mette.answers(order, starts_on=sep(16))
    group = mette.makes_group("Sig det højt", "82a", place="Havestuen i Lunden")
    sessions = mette.plans_group(group, sep(16), time(16, 0), 90, weeks=30)
    yield sep(16)
    mette.takes_in(group, order)
    away = dict.fromkeys((oct(21), oct(28), nov(4), nov(11), nov(18)), NO_SHOW)
    for session in sessions:
        if session.day >= TODAY:
            break
        yield session.day
        mette.meets_group(session, {order.pk: away[session.day]} if session.day in away else None)
    yield nov(19)
    mette.reports(
        order, "Kaya har ikke været her siden den 14. oktober. Hun skriver, at hun har byttet om på nat og dag, og at hun skammer sig. Hun vil gerne ringes op."
    )


# -------------------------------------------------------------------------------------------- Rebild


@story(
    "Elleve dage",
    "bestilling: ventetiden var for lang",
    "bestilling: frit valg",
    "bestilling: begyndt inden fjorten dage",
    "bestilling: i gang",
    "plan: sagt nej",
    councils=("rebild",),
)
def eleven_days(house: House) -> Days:
    """§ 101: treatment within fourteen days of the first word; the place that is asked first has none, and the citizen chooses another themself."""
    sofie, dorte, lone = house.desk("sofie"), house.provider("dorte"), house.provider("lone")
    yield sep(1)
    case = sofie.opens(sofie.meets("Rene", "Påfund Bæk", date(1987, 5, 25)))
    asked = sofie.receives(case, "101", "Jeg har taget pillerne siden ulykken. Jeg kan ikke holde op, når jeg er hjemme.", channel="phone")
    sofie.acknowledges(asked)
    yield sep(3)
    grant = sofie.gives(
        asked,
        "Ambulant behandling er prøvet to gange. Rene skal væk hjemmefra for at blive fri.",
        extent="Døgnbehandling i op til tre måneder.",
        begins_on=sep(7),
        ends_on=date(2026, 12, 6),
        purpose="Målet er, at du bliver fri af pillerne.",
    )
    sofie.offers_plan(case, wanted=False)
    first = sofie.orders(grant, "place", "Rene bliver fri af pillerne.", answer_by=sep(4))
    yield sep(4)
    dorte.queues(first, oct(5))
    yield sep(8)
    sofie.withdraws_order(first, "Ventetiden går ud over de fjorten dage. Rene har selv fundet Nyvang.")
    order = sofie.orders(grant, "third", "Rene bliver fri af pillerne.", chosen_by_citizen=True, answer_by=sep(9), shares_phone=True)
    yield sep(9)
    lone.answers(order, starts_on=sep(11))
    yield sep(11)
    lone.begins(order)
    for day in (sep(15), sep(22), sep(29), oct(13), oct(27), nov(10), nov(24)):
        yield day
        lone.drops_in(order, 50, form=Form.HOME, at=time(10, 0))


# -------------------------------------------------------------------------------------------- everywhere


@story(
    "En gang til om ugen",
    "bestilling: ændret",
    "bestilling: ny efter ny afgørelse",
    "bestilling: i gang",
    "afgørelse: ændret",
)
def once_more_a_week(house: House) -> Days:
    """§ 85: the order is changed when she moves; and when more is decided, the old order ends with the old help and a new one goes on."""
    sofie, kasper = house.desk("sofie"), house.provider("kasper")
    yield jun(8)
    asked = _asks(sofie, "Gerda", "Fabel Stub", date(1964, 1, 18), "85", "Jeg vil kunne tage imod mine børnebørn uden at lægge mig bagefter.")
    yield jun(25)
    grant = sofie.gives(asked, "Gerda bruger kræfterne forkert og har ingen tilbage om aftenen. Det kan øves.", step=1, begins_on=jul(6))
    plan = sofie.offers_plan(asked.case)
    sofie.writes_plan(plan, wishes="At have børnebørn på besøg.", purpose="Gerda har kræfter til det, hun holder af.")
    goal = sofie.sets_goal(plan, "Jeg har kræfter, når klokken er fire", "home", now=2, to=1, evaluate_on=date(2027, 6, 1))
    order = sofie.orders(grant, "support", "Gerda har kræfter til det, hun holder af.", goals=(goal,))
    yield jun(29)
    kasper.answers(order, starts_on=jul(8))
    visits = kasper.plans(order, jul(8), time(13, 0), 40, weeks=26, goals=(goal,))
    yield from kasper.comes(visits, until=aug(19))
    yield aug(19)
    sofie.changes_order(order, "Gerda er flyttet til stueetagen i samme opgang.", needs="Gå ind ad havedøren.", shares_address=True)
    yield from kasper.comes(visits, until=sep(10))
    kasper.rates(order, goal, 4, 4, "Jeg lægger mig inden og ikke bagefter.")
    yield sep(14)
    wish = sofie.hears_wish(grant, "change", "Jeg vil gerne have en gang mere om ugen, nu hvor jeg kan se, at det nytter.")
    yield from kasper.comes(visits, until=sep(22))
    yield sep(22)
    sofie.weighs(wish, "Det nytter, og der er mere at hente. En gang mere om ugen er passende.")
    sofie.prepares(wish, "changed", step=2, as_wished=True, effect_on=oct(1))
    more = sofie.decides(wish)
    sofie.sends(more)
    sofie.changes_goal(goal, text="Jeg har kræfter, når klokken er fire, også om søndagen")
    again = sofie.orders(grant_of(more), "support", "Gerda har kræfter til det, hun holder af, også om søndagen.", goals=(goal,), needs="Gå ind ad havedøren.")
    yield from kasper.comes(visits, until=sep(24))
    yield sep(24)
    kasper.answers(again, starts_on=oct(7))
    yield from kasper.comes(visits, until=oct(1))
    yield oct(5)
    sofie.follows_up(
        grant_of(more),
        "Gerda lægger sig, før hun bliver træt. Fra onsdag kommer Kasper en gang mere om ugen, og vi ser på det igen, når hun har prøvet en vinter.",
        present="Gerda og Kasper",
        citizen_says="Jeg har bagt. Og jeg var oppe, da de gik.",
        provider_says="Hun ved selv, hvornår det er nok.",
        otherwise=date(2027, 2, 1),
    )
    more_often = kasper.plans(again, oct(7), time(16, 0), 80, weeks=20, goals=(goal,))
    yield from kasper.comes(more_often, until=nov(5))
    kasper.rates(again, goal, 6, 6)
    yield from kasper.comes(more_often, until=TODAY)


@story(
    "Nøglen tilbage",
    "bestilling: afsluttet med hjælpen",
    "afgørelse: ophørt",
    "høring: besvaret",
    "plan: mål nået",
    "sag: afsluttet",
)
def the_key(house: House) -> Days:
    """§ 85: the help has done what it was for; it ends by a decision, after hearing, and the order with it."""
    jonas, mette = house.desk("jonas"), house.provider("mette")
    yield mar(2)
    asked = _asks(jonas, "Laust", "Opdigt Kjær", date(1993, 3, 30), "85", "Jeg har låst mig inde. Jeg vil gerne kunne låse mig ud.")
    case = asked.case
    yield mar(16)
    grant = jonas.gives(asked, "Laust går ikke ud. Han skal øve det med en, der kommer igen.", step=1, begins_on=apr(1))
    plan = jonas.offers_plan(case)
    jonas.writes_plan(plan, wishes="At låse mig ud.", purpose="Laust kommer ud hver dag.")
    goal = jonas.sets_goal(plan, "Jeg går ud hver dag", "walking", now=4, to=1, evaluate_on=oct(1))
    order = jonas.orders(grant, "support", "Laust kommer ud hver dag.", goals=(goal,), needs="Han giver jer en nøgle, når han er klar til det.")
    yield mar(18)
    mette.answers(order, starts_on=apr(8))
    visits = mette.plans(order, apr(8), time(11, 0), 40, weeks=26, form=Form.OUT, goals=(goal,))
    yield from mette.comes(visits, until=jun(25))
    mette.rates(order, goal, 7, 6, "Jeg har været nede med skrald. Hver dag.")
    note = mette.writes_status(
        order,
        "Vi har gået den samme tur tolv gange. De sidste fire gik Laust den, før jeg kom.",
        citizen_says="Du må godt få lov at blive hjemme.",
        recommends="end",
        because="Han går ud hver dag og har gjort det i seks uger.",
    )
    yield jun(29)
    jonas.reads_status(note)
    jonas.ends_goal(goal, "Laust har været ude hver dag i seks uger.")
    end = jonas.follows_up(
        grant,
        "Målet er nået. Vi overvejer at afslutte støtten til september.",
        present="Laust og Mette",
        citizen_says="Jeg vil gerne have min nøgle tilbage på en pæn måde.",
        provider_says="De sidste fire gange gik han turen, før jeg kom.",
        outcome="end",
    )
    ending = begun(end)
    hearing = jonas.consults(
        ending,
        "Vi overvejer at afslutte støtten fra 1. september, fordi du har nået det, den skulle hjælpe dig med.",
        [("Du har været ude hver dag i seks uger.", "Statusnotat 24-06-2026")],
        jul(15),
    )
    yield from mette.comes(visits, until=jul(9))
    yield jul(9)
    jonas.hears_back(hearing, "Laust er enig. Han har købt en krog til nøglen.")
    yield from mette.comes(visits, until=jul(16))
    yield jul(16)
    jonas.weighs(ending, "Laust går ud hver dag og har ikke brug for støtte til mere.", met=False, lacks=UNABLE)
    jonas.prepares(
        ending,
        "ended",
        effect_on=sep(1),
        legal_basis="Serviceloven § 85",
        discretion="Støtten skulle hjælpe dig ud. Det er du.\nKommer det igen, kan du ringe til os og søge på ny.",
        facts="Du har været ude hver dag i seks uger.\nDu siger selv, at du ikke har brug for støtte mere.",
    )
    jonas.sends(jonas.decides(ending))
    yield from mette.comes(visits, until=aug(27))
    yield sep(1)
    house.keeps_orders()
    yield sep(2)
    jonas.ends_plan(plan, "Målet er nået, og støtten er slut.")
    jonas.closes(case, "Formålet er nået, støtten er afsluttet, og nøglen er givet tilbage.")


# -------------------------------------------------------------------------------------------- the hours of a year

_ASTA = Portrait(
    topics=(
        Topic("transport", "Kan ikke finde vej alene, heller ikke hvor hun har været før.", 3, 3),
        Topic("company", "Synger i kor og har en kusine i Kolding. Vil gerne selv bestemme hvornår.", 1, 1),
    ),
    need="En at følges med, når hun selv vil ud.",
    level=2,
    overall="B",
    wishes="At købe gaver uden at nogen ved hvad.",
    primary="sight",
)


@story("Femten timer", "timer: brugt over et år", "timer: flere end der er", "timer: gået tabt", "ledsager: godkendt", councils=("vejle", "viborg"))
def fifteen_hours(house: House) -> Days:
    """§ 97 over a year: fifteen hours a month, saved for six months and used oldest first; some lapse, and more than there are can't be used."""
    sofie, mette = house.desk("sofie"), house.provider("mette")
    yield date(2025, 9, 8)
    asta = sofie.meets("Asta", "Digt Vang", date(1979, 2, 11), communication="Ser meget lidt. Ring, eller skriv stort.")
    case = sofie.opens(asta)
    asked = sofie.receives(case, "97", "Jeg vil selv vælge, hvornår jeg går ud, og ikke vente på, at nogen har tid.", channel="phone")
    sofie.acknowledges(asked)
    sofie.assesses(asked, _ASTA)
    yield date(2025, 9, 22)
    grant = sofie.gives(
        asked,
        "Asta kan ikke færdes alene og siger selv, hvor hun vil hen.",
        amount=1500,
        unit="hours_month",
        begins_on=date(2025, 10, 1),
        purpose="Målet er, at du selv kan vælge, hvornår du vil ud.",
    )
    if house.council == "viborg":
        sofie.lets_save(grant)
    sofie.approves_companion(grant, "Birgit Opdigt Søe", "Fra koret")
    order = sofie.orders(grant, "support", "Asta kan selv vælge, hvornår hun vil ud.", needs="Giv hende din albue, og sig, når der kommer et trin.")
    yield date(2025, 9, 24)
    mette.answers(order, starts_on=date(2025, 10, 1))
    used = (
        (date(2025, 10, 6), 180, "Kor"), (date(2025, 10, 20), 180, "Kor"), (date(2025, 11, 10), 240, "Julegaver i Kolding"), (date(2025, 12, 8), 300, "Julekoncert"),
        (date(2026, 1, 12), 180, "Kor"), (date(2026, 2, 9), 180, "Kor"), (date(2026, 3, 9), 240, "Teater"), (apr(13), 600, "En hel dag hos kusinen"),
    )  # fmt: skip
    for day, minutes, what in used:
        yield day
        mette.accompanies(order, minutes, what)
    yield may(11)
    with stopped(NotEnoughHours):
        mette.accompanies(order, 24 * 60 * 1, "Døgn")
        for _ in range(9):
            mette.accompanies(order, 10 * 60, "Hos kusinen")
    yield sep(14)
    mette.accompanies(order, 360, "Kor og fællesspisning")
    if house.council == "vejle":
        yield sep(21)
        sofie.follows_up(
            grant,
            "Ordningen fortsætter. Asta vil hellere bruge timerne i klumper, så hun aftaler en lang dag hver måned.",
            form="telephone",
            present="Asta",
            citizen_says="Jeg glemmer at bruge dem om sommeren.",
        )
    yield nov(9)
    mette.accompanies(order, 300, "Julegaver i Kolding")
