"""A complaint, as its page shows it: the days and why, what is next, and what has come of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mestring.cases.models.inquiry import Channel
from mestring.cases.states import LetterState
from mestring.complaints import standing
from mestring.complaints.actions.board import is_late
from mestring.complaints.actions.next import Next, next_step
from mestring.complaints.actions.telling import may_answer
from mestring.complaints.models import BoardOutcome, Complaint
from mestring.complaints.states import ComplaintState
from mestring.people import access
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages import complaint_board
from mestring.web.caseworker.pages.complaint_board import Line
from mestring.web.caseworker.pages.complaint_named import address, named, title
from mestring.web.components import days, lists, traces
from mestring.web.components.case import Pair, Person
from mestring.web.components.lists import Tag

State = ComplaintState
TONES = {State.REGISTERED: "soon", State.UPHELD: "ok", State.MAINTAINED: "soon", State.PARTLY: "soon"}


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done now. Shapes: `posts` is done by the button itself; else it leads to a page."""

    words: str
    address: str
    first: bool = False
    posts: bool = False


@dataclass(frozen=True)
class ComplaintPage:
    person: Person
    title: str
    state: Tag
    next: Next | None
    due: lists.Due | None
    due_steps: tuple[Step, ...]
    notes: list[tuple[str, str]]
    ways: list[Way]
    about: list[Pair]
    timely: list[Pair]
    timely_steps: tuple[Step, ...]
    right: list[Pair]
    review: list[Pair]
    written: list[tuple[str, str]]
    board: list[Pair]
    index: list[Line]
    left_out: list[Line]
    letters: list[Way]
    may_withdraw: bool


def build(found: Complaint, on: date) -> ComplaintPage:
    """Everything the page shows."""
    case = found.case
    step = next_step(found)
    timely = standing.timely(found, on)
    return ComplaintPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=title(found),
        state=Tag(found.get_state_display(), TONES.get(State(found.state), "")),
        next=step,
        due=lists.due(step.on, on) if step and step.on else None,
        due_steps=traces.steps(step.why) if step else (),
        notes=_notes(found, timely, on),
        ways=_ways(found, on),
        about=_about(found, on),
        timely=_timely(found, timely, on),
        timely_steps=traces.steps(timely.steps),
        right=_right(found),
        review=_review(found, on),
        written=_written(found),
        board=complaint_board.said(found, on),
        index=complaint_board.lines(found, found.index),
        left_out=complaint_board.lines(found, found.left_out),
        letters=_letters(found),
        may_withdraw=_may(found, "complaint.register") and State.WITHDRAWN in found.MOVES.get(found.state, ()),
    )


def _may(found: Complaint, action: str) -> bool:
    return access.gives(found.case.ties, action)


# ------------------------------------------------------------------------------------------------ what must be known, and what can be done


def _notes(found: Complaint, timely: standing.InTime, on: date) -> list[tuple[str, str]]:
    """What must be known first, as tone and words."""
    said: list[tuple[str, str]] = []
    if found.kind != Complaint.Kind.DECISION:
        return [
            (
                "",
                "Denne slags klager behandler kommunen selv. De sendes ikke til Ankestyrelsen. Borgeren kan klage videre til kommunens ledelse eller borgmesteren.",
            )
        ]
    if found.right is False and found.state == State.REGISTERED:
        said.append(("soon", "Der kan ikke klages over afgørelsen. Svar borgeren, hvorfor, og hvad de kan gøre."))
    elif found.right is None and found.state == State.REGISTERED:
        said.append(("judge", "Det er ikke undersøgt, om der kan klages. Svar på spørgsmålene om klageret. Indtil da behandles klagen som andre."))
    if not timely.in_time and timely.last_day:
        over = (found.received_on - timely.last_day).days
        late = f"Klagen kom {over} {'dag' if over == 1 else 'dage'} efter fristen. Den genvurderes og sendes videre alligevel: Ankestyrelsen kan se bort fra fristen."
        said.append(("soon", late))
    if found.suspends_until and found.suspends_until >= on:
        said.append(
            (
                "soon",
                f"Hjælpen gives som før til og med {days.in_text(found.suspends_until, on)}. Afgørelsen må ikke føres ud i livet før ({found.suspends_source}).",
            )
        )
    if is_late(found, on) and found.review_due:
        said.append(("late", f"Klagen skulle være sendt videre senest {days.in_text(found.review_due, on)}. Send den nu, og skriv, hvorfor den er forsinket."))
    if found.decision and standing.shelter_first(found.decision, on):
        said.append(("", "Afgørelsen er truffet af boformens leder. Klagen gives til boformen, som vurderer den først."))
    if found.gives_back and found.carried_out_on is None:
        until = " til der er truffet en ny afgørelse" if found.board_outcome == BoardOutcome.REMITTED else ""
        what = (
            f"Den tidligere bevilling gælder igen{until}. Sørg for, at hjælpen gives som før."
            if found.restored
            else "Der er truffet andre afgørelser siden. Tag stilling til, om den tidligere bevilling gælder igen."
        )
        said.append(("soon", f"Afgørelsen, der nedsatte eller afsluttede hjælpen, gælder ikke længere. {what}"))
    return said


