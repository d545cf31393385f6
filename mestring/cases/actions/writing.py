"""The letters a case needs on its way, written from what the case holds: receipt, notice of a new date, request for information."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from mestring.audit import acts
from mestring.cases import envelopes
from mestring.cases.actions.letter import draft_letter
from mestring.cases.letters.text import Fact, Fixed, RuleSource, WrittenReason
from mestring.cases.letters.wording.common import Stated
from mestring.cases.letters.wording.delay_notice import DelayNotice, delay_notice
from mestring.cases.letters.wording.information_request import InformationRequest as Wanted
from mestring.cases.letters.wording.information_request import Needed, information_request
from mestring.cases.letters.wording.receipt import Consented, Receipt, receipt
from mestring.cases.models import Application, Hold, InformationRequest, Letter
from mestring.people.access import Actor
from mestring.people.models import Consent


def _consents(application: Application, on: date) -> tuple[Consented, ...]:
    held = Consent.objects.holding(on).filter(citizen=application.case.citizen_id).order_by("pk")
    return tuple(Consented(source=one.source, about=one.purpose, where=f"Samtykke {one.since:%d-%m-%Y}", until=one.until) for one in held)


@transaction.atomic
def write_receipt(applications: Sequence[Application], *, by: Actor, on: date) -> Letter:
    """The receipt for what was applied for together: when the answer comes, and by which rule.

    Source: RSL § 3; FVL §§ 7, 8.
    """
    first = applications[0]
    dated = [one for one in applications if one.deadline]
    last = max(dated, key=lambda one: one.deadline, default=None) if len(dated) == len(applications) else None
    none = Stated(
        first.finding.get("sentence") or "Vi ser først på, hvilken hjælp det drejer sig om. Så skriver vi, hvornår du får svar.",
        Fixed(source=first.finding.get("source") or "RSL § 3"),
    )
    written = receipt(
        Receipt(
            envelope=envelopes.envelope(first.case, standard=first.standard, by=by, on=on),
            applied=tuple(envelopes.applied(one) for one in applications if one.section),
            received=first.received_on,
            received_where=f"Ansøgning, {first.get_channel_display()}",
            deadline=last.deadline if last else None,
            deadline_source=envelopes.deadline_source(last) if last else None,
            no_deadline=None if last else none,
            consents=_consents(first, on),
        )
    )
    return draft_letter(first.case, by=by, on=on, content=written, about=first.submission)


@transaction.atomic
def write_delay_notice(hold: Hold, *, by: Actor, on: date) -> Letter:
    """The notice of a new day to answer by.

    Source: RSL § 3, stk. 2.
    """
    application = hold.application
    rule = envelopes.deadline_source(application) or RuleSource(id="rsl-3", label="RSL § 3")
    after = hold.after or application.deadline or on
    written = delay_notice(
        DelayNotice(
            envelope=envelopes.envelope(application.case, standard=application.standard, by=by, on=on),
            applied=(envelopes.applied(application),),
            received=application.received_on,
            received_where=f"Ansøgning, {application.get_channel_display()}",
            deadline=hold.before,
            deadline_source=rule,
            reason=Stated(hold.reason, WrittenReason(by=by.name, field="Begrundelse for ny svardato")),
            new_date=after,
            new_date_origin=Fact(label="Ny svardato", value=f"{after:%d-%m-%Y}", where=f"Udskudt {hold.since:%d-%m-%Y}"),
        )
    )
    letter = draft_letter(application.case, by=by, on=on, content=written, about=hold.public_id)
    Hold.objects.filter(pk=hold.pk).update(letter=letter)
    acts.record("write_delay_notice", letter, by=by, on=on, case=application.case.public_id)
    return letter


@transaction.atomic
def write_information_request(request: InformationRequest, *, by: Actor, on: date, standard: str, why: str = "") -> Letter:
    """The letter that asks the citizen for facts.

    Source: RSL §§ 11, 11 b.
    """
    application = request.application
    written = information_request(
        Wanted(
            envelope=envelopes.envelope(request.case, standard=standard, by=by, on=on),
            applied=(envelopes.applied(application),) if application and application.section else (),
            needed=(Needed(what=request.asks.rstrip("."), why=why, where=f"Anmodning {request.sent_on:%d-%m-%Y}"),),
            by_when=request.due_on,
            by_when_where=f"Anmodning {request.sent_on:%d-%m-%Y}",
        )
    )
    letter = draft_letter(request.case, by=by, on=on, content=written, about=request.public_id)
    InformationRequest.objects.filter(pk=request.pk).update(letter=letter)
    return letter
