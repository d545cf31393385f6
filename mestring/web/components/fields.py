"""What a form can ask for: each reads an answer as Danes write it, and says in Danish what to write when it can't be read.

Django's form fields do the reading and checking; the shape of each names how `components/field.html` draws it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from datetime import time as clock_time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from mestring.rules import facts
from mestring.web.components import days

_THOUSANDS = r"[0-9]{1,3}(?:\.[0-9]{3})+"


class _Asked:
    """What every field has besides Django's own. `shape` names how it is drawn; `wide` is the width that fits the answer."""

    shape = "text"
    options: Sequence[Any] = ()
    rows = 0
    limit = 0
    accept = ""
    many = False
    judged = False
    complete = "off"


class Text(_Asked, forms.CharField):
    """One line. Answers with the text, without the spaces around it."""

    def __init__(self, label: str, *, hint: str = "", required: bool = True, missing: str = "Feltet er tomt. Skriv det her.", limit: int = 200) -> None:
        super().__init__(label=label, help_text=hint, required=required, error_messages={"required": missing}, strip=True)
        self.limit = limit

    def clean(self, value: Any) -> str:
        # A form sends line breaks as two characters; stored text and the count of it have one.
        text = str(super().clean(value)).replace("\r\n", "\n").replace("\r", "\n")
        if len(text) > self.limit:
            raise ValidationError(f"Der er {_grouped(len(text))} tegn, og der er plads til {_grouped(self.limit)}. Skriv det kortere.")
        return text


class LongText(Text):
    """Several lines. There is no limit in the browser: it would cut what is pasted without saying so."""

    shape = "textarea"

    def __init__(
        self, label: str, *, hint: str = "", required: bool = True, missing: str = "Feltet er tomt. Skriv det her.", limit: int = 10_000, rows: int = 4
    ) -> None:
        super().__init__(label, hint=hint, required=required, missing=missing, limit=limit)
        self.rows = rows


class Secret(Text):
    """A password or a code: never shown again, never trimmed."""

    shape = "password"

    def __init__(self, label: str, *, hint: str = "", missing: str = "Feltet er tomt. Skriv den her.", complete: str = "current-password") -> None:
        super().__init__(label, hint=hint, missing=missing, limit=1000)
        self.strip = False
        self.complete = complete


class Hidden(Text):
    """What the form carries along without showing it."""

    shape = "hidden"

    def __init__(self, *, required: bool = False, limit: int = 10_000) -> None:
        super().__init__("", required=required, limit=limit)
        self.widget = forms.HiddenInput()


SOON, PAST, BORN = "27-11-2026", "24-08-2025", "14-03-1961"
"""Days for example: one that may come, one that has been, and one somebody may be born on."""


class Date(_Asked, forms.Field):
    """A day, as 27-11-2026, 27.11.2026, 27/11-2026 or 2026-11-27. Answers with a date, or None when it may be left out. `example` is a day of the sort that is asked for."""

    shape = "date"

    def __init__(
        self,
        label: str,
        *,
        hint: str | None = None,
        required: bool = True,
        missing: str = "",
        example: str = SOON,
        first: date | None = None,
        last: date | None = None,
    ) -> None:
        self.wrong = f"Skriv dagen som dag-måned-år, for eksempel {example}."
        told = f"Dag-måned-år, for eksempel {example}" if hint is None else hint
        super().__init__(label=label, help_text=told, required=required, error_messages={"required": missing or self.wrong})
        self.first, self.last = first, last

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or value in self.empty_values:
            return value or None
        try:
            return facts.parse_date(str(value))
        except facts.NoSuchDay as error:
            raise ValidationError(f"Dagen findes ikke. {error}") from None
        except ValueError:
            raise ValidationError(self.wrong) from None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.first and value < self.first:
            raise ValidationError(f"Skriv en dag fra {days.typed(self.first)} og frem.")
        if value and self.last and value > self.last:
            raise ValidationError(f"Skriv en dag til og med {days.typed(self.last)}.")

    def prepare_value(self, value: Any) -> Any:
        return days.typed(value) if isinstance(value, date) else value


