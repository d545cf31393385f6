"""What can go wrong in any room, and the form every mendable error has."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model


class MestringError(Exception):
    """Something the person at the screen can mend.

    Shapes: `code` is stable and English; `fields` are the names of the form fields it concerns; the message is Danish, names the field and says what to do.
    """

    code = "error"
    message = "Det kunne ikke lade sig gøre."
    fields: tuple[str, ...] = ()

    def __init__(self, message: str = "", *, fields: tuple[str, ...] | None = None) -> None:
        self.message = message or self.message
        self.fields = self.fields if fields is None else fields
        super().__init__(self.message)


class FieldError(MestringError):
    """One answer of a form is missing or can't be used. Shapes: `field` is its name, `label` its Danish name, `remedy` what to write."""

    def __init__(self, field: str, label: str, remedy: str) -> None:
        super().__init__(f"{label}: {remedy}", fields=(field,))


class NotAllowed(MestringError):
    """The actor has no relation that gives the right. Said as if the thing did not exist."""

    code = "not_found"
    message = "Siden findes ikke, eller du har ikke adgang."


class MoveNotAllowed(MestringError):
    """The thing is not in a state from which the move can be made."""

    code = "move_not_allowed"
    message = "Det kan ikke gøres nu. Hent siden igen, og se hvor sagen står."


class SentBefore(MestringError):
    """The form was sent before, and said something else. Shapes: `led` is where the first sending led."""

    code = "sent_before"
    message = "Formularen er sendt før og sagde noget andet. Det første er gemt, og det nye er ikke. Se det, der er gemt, og send det nye igen, hvis det også skal gemmes."

    def __init__(self, led: str) -> None:
        super().__init__()
        self.led = led


class Conflict(MestringError):
    """Somebody else wrote first. Carries what stands now, so that nothing typed is lost.

    Shapes: `theirs` and `yours` are texts by field name; `version` is the number that stands now; `thing` is what they wrote on.
    """

    code = "conflict"
    message = "En anden har gemt en nyere udgave, mens du skrev. Intet af dit er gemt endnu. Se begge tekster, og vælg."

    def __init__(self, *, theirs: Mapping[str, object], yours: Mapping[str, object], version: int, thing: Model) -> None:
        super().__init__()
        self.theirs = theirs
        self.yours = yours
        self.version = version
        self.thing = thing
