"""What the gallery shows: invented people, cases and figures, each component in every state."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator

from mestring.cases.letters import text
from mestring.rules.finding import Source, Step
from mestring.web.components import case, conflict, curves, fields, figures, letter, levels, lists, marks
from mestring.web.components.case import Choosing, Event, Flag, Gate, Need, Pair, Person, Stage, Statement
from mestring.web.components.forms import Field, Filter, Form, Option
from mestring.web.components.levels import Level
from mestring.web.components.lists import AgendaItem, BulkChoice, Tab, Tag, WorkRow

ON = date(2026, 11, 12)
WHERE = "#indhold"
VEJLE = Source(document="vejle-2023", lines=(1498, 1500), heading="Bilag 4")


class Extend(Form):
    """A form with one of each question."""

    received = fields.Date("Modtaget", last=ON)
    at = fields.TimeOfDay("Klokkeslæt", required=False)
    days = fields.Whole("Antal døgn", hint="Et helt tal", most=99)
    rent = fields.Kroner("Husleje pr. måned", required=False)
    hours = fields.Hours("Timer pr. uge", hint="For eksempel 2,8 eller 2:48")
    channel = fields.Choice("Kanal", [("digital_post", "Digital Post"), ("phone", "Telefon"), ("meeting", "Møde")])
    outcome = fields.Choice("Resultat", [("all", "Bevilget"), ("some", "Delvist bevilget"), ("none", "Afslag")], shape="tiles", reveals=["some", "none"])
    why = fields.LongText("Hvorfor?", hint="Skriv, så borgeren kan genkende sig selv", required=False, limit=2000, rows=2)
    lives = fields.Choice("Hvor bor borgeren", [("own", "I egen bolig"), ("family", "Hos pårørende"), ("home", "På et botilbud")], shape="radios")
    asks = fields.Choices("Hvad skal vi hente oplysninger om", [("health", "Helbred"), ("work", "Arbejde"), ("school", "Uddannelse")])
    agrees = fields.Check("Borgeren har givet samtykke", required=True)
    paper = fields.Upload("Dokument", hint="PDF, billede eller tekst, højst 20 MB", accept=".pdf,.png,.jpg,.txt", required=False)
    code = fields.Secret("Adgangskode")


class Narrow(Filter):
    """A filter of a work list."""

    paragraf = fields.Choice("Paragraf", [("85", "§ 85"), ("97", "§ 97"), ("107", "§ 107")], required=False, blank="Alle")
    slags = fields.Choice("Slags", [("afgoerelse", "Afgørelser"), ("opfoelgning", "Opfølgninger"), ("klage", "Klager")], required=False, blank="Alle")
    fra = fields.Date("Frist fra", required=False)


class Reason(Form):
    """Why a gate is passed although no fact says so."""

    reason = fields.LongText("Skriv hvorfor", limit=2000, rows=2)


class Emergency(Form):
    """Akut adgang."""

    category = fields.Choice("Grund", [("danger", "Akut fare for liv eller helbred"), ("duty", "Vagt for en kollega"), ("now", "Borgeren henvender sig nu")])
    reason = fields.LongText("Skriv kort hvorfor", limit=500, rows=2)


class Assessment(Form):
    """The text two have written in."""

    level = fields.Choice("Funktionsniveau", [("2", "2 Moderat nedsat"), ("3", "3 Svært nedsat")])
    text = fields.LongText("Din faglige vurdering")
    topic = fields.Text("Emne")


RATINGS = [
    curves.Reading(date(2025, 11, 10), 2, True, "Jeg går ikke ud alene."),
    curves.Reading(date(2025, 11, 10), 1, False),
    curves.Reading(date(2026, 2, 12), 4, True),
    curves.Reading(date(2026, 2, 12), 4, False),
    curves.Reading(date(2026, 5, 19), 6, True, "Caféen går godt."),
    curves.Reading(date(2026, 5, 19), 5, False),
    curves.Reading(date(2026, 8, 20), 6, True),
    curves.Reading(date(2026, 11, 9), 7, True),
    curves.Reading(date(2026, 11, 9), 6, False),
]


def page() -> dict[str, Any]:
    """Everything the page needs."""
    filled = Extend(
        {
            "key": "b2c1f8f2-6a0e-4b62-9d3e-0a6a2a6f7a11",
            "version": "3",
            "received": "32-11-2026",
            "at": "9.30",
            "days": "ca. 3",
            "rent": "4.250,50",
            "hours": "2,8",
            "channel": "phone",
            "outcome": "some",
            "why": "Restance skal ryddes op, før støtten kan følge det almindelige trin.",
            "lives": "own",
            "asks": ["health", "work"],
        },
        mark="f",
    )
    steps = (Step("Flyttede ind", "9. aug."), Step("+ 3 måneder", "9. nov.", Source(document="vejle-2023", lines=(1452, 1456), heading="Bilag 4")))
    mine = Assessment(
        {
            "key": "3f0c7f62-8a94-4c43-8e0f-1f0f1b2f9f01",
            "version": "4",
            "level": "3",
            "text": "Mikkel undgår post og regninger, når han er alene.",
            "topic": "Varetage økonomi",
        },
        mark="k",
    )
    mine.is_valid()
    return {
        "on": ON,
        "csrf_token": "",  # nothing on the page can be sent, and an open page sets no cookie
        "where": WHERE,
        "chips": [
            lists.due(date(2026, 11, 9), ON),
            lists.due(date(2026, 11, 11), ON),
            lists.due(ON, ON),
            lists.due(ON, ON, at="kl. 15"),
            lists.due(date(2026, 11, 13), ON),
            lists.due(date(2026, 11, 15), ON),
            lists.due(date(2026, 11, 27), ON),
            lists.due(date(2027, 2, 28), ON),
            lists.due(date(2026, 11, 9), ON, done_on=date(2026, 11, 3)),
        ],
        "tags": [Tag("Anonym"), Tag("Beskyttet adresse", "late", "lock"), Tag("Rykket", "soon"), Tag("Ny", "ok"), Tag("Behandles nu", "judge")],
        "groups": _work(steps),
        "tabs": [Tab("Mine", WHERE, 38, True), Tab("Teamets", WHERE, 1126), Tab("Ikke fordelt", WHERE, 0), Tab("Arkiv", WHERE)],
        "narrow": Narrow({"paragraf": "85", "slags": "", "fra": "1-11-2026"}, keep={"hvem": "mig"}, mark="n"),
        "bulk": BulkChoice(
            "Med de valgte sager", "til", [("a", "Anne-Mette Riis Dalgaard (41 sager)"), ("b", "Jonas Bach Tofte (36 sager)")], "Fordel", blank="Fordel til …"
        ),
        "page": Paginator(range(38), 5).page(2),
        "people": _people(),
        "stages": [
            Stage("Henvendelse", "done", "16. sep."),
            Stage("Ansøgning", "done", "18. sep."),
            Stage("Udredning", "now", "8 af 9 emner"),
            Stage("Partshøring", "skip", "kun hvis nødvendig"),
            Stage("Afgørelse", "next", "senest 27. nov."),
            Stage("Brev"),
            Stage("Bestilling"),
            Stage("Levering"),
            Stage("Opfølgning", "next", "3 mdr. efter start"),
        ],
        "needs": [
            Need("Vælg funktionsniveau på emnet Varetage økonomi", WHERE, "Niveau er obligatorisk under Aktivitet og deltagelse."),
            Need("Udtalelse fra Psykiatrisk Afdeling", WHERE, "Bedt om 24. sep., rykket 22. okt.", marks.Mark("open", "–", "Venter 49 dage")),
            Need("Bekræft primær målgruppe", WHERE, "Udredningen peger på Angst. Du skal selv vælge.", marks.TO_JUDGE),
        ],
        "gates": _gates(),
        "line": case.timeline(
            [
                Event(date(2026, 11, 30), "Samtykke til at hente oplysninger udløber", "future"),
                Event(date(2026, 11, 27), "Frist: afgørelse om § 85", "future", "Forlænget fra 13. november."),
                Event(
                    date(2026, 11, 10),
                    "Journalnotat: møde med Mikkel og hans søster",
                    "note",
                    "Regninger hober sig op.",
                    "Anne-Mette Riis Dalgaard",
                    "Læs hele notatet",
                    WHERE,
                ),
                Event(
                    date(2026, 11, 6),
                    "Frist forlænget til 27. november",
                    "act",
                    "Brev til Mikkel og Line: ny dato og grund.",
                    link="Brev (pdf)",
                    link_address=WHERE,
                ),
                Event(date(2026, 9, 18), "Ansøgning om § 85, 6 timer om ugen", "act"),
                Event(date(2025, 2, 28), "§ 82 b i Mestringsvejen afsluttet"),
            ],
            ON,
        ),
        "levels": levels.levels(
            [
                Level("Indgå i samspil og kontakt", 2, 2),
                Level("Deltage i sociale fællesskaber", 3, 2, WHERE),
                Level("Varetage økonomi", None, 2),
                Level("Gøre rent", 1, 2),
                Level("Spise", 0, 0),
                Level("Håndtere post", 4),
            ],
            now_label="Nu",
            before_label="3. juni 2024",
        ),
        "curve": curves.curve("Komme ud til aktiviteter", RATINGS, ON),
        "statements": [
            Statement(
                "Borgeren", "”Jeg åbner ikke kuverterne. Så ved jeg ikke, hvad jeg skylder, og så tør jeg slet ikke.”", date(2026, 11, 10), ON, "møde", WHERE
            ),
            Statement(
                "Udfører: Mestringsvejen", "Kunne føre et enkelt budget med støtte.\nFaldt fra, da støtten stoppede.", date(2025, 2, 28), ON, "afslutning"
            ),
        ],
        "pairs": [
            Pair("Støttebehov", "D stort", "VUM 1, samlet vurdering 21. okt."),
            Pair("Primær målgruppe", "Erhvervet hjerneskade"),
            Pair("Betalingskommune"),
            Pair("Standard", "Viborg 2020", address=WHERE),
        ],
        "rows": _choosing(),
        "letter": letter.of(LETTER, addresses={"Ansøgt om: 6 timer om ugen · Ansøgning 18. sep. 2026": WHERE}, address_hidden=True),
        "agenda": [
            AgendaItem("9.00", "26-0811", "§ 107", "Midlertidigt botilbud", WHERE, marks.Mark("met", "✓", "Bevilget")),
            AgendaItem("9.40", "26-0790", "§ 108", "Længerevarende botilbud", WHERE, Tag("Behandles nu", "judge"), True),
            AgendaItem("10.05", "26-0846", "§ 107", "Forlængelse", WHERE, Tag("Kommer")),
            AgendaItem("10.40", "26-0829", "§ 102", "Behandling, flere timer", WHERE, marks.Mark("open", "–", "Udsat")),
        ],
        "kpis": [
            figures.Kpi("Frister overholdt, november", "92 %", mark=marks.Mark("met", "✓", "over 90 %")),
            figures.Kpi("Opfølgninger til tiden, 3 mdr.", "92 %", "114 af 124"),
            figures.Kpi("Overskredet i dag", "7", late=True, link="Se dem", link_address=WHERE),
            figures.Kpi("Sager uden bevægelse", "4", "af 149"),
        ],
        "bars": figures.goal_bars("Andel frister overholdt pr. måned", [figures.Share(*one) for one in SHARES]),
        "loads": figures.loads(
            [
                figures.Load("Anne-Mette Riis Dalgaard", 41, WHERE, 38, 2),
                figures.Load("Jonas Bach Tofte", 36, WHERE, 29, 0),
                figures.Load("Dorthe Vang Lind", 29, WHERE, 21, 1),
                figures.Load("Ikke fordelt", 5, "", 5, 0),
            ]
        ),
        "asked": Extend(initial={"received": ON, "rent": 425050, "hours": 168}, mark="t"),
        "filled": filled,
        "emergency": Emergency(mark="a"),
        "posted": Emergency(mark="b"),
        "conflict": conflict.compare(
            mine,
            {"level": "3", "text": "Mikkel undgår post, regninger og butikker.", "topic": "Varetage økonomi"},
            who="Jonas Bach Tofte",
            when="kl. 9.42",
            action=WHERE,
            address=WHERE,
            version=5,
        ),
    }


def _work(steps: tuple[Step, ...]) -> list[lists.WorkGroup]:
    def row(number: str, day: date, who: str, about: str, what: str, why: str, next_step: str, **more: Any) -> WorkRow:
        at = more.pop("at", "")
        return WorkRow(number, lists.due(day, ON, at=at), who, WHERE, what, next_step, about, why=why, next_address=WHERE, **more)

    rows = [
        row(
            "1",
            date(2026, 11, 9),
            "Birthe Svinth Aagaard",
            "§ 107 · 52 år · Bo-Vejle",
            "Opfølgning efter 3 måneder",
            "Flyttede ind 9. aug. Standarden siger 3 måneder.",
            "Book nyt møde og skriv hvorfor",
            steps=steps,
        ),
        row(
            "2",
            date(2026, 11, 11),
            "Egern 47",
            "§ 109 · Krisecenter",
            "Melding om indflytning",
            "3 hverdage efter indflytning.",
            "Bekræft, at meldingen er modtaget",
            tags=[Tag("Anonym")],
            why_address=WHERE,
        ),
        row(
            "3",
            ON,
            "Lone Fjeldgaard Iversen",
            "§ 110 · 38 år · Forsorgshjem",
            "Opfølgning hver 14. dag",
            "Sidste opfølgning var 29. okt.",
            "Ring til forstanderen",
            at="kl. 15",
            chosen=True,
        ),
        row(
            "4",
            date(2026, 11, 13),
            "Hamza Nørby Yildiz",
            "§ 85 · ny · 24 år",
            "Klage: genvurdering",
            "Modtaget 16. okt. Svar inden 4 uger.",
            "Fasthold eller giv medhold",
            tags=[Tag("Beskyttet adresse", "late", "lock")],
            steps=steps,
        ),
        row(
            "5",
            date(2026, 11, 27),
            "Mikkel Holst Bregnbæk",
            "§ 85 · ny · 34 år",
            "Afgørelse",
            "Frist 13. nov. forlænget; borgeren fik besked 6. nov.",
            "Vælg niveau på ét emne, indhent én udtalelse",
        ),
    ]
    return lists.grouped(rows, {"later": 31})


def _people() -> list[Person]:
    return [
        Person(
            "Mikkel Holst Bregnbæk",
            "9999920001",
            34,
            ["Sag 26-04417", "§ 85, ny ansøgning", "Anne-Mette Riis Dalgaard, Myndighed Psykiatri"],
            protected=True,
            flags=[
                Flag("Partsrepræsentant: Line Holst Bregnbæk (søster)", "Fuldmagt fra 1. okt. 2026. Breve sendes til begge.", "persons"),
                Flag("Navne- og adressebeskyttelse", "Adressen må ikke gives til pårørende eller udfører.", "lock", stop=True),
                Flag("Kontakt: skriv, ring ikke", "Tager ikke telefonen fra ukendte numre.", "chat"),
            ],
            back="Mit arbejde",
            back_address=WHERE,
        ),
        Person(
            "Egern 47",
            facts=["Anonym", "§ 109", "Krisecenter", "indflyttet 6. november 2026"],
            flags=[
                Flag("Intet navn, CPR eller adresse", "Der kan ikke sendes brev. Giv besked mundtligt, og skriv et notat.", "visibility-off", stop=True),
                Flag("Ikke forbundet med andre sager", "Heller ikke hvis personen senere siger sit navn."),
            ],
        ),
        Person("Jytte Overgaard Prip", "9999920003", 61, ["Sag 26-03110"], dead_on=date(2026, 11, 3)),
    ]


def _gates() -> case.Gates:
    reason = Reason(mark="g1")
    return case.gates(
        [
            Gate("Oplysningerne er tilstrækkelige", "fact", "RSL § 10", passed_by="9 emner vurderet, udtalelse modtaget 20. nov."),
            Gate(
                "Hele loven er overvejet",
                "missing",
                "RSL § 5 · Vejle 2023, l. 587",
                "§ 102 er ikke taget stilling til.",
                WHERE,
                link="Tag stilling",
                link_address=WHERE,
            ),
            Gate(
                "Partshøring",
                "reason",
                "FVL § 19",
                passed_by="Ingen oplysninger mod Mikkel, som han ikke kender.",
                form=Reason(initial={"reason": "Ingen oplysninger mod Mikkel, som han ikke kender."}, mark="g2"),
                action=WHERE,
            ),
            Gate("Mindre indgribende hjælp er overvejet", "to_judge", "Vejle 2023, § 85, l. 585", "Et menneske skal vurdere det.", form=reason, action=WHERE),
            Gate("Klagevejledning", "fact", "FVL § 25", passed_by="Sættes ind, fordi ansøgningen kun imødekommes delvist."),
        ]
    )


def _choosing() -> list[Choosing]:
    return [
        Choosing(
            "Trin",
            "Med 3 indsatser passer trin 2 og trin 3. Standarden vælger ikke imellem dem; det gør du.",
            Field("trin", "Dit valg", "select", options=[Option("2", "Trin 2", True), Option("3", "Trin 3"), Option("4", "Trin 4", reveals=True)]),
            "Vejle 2023, bilag 1",
            WHERE,
            "Vejledende",
            marks.TO_JUDGE,
            reason=Field("trin_reason", "Hvorfor afviger du?", "textarea", rows=2),
        ),
        Choosing(
            "Timer pr. uge",
            "2,8 timer ansigt til ansigt, i gennemsnit.",
            Field("timer", "Timer pr. uge", "number", "3,5"),
            "Vejle 2023, bilag 1",
            departs="0,7 timer over trin 3.",
            reason=Field("timer_reason", "Hvorfor afviger du?", "textarea", "Åbne sager hos tre kreditorer skal ryddes op først. Gælder 12 uger.", rows=2),
        ),
        Choosing(
            "Begynder",
            "Straks efter afgørelsen.",
            Field("fra", "Begynder", "date", "07-12-2026", "Dag-måned-år, for eksempel 27-11-2026"),
            "Vejle 2023, § 85, l. 624",
            binding="Følger af loven",
            mark=marks.MET,
            reason=Field("fra_reason", "Hvorfor afviger du?", "textarea", rows=2),
        ),
    ]


SHARES = [
    ("dec.", 51, 61),
    ("jan.", 60, 70),
    ("feb.", 49, 58),
    ("mar.", 58, 66),
    ("apr.", 58, 64),
    ("maj", 54, 59),
    ("jun.", 57, 63),
    ("jul.", 35, 42),
    ("aug.", 0, 0),
    ("sep.", 62, 68),
    ("okt.", 66, 71),
    ("nov.", 22, 24),
]

LETTER = text.Letter(
    kind=text.Kind.DECISION,
    title="Du får støtte i hverdagen",
    recipient=text.Recipient(name="Mikkel Holst Bregnbæk", copy_to=("Line Holst Bregnbæk",)),
    sender=text.Sender(council="Vejle Kommune", unit="Myndighed Psykiatri"),
    case_number="26-04417",
    date=date(2026, 11, 27),
    signed_by=text.Signature(name="Anne-Mette Riis Dalgaard", title="Sagsbehandler"),
    blocks=(
        text.Heading("Vi har truffet afgørelse"),
        text.DecisionBox(
            decision="1",
            section="85",
            outcome=text.Outcome.PARTLY_GRANTED,
            wholly_granted=False,
            complaint_right=True,
            sentences=(
                text.Sentence(
                    "Du har søgt om støtte efter servicelovens § 85, 6 timer om ugen.",
                    text.Fact(label="Ansøgt om", value="6 timer om ugen", where="Ansøgning 18. sep. 2026"),
                ),
                text.Sentence("Vi giver dig socialpædagogisk støtte svarende til trin 3.", text.RuleSource(id="vejle-85-levels", label="Vejle 2023, bilag 1")),
            ),
        ),
        text.Heading("Hvorfor får du det?"),
        text.Listing(
            (
                text.Sentence(
                    "Du undgår post og regninger, når du er alene.",
                    text.Fact(label="Varetage økonomi", value="2", where="Udredning 20. nov. 2026"),
                    marked=True,
                ),
                text.Sentence("", text.WrittenReason(by="Anne-Mette Riis Dalgaard", field="Hovedhensyn i skønnet")),
            )
        ),
        text.Table(
            "Støtten i tal",
            ("Periode", "Timer pr. uge"),
            tuple(
                tuple(text.Sentence(cell, text.RuleSource(id="vejle-85-levels", label="Vejle 2023, bilag 1")) for cell in row)
                for row in (("De første 12 uger", "3,5"), ("Derefter", "2,8"))
            ),
        ),
        text.Heading("Hvis du er uenig"),
        text.Paragraph((text.Sentence("Du kan klage inden fire uger fra den dag, du får brevet.", text.Fixed(source="RSL § 67")),)),
    ),
)
