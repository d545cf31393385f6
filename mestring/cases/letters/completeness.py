"""What a letter must hold before it can be sent, asked of the letter itself."""

from __future__ import annotations

from dataclasses import dataclass

from mestring.cases.letters.layout import unprintable
from mestring.cases.letters.text import ComplaintGuidance, DecisionBox, Kind, Letter, Outcome, ReviewBox, ReviewOutcome
from mestring.cases.letters.wording.decision import GIVES

FORM = "Brevets form"
"""What no paragraph asks for, but no letter can do without."""

NOTICE = ("95", "96", "98")
"""The sections whose help may only be reduced or ended with 14 weeks' notice.

Source: SEL § 3 a.
"""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something the letter lacks (mangel): the rule that asks for it, what to do, and the part of the letter."""

    rule: str
    text: str
    part: str


_ASKED: dict[Kind, tuple[tuple[str, str, str], ...]] = {
    Kind.RECEIPT: (
        ("applied_for", "RSL § 5", "Skriv, hvad der er søgt om, eller at intet er nævnt."),
        ("received", "RSL § 3", "Skriv, hvilken dag ansøgningen er modtaget."),
        ("deadline", "RSL § 3", "Skriv, hvornår svaret kommer, eller at der ikke er offentliggjort en frist."),
        ("consent", "RSL § 11 a", "Skriv om samtykke til at hente oplysninger."),
        ("companion", "FVL § 8", "Skriv om retten til en bisidder."),
        ("representative", "FVL § 8", "Skriv om retten til en partsrepræsentant."),
    ),
    Kind.DELAY_NOTICE: (
        ("applied_for", "RSL § 3, stk. 2", "Skriv, hvad der er søgt om."),
        ("deadline", "RSL § 3, stk. 2", "Skriv den dato, der ikke kan holdes."),
        ("reason", "RSL § 3, stk. 2", "Skriv, hvorfor svaret bliver forsinket."),
        ("new_date", "RSL § 3, stk. 2", "Skriv, hvornår svaret så kommer."),
    ),
    Kind.WITHDRAWAL: (
        ("applied_for", "RSL § 5", "Skriv, hvad der var søgt om."),
        ("withdrawn", "FVL § 7", "Skriv, hvilken dag ansøgningen blev trukket tilbage."),
        ("again", "FVL § 7", "Skriv, at borgeren kan søge igen."),
    ),
    Kind.INFORMATION_REQUEST: (
        ("needed", "RSL § 11", "Skriv, hvilke oplysninger der mangler."),
        ("by_when", "RSL § 11", "Skriv, hvornår oplysningerne skal være her."),
        ("consequence", "RSL § 12", "Skriv, hvad der sker, hvis oplysningerne ikke kommer."),
    ),
    Kind.HEARING: (
        ("intended", "FVL § 19", "Skriv, hvad kommunen overvejer."),
        ("facts", "FVL § 19", "Skriv de oplysninger, afgørelsen vil bygge på."),
        ("by_when", "FVL § 19", "Skriv, hvornår svaret skal være her."),
        ("papers", "FVL § 9", "Skriv om retten til at se papirerne."),
    ),
    Kind.DECISION: (),
    Kind.COMPLAINT_RECEIPT: (
        ("received", "RSL § 66", "Skriv, hvilken dag klagen er modtaget."),
        ("review_due", "RSL § 66", "Skriv, hvornår genvurderingen er færdig."),
    ),
    Kind.COMPLAINT_DECISION: (
        ("received", "RSL § 66", "Skriv, hvilken dag klagen er modtaget."),
        ("review", "RSL § 66", "Skriv, hvad genvurderingen er endt med."),
    ),
    Kind.ADVICE: (
        ("asked", "FVL § 7", "Skriv, hvad der blev spurgt om."),
        ("answer", "FVL § 7", "Skriv svaret."),
    ),
}

_REASONS = (
    ("legal_basis", "FVL § 24, stk. 1", "Begrundelse, del 1: skriv de regler, afgørelsen er truffet efter."),
    ("considerations", "FVL § 24, stk. 1", "Begrundelse, del 2: skriv hovedhensynene i skønnet."),
    ("facts", "FVL § 24, stk. 2", "Begrundelse, del 3: skriv de oplysninger, der er lagt vægt på."),
)


def complete(letter: Letter) -> list[Missing]:
    """What the letter lacks before it can be sent; empty when it is whole.

    Source: FVL §§ 19, 22–25; RSL §§ 3, 11, 12, 66, 67; SEL §§ 3 a, 141.
    """
    asking = _Asking(letter)
    asking.envelope()
    for part, rule, text in _ASKED[letter.kind]:
        asking.ask(part, rule, text)
    boxes = [block for block in letter.blocks if isinstance(block, DecisionBox)]
    if letter.kind == Kind.DECISION and not boxes:
        asking.miss("decision", "FVL § 2", "Skriv mindst én afgørelse.")
    for box in boxes:
        asking.decision(box)
    if letter.kind == Kind.COMPLAINT_DECISION:
        asking.review()
    return asking.missing


class _Asking:
    """One reading of one letter."""

    def __init__(self, letter: Letter) -> None:
        self.letter = letter
        self.missing: list[Missing] = []
        self.keys = {sentence.key for sentence in letter.sentences() if not sentence.blank}
        self.guidance = [block for block in letter.blocks if isinstance(block, ComplaintGuidance)]

    def miss(self, part: str, rule: str, text: str) -> None:
        self.missing.append(Missing(rule, text, part))

    def has(self, part: str) -> bool:
        """The part itself is written, or a numbered piece of it. An introduction to a list is not the list."""
        return any(key == part or (key.startswith(f"{part}.") and not key.endswith(".intro")) for key in self.keys)

    def ask(self, part: str, rule: str, text: str) -> None:
        if not self.has(part):
            self.miss(part, rule, text)

    def envelope(self) -> None:
        """What every letter must hold, whatever it says."""
        letter = self.letter
        sender = letter.sender
        if not letter.recipient.name.strip():
            self.miss("recipient", FORM, "Skriv, hvem brevet er til.")
        if not letter.recipient.digital_post and not any(line.strip() for line in letter.recipient.address):
            self.miss("recipient.address", FORM, "Skriv modtagerens adresse. Brevet sendes ikke med Digital Post.")
        if not sender.council.strip():
            self.miss("sender.council", "FVL § 32 b", "Skriv kommunens navn.")
        if not (sender.phone.strip() or sender.email.strip() or sender.post.strip()):
            self.miss("contact", "FVL § 7", "Skriv, hvordan modtageren får fat i kommunen: telefon, e-mail eller post.")
        if not letter.case_number.strip():
            self.miss("case_number", "OFL § 15", "Skriv sagsnummeret.")
        if not letter.signed_by.name.strip():
            self.miss("signed_by", "FVL § 32 b", "Skriv, hvem der skriver under.")
        if not letter.title.strip():
            self.miss("title", FORM, "Skriv brevets overskrift.")
        for sentence in letter.sentences():
            if sentence.blank:
                self.miss(sentence.key or sentence.id, FORM, f"Sætning {sentence.id[1:]} er tom ({sentence.origin.shown}). Skriv den, eller fjern den.")
        if strange := unprintable(letter):
            self.miss("characters", FORM, f"Brevet har tegn, der ikke kan skrives i en PDF: {' '.join(strange)}. Skriv dem med ord, eller fjern dem.")

    def decision(self, box: DecisionBox) -> None:
        """What the law asks about one decision."""
        key, place = box.decision, f"§ {box.section}"
        if not (self.has(f"{key}.applied_for") or self.has(f"{key}.today")):
            self.miss(f"{key}.applied_for", "RSL § 5", f"{place}: skriv, hvad der er søgt om, eller hvad borgeren har i dag.")
        self.ask(f"{key}.outcome", "FVL § 22", f"{place}: skriv afgørelsens resultat.")
        if not box.wholly_granted:
            for part, rule, text in _REASONS:
                self.ask(f"{key}.{part}", rule, f"{place}: {text}")
        if box.outcome in GIVES:
            self.ask(f"{key}.payment", "FVL § 7", f"{place}: skriv, hvad borgeren selv betaler, eller at det er gratis.")
        if box.outcome in (Outcome.REDUCED, Outcome.ENDED):
            self.ask(f"{key}.effect", "SEL § 3 a", f"{place}: skriv, hvilken dag ændringen gælder fra.")
        if box.outcome in (Outcome.REDUCED, Outcome.ENDED) and box.section in NOTICE:
            self.ask(f"{key}.notice", "SEL § 3 a", f"{place}: skriv, at borgeren har hjælpen som før, til varslet på 14 uger er gået.")
        if not box.complaint_right:
            if not box.wholly_granted:
                self.ask(f"{key}.no_complaint", "FVL § 25", f"{place}: skriv, at der ikke kan klages.")
            return
        guides = [block for block in self.guidance if key in block.decisions]
        if not guides or not self.has("complaint.over") or not self.has("complaint.how") or not self.has("complaint.then"):
            self.miss(f"{key}.complaint", "FVL § 25", f"{place}: skriv klagevejledning.")
        elif not all(block.body.strip() for block in guides):
            self.miss(f"{key}.complaint", "FVL § 25", f"{place}: skriv, hvem der afgør en klage.")
        elif not all(block.last_day for block in guides) or not self.has("complaint.last_day"):
            self.miss(f"{key}.complaint", "RSL § 67", f"{place}: skriv den sidste dag at klage.")

    def review(self) -> None:
        """What the answer to a complaint must hold."""
        box = next((block for block in self.letter.blocks if isinstance(block, ReviewBox)), None)
        if box is None:
            self.miss("review", "RSL § 66", "Skriv, hvad genvurderingen er endt med.")
            return
        if box.outcome != ReviewOutcome.UPHELD:
            for part, rule, text in _REASONS:
                self.ask(f"review.{part}", rule, text)
            self.ask("onward", "RSL § 66", "Skriv, hvornår klagen går videre, eller hvornår borgeren skal svare, om den skal.")
        if box.outcome != ReviewOutcome.MAINTAINED and not any(isinstance(block, DecisionBox) for block in self.letter.blocks):
            self.miss("decision", "RSL § 66", "Skriv den nye afgørelse.")