def _ways(found: Complaint, on: date) -> list[Way]:
    """What can be done now, the most likely first."""
    ways: list[Way] = []
    review, send, register, forward = (_may(found, action) for action in ("complaint.review", "letter.send", "complaint.register", "complaint.forward"))
    if found.state == State.REGISTERED and found.kind == Complaint.Kind.DECISION and found.right is None and register:
        ways.append(Way("Svar på, om der kan klages", address(found, "complaint_right")))
    if found.state == State.REGISTERED and review:
        if found.may_go_on:
            ways.append(Way("Genvurdér afgørelsen", address(found, "review_complaint"), first=True))
        else:
            ways.append(Way("Svar på klagen", address(found, "answer_complaint"), first=True))
        if found.right is not None and found.right_facts and register:
            ways.append(Way("Ret svarene om klageret", address(found, "complaint_right")))
    if found.state == State.REGISTERED and found.may_go_on and (found.receipt is None or found.receipt.state == LetterState.RECALLED) and register:
        ways.append(Way("Skriv kvittering", address(found, "complaint_receipt"), posts=True))
    if found.state in (State.MAINTAINED, State.PARTLY) and forward:
        first = found.state == State.MAINTAINED or found.kept_on is not None
        ways.append(Way("Send klagen videre" if first else "Send resten videre nu", address(found, "forward_complaint"), first=first))
    if may_answer(found) and send:
        ways.insert(0, Way("Skriv svaret til borgeren", address(found, "answer_complaint"), first=not any(way.first for way in ways)))
    if found.state == State.PARTLY and found.kept_on is None and register:
        ways.append(Way("Borgeren vil have resten videre", address(found, "keep_rest")))
        if found.answer_by and on > found.answer_by:
            ways.append(Way("Afslut: borgeren har ikke svaret", address(found, "lapse_rest"), first=not any(way.first for way in ways)))
    if found.state in (State.ANSWERED, State.LAPSED) and found.kind == Complaint.Kind.DECISION and forward:
        ways.append(Way("Borgeren holder fast: send klagen videre", address(found, "forward_complaint")))
    if found.state == State.FORWARDED and forward:
        ways.append(Way("Registrér Ankestyrelsens afgørelse", address(found, "board_outcome"), first=not any(way.first for way in ways)))
    step = next_step(found)
    if found.state == State.DECIDED and step and forward:
        ways.append(Way("Skriv, hvordan den er ført ud i livet", address(found, "carry_out_board"), first=True))
    return ways


# ------------------------------------------------------------------------------------------------ the facts


def _about(found: Complaint, on: date) -> list[Pair]:
    pairs = [
        Pair("Modtaget", f"{days.in_text(found.received_on, on)}, {Channel(found.channel).said}"),
        Pair("Hvem klager", found.who),
    ]
    if found.decision:
        where = reverse("caseworker:decision", args=[found.case.public_id, found.decision.application.public_id, found.decision.public_id])
        pairs.append(Pair("Afgørelsen", named(found.decision, on), address=where))
    if found.document:
        pairs.append(Pair("På papir", found.document.title, address=reverse("caseworker:document", args=[found.case.public_id, found.document.public_id])))
    if found.ended_because:
        pairs.append(Pair(found.get_state_display(), found.ended_because))
    return pairs


def _timely(found: Complaint, timely: standing.InTime, on: date) -> list[Pair]:
    """Nothing where law gives no right to complain: then no time runs."""
    if found.kind != Complaint.Kind.DECISION or found.right is False:
        return []
    had = days.in_text(timely.received, on) if timely.received else "Vides ikke"
    last = days.in_text(timely.last_day, on) if timely.last_day else "Kan ikke regnes ud"
    return [Pair("Fik afgørelsen", had), Pair("Sidste dag at klage", last), Pair("Kom til tiden", "Ja" if timely.in_time else "Nej")]


def _right(found: Complaint) -> list[Pair]:
    if found.kind != Complaint.Kind.DECISION:
        return [Pair("Kan gå til Ankestyrelsen", "Nej", "RSL § 60")]
    words = {True: "Ja", False: "Nej", None: "Ikke undersøgt"}[found.right]
    pairs = [Pair("Kan gå til Ankestyrelsen", words, found.right_source)]
    book = open_library().facts
    for fact, value in found.right_facts.items():
        if fact in book:
            pairs.append(Pair(book[fact].label, "Ja" if value is True else "Nej" if value is False else book[fact].options.get(str(value), str(value))))
    return pairs


def _review(found: Complaint, on: date) -> list[Pair]:
    if found.reviewed_on is None:
        return []
    by = f"af {found.reviewed_by.name}" if found.reviewed_by else ""
    pairs = [Pair("Resultat", str(State(found.review_outcome).label)), Pair("Genvurderet", days.in_text(found.reviewed_on, on), by)]
    if found.new_decision:
        where = reverse("caseworker:decision", args=[found.case.public_id, found.new_decision.application.public_id, found.new_decision.public_id])
        pairs.append(Pair("Ny afgørelse", named(found.new_decision, on), address=where))
    if found.answer_by:
        pairs.append(Pair("Borgeren kan svare til og med", days.in_text(found.answer_by, on)))
    if found.kept_on:
        pairs.append(Pair("Vil have resten videre", days.in_text(found.kept_on, on)))
    return pairs


def _written(found: Complaint) -> list[tuple[str, str]]:
    """The reasons, or the answer where there was no review, line for line as they were written."""
    if found.state == State.REGISTERED:
        return []
    label = "Hovedhensyn" if found.reviewed_on else "Svar"
    return [(name, words) for name, words in ((label, found.considerations), ("Oplysninger", found.facts), ("Regler", found.legal_basis)) if words]


def _letters(found: Complaint) -> list[Way]:
    there = (("Kvittering", found.receipt), ("Svaret til borgeren", found.answer))
    at = found.case.public_id
    return [Way(f"{label} ({one.get_state_display().lower()})", reverse("caseworker:letter", args=[at, one.public_id])) for label, one in there if one]
