"""One letter of each kind about invented people, as tests and the benchmark use them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from mestring.cases.letters.text import Fact, Kind, Letter, Outcome, Recipient, ReviewOutcome, RuleSource, Sender, Signature, WrittenReason
from mestring.cases.letters.wording import (
    ActionPlan,
    Advice,
    Answer,
    Applied,
    Complaint,
    ComplaintDecision,
    ComplaintReceipt,
    Consented,
    Decided,
    Decision,
    DelayNotice,
    Effect,
    Envelope,
    Hearing,
    InformationRequest,
    Needed,
    NoComplaint,
    Receipt,
    Stated,
    Withdrawal,
    advice,
    complaint_decision,
    complaint_receipt,
    decision,
    delay_notice,
    hearing,
    information_request,
    receipt,
    withdrawal,
)

ON = date(2026, 11, 27)
ENVELOPE = Envelope(
    recipient=Recipient(name="Mikkel Holst Bregnbæk", copy_to=("Line Holst Bregnbæk",)),
    sender=Sender(council="Vejle Kommune", unit="Myndighed Psykiatri", address=("Havnepladsen 9", "7100 Vejle"), phone="00 00 00 00", post="i Digital Post"),
    case_number="26-04417",
    on=ON,
    signed_by=Signature(name="Anne-Mette Riis Dalgaard", title="Sagsbehandler"),
)
APPLIED = Applied(section="85", name="socialpædagogisk støtte", wanted="6 timer om ugen", where="Ansøgning 18. sep. 2026")
DEADLINE = RuleSource(id="vejle-2023.85.deadline", label="Vejle, frist for § 85")
WROTE = "Anne-Mette Riis Dalgaard"


def written(text: str, field: str, key: str = "") -> Stated:
    return Stated(text, WrittenReason(by=WROTE, field=field), key)


def fact(text: str, label: str, where: str = "Udredning 20. nov. 2026", key: str = "") -> Stated:
    return Stated(text, Fact(label=label, value=text, where=where), key)


PARTLY = Decided(
    key="85",
    section="85",
    name="socialpædagogisk støtte",
    outcome=Outcome.PARTLY_GRANTED,
    wholly_granted=False,
    decided_where="Din afgørelse 23. nov. 2026",
    applied=APPLIED,
    legal_basis=(
        RuleSource(
            id="law.sel.85",
            label="Servicelovens § 85",
            law="Kommunalbestyrelsen skal tilbyde hjælp, omsorg eller støtte samt optræning og hjælp til udvikling af færdigheder til personer, der har behov herfor",
        ),
        RuleSource(id="vejle-2023.85.levels", label="Vejle Kommunes kvalitetsstandard 2023, § 85 og bilag 1"),
    ),
    level=fact("I kommunens standard hedder det »trin 3«.", "Trin", "Vejle 2023, bilag 1"),
    extent=fact("3,5 timer om ugen de første 12 uger og derefter 2,8 timer om ugen i gennemsnit", "Omfang", "Din afgørelse"),
    begins=date(2026, 12, 7),
    considerations=(
        written(
            "Du får ikke de 6 timer, du har søgt om. Vi vurderer, at 3,5 timer er nok til at få styr på post og regninger, og at 2,8 timer derefter er nok til at holde fast.",
            "Hovedhensyn i skønnet",
        ),
    ),
    departure=written("De første 12 uger får du mere end trin 3, fordi restancerne skal ryddes op først.", "Afvigelse fra standarden"),
    facts=(
        fact("Du undgår post og regninger, når du er alene.", "Varetage økonomi", key="economy"),
        fact("Din søster har to gange i år betalt din husleje, så du ikke blev sat ud.", "Varetage bolig", key="home"),
    ),
    payment=Stated("Støtten er gratis.", RuleSource(id="vejle-2023.85.payment", label="Vejle 2023, § 85, l. 636")),
    next_steps=(fact("Center for Social Rehabilitering skriver til dig. I aftaler den første dag sammen.", "Bestilling", "Bestilling"),),
    follow_up=Stated(
        "Vi mødes og ser på, hvordan det går, senest søndag 7. marts 2027.", RuleSource(id="vejle-2023.annex4", label="Vejle 2023, bilag 4, l. 1498–1500")
    ),
    action_plan=ActionPlan.ACCEPTED,
)
COMPLAINT = Complaint(last_day=date(2026, 12, 28), last_day_source=RuleSource(id="law.rsl.67", label="RSL § 67"))
WHOLLY = replace(
    PARTLY,
    key="97",
    section="97",
    name="ledsagelse",
    outcome=Outcome.GRANTED,
    wholly_granted=True,
    applied=Applied(section="97", name="ledsagelse", wanted="15 timer om måneden", where="Ansøgning 18. sep. 2026"),
    level=None,
    extent=fact("15 timer om måneden", "Omfang", "SEL § 97"),
    considerations=(),
    legal_basis=(RuleSource(id="law.sel.97", label="Servicelovens § 97"),),
    departure=None,
    facts=(),
    payment=Stated("Ledsagelsen er gratis. Du betaler selv dine egne udgifter.", RuleSource(id="law.sel.97", label="SEL § 97")),
    next_steps=(),
)
NO_RIGHT = replace(
    PARTLY,
    key="82b",
    section="82 b",
    name="et forløb i Mestringsvejen",
    outcome=Outcome.REFUSED,
    applied=Applied(section="82 b", name="et forløb i Mestringsvejen", where="Ansøgning 18. sep. 2026"),
    level=None,
    extent=None,
    begins=None,
    considerations=(written("Du har fået seks måneders hjælp til det samme før. Loven giver ikke mere.", "Hovedhensyn i skønnet"),),
    facts=(fact("Du var i Mestringsvejen fra 1. marts til 31. august 2025.", "Tidligere hjælp", "Bevilling 20. feb. 2025"),),
    legal_basis=(RuleSource(id="law.sel.82b", label="Servicelovens § 82 b"),),
    departure=None,
    payment=None,
    next_steps=(),
    follow_up=None,
    action_plan=None,
    no_complaint=NoComplaint(rule=RuleSource(id="law.sel.82b.complaint", label="Serviceloven, kapitel 15 a")),
)
REDUCED = replace(
    PARTLY,
    key="96",
    section="96",
    name="borgerstyret personlig assistance, 20 timer om ugen",
    outcome=Outcome.REDUCED,
    applied=None,
    today=fact("I dag har du 28 timer om ugen.", "Bevilling", "Bevilling 2. feb. 2026"),
    level=None,
    extent=None,
    begins=None,
    considerations=(written("Du kan nu selv stå op og spise. Derfor er 20 timer nok.", "Hovedhensyn i skønnet"),),
    facts=(fact("Du klarer morgenen alene.", "Egenomsorg"),),
    legal_basis=(RuleSource(id="law.sel.96", label="Servicelovens § 96"),),
    departure=None,
    next_steps=(),
    effect=Effect(
        on=date(2027, 3, 8),
        origin=RuleSource(id="law.sel.3a", label="SEL § 3 a"),
        notice_weeks=14,
        notice_source=RuleSource(id="law.sel.3a", label="SEL § 3 a"),
    ),
)


def a_receipt() -> Letter:
    return receipt(
        Receipt(
            envelope=ENVELOPE,
            applied=(APPLIED, Applied(section="97", name="ledsagelse", where="Ansøgning 18. sep. 2026")),
            received=date(2026, 9, 18),
            received_where="Ansøgning, telefonisk",
            answers=(Answer(by=ON, origin=DEADLINE), Answer(by=ON, origin=DEADLINE)),
            next_steps=(fact("Vi ringer til dig inden for en uge og aftaler et møde.", "Første kontakt", "Vejle 2023, § 85"),),
            consents=(Consented(source="Din læge", about="din sygdom og din medicin", where="Samtykke 18. sep. 2026", until=date(2027, 3, 18)),),
        )
    )


def a_delay_notice() -> Letter:
    return delay_notice(
        DelayNotice(
            envelope=ENVELOPE,
            applied=(APPLIED,),
            received=date(2026, 9, 18),
            received_where="Ansøgning",
            deadline=ON,
            deadline_source=DEADLINE,
            reason=written("Vi mangler en udtalelse fra din psykiater. Den er bestilt og ventes 9. december.", "Grund til forsinkelse"),
            new_date=date(2027, 1, 4),
            new_date_origin=WrittenReason(by=WROTE, field="Ny dato"),
        )
    )


def an_information_request() -> Letter:
    return information_request(
        InformationRequest(
            envelope=ENVELOPE,
            applied=(APPLIED,),
            needed=(Needed(what="Din seneste årsopgørelse", why="Vi bruger den til at se, hvad du selv skal betale.", where="Oplysninger, der mangler"),),
            by_when=date(2026, 12, 11),
            by_when_where="Anmodning 27. nov. 2026",
        )
    )


def a_hearing() -> Letter:
    return hearing(
        Hearing(
            envelope=ENVELOPE,
            applied=(APPLIED,),
            intended=written("Vi overvejer at give dig færre timer, end du har søgt om.", "Det overvejer vi"),
            facts=(fact("Bostedet oplyser, at du selv klarer indkøb og madlavning.", "Udtalelse", "Udtalelse 20. nov. 2026"),),
            by_when=date(2026, 12, 11),
            by_when_where="Partshøring 27. nov. 2026",
            enclosed=("Udtalelse fra bostedet 20. november 2026",),
        )
    )


def a_decision() -> Letter:
    return decision(Decision(envelope=ENVELOPE, decisions=(PARTLY,), complaint=COMPLAINT, title="Du får støtte i hverdagen", told_on=date(2026, 11, 25)))


def several_decisions() -> Letter:
    return decision(
        Decision(
            envelope=ENVELOPE,
            decisions=(PARTLY, WHOLLY, NO_RIGHT),
            complaint=COMPLAINT,
            other_help=(written("Vi har set på behandling efter § 102. Den får du allerede hos regionen.", "Andre muligheder"),),
        )
    )


def a_reduction() -> Letter:
    return decision(Decision(envelope=ENVELOPE, decisions=(REDUCED,), complaint=COMPLAINT))


def a_complaint_receipt() -> Letter:
    return complaint_receipt(
        ComplaintReceipt(
            envelope=ENVELOPE,
            received=date(2026, 12, 21),
            received_where="Klage, telefonisk",
            about="socialpædagogisk støtte",
            decided_on=ON,
            review_due=date(2027, 1, 18),
            review_due_source=RuleSource(id="law.rsl.66", label="RSL § 66"),
        )
    )


def a_maintained_complaint() -> Letter:
    return complaint_decision(
        ComplaintDecision(
            envelope=replace(ENVELOPE, on=date(2027, 1, 11)),
            received=date(2026, 12, 21),
            received_where="Klage, telefonisk",
            about="socialpædagogisk støtte",
            decided_on=ON,
            outcome=ReviewOutcome.MAINTAINED,
            reviewed_where="Genvurdering 11. jan. 2027",
            reasons=(written("Vi vurderer stadig, at 2,8 timer er nok til at holde fast i det, du har lært.", "Begrundelse for genvurderingen"),),
            facts=(fact("Du har i klagen skrevet, at posten hober sig op.", "Klagen", "Klage 21. dec. 2026"),),
            legal_basis=PARTLY.legal_basis,
            forwarded_on=date(2027, 1, 11),
        )
    )


def an_upheld_complaint() -> Letter:
    upheld = replace(WHOLLY, applied=replace(APPLIED, section="97", name="ledsagelse"))
    return complaint_decision(
        ComplaintDecision(
            envelope=replace(ENVELOPE, on=date(2027, 1, 11)),
            received=date(2026, 12, 21),
            received_where="Klage",
            about="ledsagelse",
            decided_on=ON,
            outcome=ReviewOutcome.UPHELD,
            reviewed_where="Genvurdering 11. jan. 2027",
            decisions=(upheld,),
            complaint=replace(COMPLAINT, last_day=date(2027, 2, 8)),
        )
    )


def an_advice() -> Letter:
    return advice(
        Advice(
            envelope=ENVELOPE,
            asked_on=date(2026, 11, 20),
            asked="Kan jeg få hjælp til at komme til fodbold?",
            asked_where="Henvendelse, telefonisk",
            answer=(written("Ja, det kan du måske. Ledsagelse er for dig, der ikke kan færdes alene.", "Svar"),),
            rules=(RuleSource(id="law.sel.97", label="Servicelovens § 97"),),
            next_steps=(written("Ring til os, så hjælper vi dig med at søge.", "Næste skridt"),),
        )
    )


def a_withdrawal() -> Letter:
    return withdrawal(Withdrawal(envelope=ENVELOPE, applied=(APPLIED,), received=date(2026, 9, 18), withdrawn=ON, withdrawn_where="Ansøgning 18. sep. 2026"))


MAKERS: dict[str, Callable[[], Letter]] = {
    "receipt": a_receipt,
    "delay notice": a_delay_notice,
    "withdrawal": a_withdrawal,
    "information request": an_information_request,
    "hearing": a_hearing,
    "decision": a_decision,
    "several decisions": several_decisions,
    "reduction": a_reduction,
    "complaint receipt": a_complaint_receipt,
    "complaint maintained": a_maintained_complaint,
    "complaint upheld": an_upheld_complaint,
    "advice": an_advice,
}
assert {make().kind for make in MAKERS.values()} == set(Kind)