class TimeOfDay(_Asked, forms.Field):
    """A time of day, as 9.30, 09:30 or 9. Answers with a time, or None when it may be left out."""

    shape = "time"
    WRONG = "Skriv klokkeslættet som timer og minutter, for eksempel 9.30."

    def __init__(self, label: str, *, hint: str = "For eksempel 9.30", required: bool = True, missing: str = WRONG) -> None:
        super().__init__(label=label, help_text=hint, required=required, error_messages={"required": missing})

    def to_python(self, value: Any) -> clock_time | None:
        if isinstance(value, clock_time) or value in self.empty_values:
            return value or None
        found = re.fullmatch(r"(?:kl\.? ?)?([0-9]{1,2})(?:[.:]([0-9]{2}))?", str(value).strip())
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise ValidationError(self.WRONG)
        return clock_time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour}.{value.minute:02d}" if isinstance(value, clock_time) else value


class _Number(_Asked, forms.Field):
    shape = "number"
    WRONG = ""

    def __init__(self, label: str, *, hint: str = "", required: bool = True, missing: str = "", least: int | None = 0, most: int | None = None) -> None:
        super().__init__(label=label, help_text=hint, required=required, error_messages={"required": missing or self.WRONG})
        self.least, self.most = least, most

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int) or value in self.empty_values:
            return value if isinstance(value, int) else None
        return self.read(re.sub(r"\s+", " ", str(value).replace("\u2212", "-")).strip())

    def read(self, text: str) -> int:
        raise NotImplementedError

    def written(self, value: int) -> str:
        return _grouped(value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(f"Skriv {self.written(self.least)} eller mere.")
        if self.most is not None and value > self.most:
            raise ValidationError(f"Skriv højst {self.written(self.most)}.")

    def prepare_value(self, value: Any) -> Any:
        return self.written(value) if isinstance(value, int) else value


class Whole(_Number):
    """A whole number."""

    WRONG = "Skriv et helt tal, for eksempel 3."

    def read(self, text: str) -> int:
        if not re.fullmatch(rf"-?(?:{_THOUSANDS}|[0-9]{{1,9}})", text):
            raise ValidationError(f"”{text[:40]}” er ikke et helt tal. {self.WRONG}")
        return int(text.replace(".", ""))

    def written(self, value: int) -> str:
        return str(value)


class Kroner(_Number):
    """An amount. Unit: kroner as typed, øre in the answer."""

    WRONG = "Skriv et beløb i kroner, for eksempel 1.250,50."

    def read(self, text: str) -> int:
        found = re.fullmatch(rf"(-?)({_THOUSANDS}|[0-9]{{1,9}})(?:,([0-9]{{1,2}}))?(?: ?kr\.?)?", text)
        if not found:
            raise ValidationError(f"”{text[:40]}” er ikke et beløb. {self.WRONG}")
        ore = int(found[2].replace(".", "")) * 100 + int((found[3] or "0").ljust(2, "0"))
        return -ore if found[1] else ore

    def written(self, value: int) -> str:
        whole, rest = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{_grouped(whole)}{f',{rest:02d}' if rest else ''}"


class Hours(_Number):
    """A length of time. Unit: hours as typed (2,8 or 2:48), minutes in the answer."""

    WRONG = "Skriv timer, for eksempel 2,8 eller 2:48."

    def read(self, text: str) -> int:
        clock = re.fullmatch(r"([0-9]{1,4}):([0-5][0-9])", text)
        if clock:
            return int(clock[1]) * 60 + int(clock[2])
        found = re.fullmatch(r"([0-9]{1,4})(?:[,.]([0-9]{1,2}))?(?: ?(?:t|timer?)\.?)?", text)
        if not found:
            raise ValidationError(f"”{text[:40]}” kan ikke læses som timer. {self.WRONG}")
        hundredths = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))
        if hundredths * 60 % 100:
            near = hundredths * 60 // 100
            raise ValidationError(f"{text} giver ikke hele minutter. Skriv timer og minutter, for eksempel {near // 60}:{near % 60:02d}.")
        return hundredths * 60 // 100

    def written(self, value: int) -> str:
        whole, rest = divmod(value, 60)
        if rest * 100 % 60:
            return f"{whole}:{rest:02d}"
        return f"{whole},{rest * 100 // 60:02d}".rstrip("0").rstrip(",") if rest else str(whole)


class Choice(_Asked, forms.ChoiceField):
    """One of several. Shapes: `shape` is select, tiles (short answers side by side) or radios (long ones under each other).

    `choices` may be asked for when the form is shown, by a function: what is read from the library is not read when the program starts. `reveals` are the answers that
    need the reason in the field beside it: it unfolds when one of them is chosen.
    """

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[str, str]] | Callable[[], Iterable[tuple[str, str]]] = (),
        *,
        shape: str = "select",
        hint: str = "",
        required: bool = True,
        missing: str = "Vælg én af mulighederne.",
        blank: str = "Vælg",
        reveals: Iterable[str] = (),
        judged: bool = False,
    ) -> None:
        first = [("", blank)] if shape == "select" and blank else []
        offered = (lambda: [*first, *choices()]) if callable(choices) else [*first, *choices]
        super().__init__(label=label, choices=offered, help_text=hint, required=required)
        self.error_messages |= {"required": missing, "invalid_choice": "Det valgte findes ikke længere. Vælg én af mulighederne på listen."}
        self.shape, self.reveals, self.judged = shape, frozenset(reveals), judged


class Choices(_Asked, forms.MultipleChoiceField):
    """Any number of several. Answers with a list."""

    shape = "checkboxes"

    def __init__(
        self,
        label: str,
        choices: Iterable[tuple[str, str]] = (),
        *,
        hint: str = "",
        required: bool = True,
        missing: str = "Sæt kryds ved mindst én.",
        reveals: Iterable[str] = (),
    ) -> None:
        super().__init__(label=label, choices=list(choices), help_text=hint, required=required)
        self.error_messages |= {"required": missing, "invalid_choice": "Det valgte findes ikke længere. Vælg blandt mulighederne på listen."}
        self.reveals = frozenset(reveals)


class Check(_Asked, forms.BooleanField):
    """A sentence one agrees to. Answers with True or False."""

    shape = "check"

    def __init__(self, label: str, *, hint: str = "", required: bool = False, missing: str = "Sæt kryds for at gå videre.") -> None:
        super().__init__(label=label, help_text=hint, required=required, error_messages={"required": missing})


class Upload(_Asked, forms.FileField):
    """A file. Only its size is looked at here; what it is, is for the act that stores it. Unit: bytes."""

    shape = "file"

    def __init__(self, label: str, *, hint: str = "", required: bool = True, missing: str = "Vælg en fil.", accept: str = "", most: int = 20_000_000) -> None:
        super().__init__(label=label, help_text=hint, required=required, allow_empty_file=False, max_length=200)
        self.error_messages |= {
            "required": missing,
            "invalid": missing,
            "missing": missing,
            "empty": "Filen er tom. Vælg en anden.",
            "max_length": "Filens navn er for langt. Giv den et navn på højst 200 tegn, og vælg den igen.",
        }
        self.accept, self.most = accept, most

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes] | None:
        file = super().clean(data, initial)
        if file and file.size > self.most:
            raise ValidationError(f"Filen fylder {file.size // 1_000_000} MB. Vælg en fil på højst {self.most // 1_000_000} MB.")
        return file or None


class _ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Uploads(Upload):
    """Any number of files, chosen or dropped at once. Answers with a list."""

    many = True

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, **{"missing": "Vælg mindst én fil.", **more})
        self.widget = _ManyFiles()

    def clean(self, data: Any, initial: Any = None) -> Any:
        if not data:
            super().clean(None, initial)
        return list(data or [])


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
