"""Forms: what is asked, how, what was typed and what is wrong with it.

A `Field` is what a page draws; GET forms of the open pages make them by hand. A form that is posted is a `Form`, and one that only narrows a list is a `Filter`:
both are Django's own forms, which read and check, and are drawn here as `Field`s. Nothing typed is lost: what is wrong comes back as it was written.

    class Extend(Form):
        until = fields.Date("Ny frist")
        reason = fields.LongText("Hvorfor", limit=2000)

    form = Extend.of(request, version=case.version)
    if form.posted and form.is_valid():
        try:
            extend(case, **form.values, by=request.actor, on=today, key=form.sent_key, version=form.sent_version)
        except MestringError as error:
            form.refuse(error)
        else:
            return redirect(...)
    return render(request, "...", {"form": form}, status=form.status)

In the template: `<form method="post">{% hidden form %}{% error_summary form.wrong %}{% for one in form.shown %}{% field one %}{% endfor %}…</form>`, or `{% field form.until %}` one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, Self
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest

_STALE = "Siden var for gammel til at blive sendt. Se efter, at alt er rigtigt, og send den igen."


@dataclass
class Option:
    """One of the answers of a field. `reveals`: choosing it asks for the reason in the field beneath."""

    value: str
    label: str
    chosen: bool = False
    hint: str = ""
    reveals: bool = False


@dataclass
class Field:
    """One question as it is drawn.

    Shapes: `type` is tiles, radios, checkboxes, check, select, date, time, text, number, textarea, file, password or hidden; `judged` marks what a person must judge;
    `typed` is what was written, kept also when it is wrong; `mark` keeps the ids apart when a page has the same form twice.
    """

    name: str
    label: str
    type: str = "text"
    typed: str = ""
    hint: str = ""
    error: str = ""
    options: list[Option] = field(default_factory=list)
    judged: bool = False
    required: bool = True
    mark: str = ""
    rows: int = 4
    limit: int = 0
    accept: str = ""
    complete: str = "off"
    many: bool = False

    @property
    def own(self) -> str:
        """The part of the ids that is this field's own."""
        return f"{self.mark}-{self.name}" if self.mark else self.name

    @property
    def id(self) -> str:
        return f"f-{self.own}"

    @property
    def anchor(self) -> str:
        """What a link to the field leads to: the first answer, or the field itself."""
        return f"{self.id}-1" if self.type in ("tiles", "radios", "checkboxes") else self.id

    @property
    def described_by(self) -> str:
        return " ".join(f"{part}-{self.own}" for part, there in (("h", self.hint), ("e", self.error), ("c", self.limit and self.type == "textarea")) if there)

    @property
    def optional(self) -> bool:
        """To be said beside the label, since most questions must be answered."""
        return not self.required and self.type in ("text", "textarea", "date", "time", "number", "file")


def yes_no_unknown(name: str, label: str, typed: str, judged: bool = False) -> Field:
    """Ja, Nej, Ved ikke: a question that may be left unanswered."""
    options = [Option("ja", "Ja", typed == "ja"), Option("nej", "Nej", typed == "nej"), Option("", "Ved ikke", typed == "")]
    return Field(name, label, "tiles", typed, options=options, judged=judged)


class Refusal(Protocol):
    """What an act says when it can't be done: a Danish sentence, and the fields it is about."""

    @property
    def fields(self) -> Iterable[str]: ...


def shown(bound: BoundField, mark: str = "") -> Field:
    """A field of a Django form as it is drawn."""
    asked = bound.field
    value = bound.value()
    kind = getattr(asked, "shape", "text")
    options = []
    if isinstance(asked, forms.ChoiceField):
        chosen = {str(one) for one in (value if isinstance(value, (list, tuple)) else [value if value is not None else ""])}
        reveals: frozenset[str] = getattr(asked, "reveals", frozenset())
        options = [Option(str(key), str(label), str(key) in chosen, reveals=key in reveals) for key, label in asked.choices]  # type: ignore[union-attr,misc]
    typed = "" if value is None or kind in ("password", "file") or isinstance(value, (list, tuple)) else str(value)
    if kind == "check":
        typed = "ja" if value in (True, "on", "ja", "True") else ""
    return Field(
        bound.html_name,
        str(bound.label),
        kind,
        typed,
        str(bound.help_text or ""),
        "\n".join(str(one) for one in bound.errors),
        options,
        getattr(asked, "judged", False),
        asked.required,
        mark,
        getattr(asked, "rows", 0) or 4,
        getattr(asked, "limit", 0),
        getattr(asked, "accept", ""),
        getattr(asked, "complete", "off"),
        getattr(asked, "many", False),
    )


class _Drawn(forms.Form):
    """A Django form that is drawn as `Field`s. `mark` keeps the ids apart when a page has the same form twice."""

    def __init__(self, data: Any = None, files: Any = None, *, initial: Mapping[str, Any] | None = None, mark: str = "", prefix: str | None = None) -> None:
        super().__init__(data, files, initial=dict(initial or {}), prefix=prefix, use_required_attribute=False)
        self.mark = mark

    @property
    def shown(self) -> list[Field]:
        """The questions in order."""
        return [shown(self[name], self.mark) for name in self.fields if not self[name].is_hidden]

    @property
    def wrong(self) -> list[Field]:
        """What there is to mend, in order; what concerns no single question comes first and has no label."""
        if not self.is_bound:
            return []
        general: list[str] = [str(one) for one in self.non_field_errors()]
        for name in self.fields:
            if self[name].is_hidden:
                general += [str(one) for one in self[name].errors if str(one) not in general]
        found = [Field("", "", error=one) for one in general]
        found += [replace(one, error=line) for one in self.shown for line in one.error.splitlines()]
        if found:
            # A browser shows a form again without the files that were chosen.
            found += [replace(one, error="Vælg igen.") for one in self.shown if one.type == "file" and not one.error and self.files.get(one.name)]
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The answers that could be read, by name."""
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if name not in ("key", "version")}

    def __getitem__(self, name: str) -> BoundField:
        bound = super().__getitem__(name)
        bound.mark = self.mark  # type: ignore[attr-defined]
        return bound


class Form(_Drawn):
    """A form that is posted. It carries a key, so that sending it twice is done once, and the version of what it changes, so that nobody's text is overwritten unseen."""

    key = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": _STALE, "invalid": _STALE})
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, error_messages={"invalid": _STALE, "min_value": _STALE})

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        initial: Mapping[str, Any] | None = None,
        version: int | None = None,
        mark: str = "",
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, files, initial={**(initial or {}), "version": version}, mark=mark, prefix=prefix)
        self._new_key = uuid4()

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """The form with what was posted, or empty."""
        return cls(request.POST, request.FILES, **kwargs) if request.method == "POST" else cls(**kwargs)

    @property
    def posted(self) -> bool:
        return self.is_bound

    @property
    def status(self) -> int:
        """What the page answers with: 422 when there is something to mend."""
        return 422 if self.is_bound and self.errors else 200

    @property
    def sent_key(self) -> UUID:
        """The key of this sending: the same however often the form comes back to be mended."""
        if not self.is_bound:
            return self._new_key
        found = getattr(self, "cleaned_data", {}).get("key") if self.errors is not None else None
        return found if isinstance(found, UUID) else self._new_key

    @property
    def sent_version(self) -> int | None:
        """The version the writer had before them."""
        found = getattr(self, "cleaned_data", {}).get("version") if self.is_bound and self.errors is not None else self.initial.get("version")
        return found if isinstance(found, int) else None

    def add_error(self, field: str | None, error: Any) -> None:
        """Say at a field what is wrong. What concerns no field of this form is said above them all, and the answers stay as they were."""
        _ = self.errors  # read first, so that what is added is not read away
        super().add_error(field if field in self.fields else None, error)

    def refuse(self, error: Refusal | Exception) -> None:
        """Put what an act said where it belongs: at the first of its fields that this form has, else above them all. What says several things is said one by one."""
        if several := getattr(error, "each", ()):
            for one in several:
                self.refuse(one)
            return
        names = [name for name in getattr(error, "fields", ()) if name in self.fields]
        said = str(error)
        if names:
            # The act names the field; beside the field its label stands already.
            label = re.escape(str(self.fields[names[0]].label).rstrip("?"))
            said = re.sub(rf"^{label}(?:\?:?|:) (.)", lambda found: found[1].upper(), said)
        self.add_error(names[0] if names else None, said)


@dataclass
class Chip:
    """One thing a list is narrowed by, leading to the list without it."""

    label: str
    value: str
    address: str


class Filter(_Drawn):
    """A form that narrows a list. It is sent by GET, so that the address remembers; what can't be read is said and left out. `keep` is carried along unchanged (a tab)."""

    def __init__(self, data: Any = None, *, keep: Mapping[str, str] | None = None, mark: str = "") -> None:
        super().__init__(data or {}, mark=mark)
        self.keep = {name: value for name, value in (keep or {}).items() if value}
        self.is_bound = True
        _ = self.errors

    @property
    def shown(self) -> list[Field]:
        """The questions in order. All may be left out, which goes without saying."""
        return [replace(one, required=True) for one in super().shown]

    @property
    def given(self) -> dict[str, list[str]]:
        """What is narrowed by, as it was written."""
        written = {name: self[name].value() for name in self.fields if name not in self.errors}
        listed = {
            name: [str(one) for one in (value if isinstance(value, (list, tuple)) else [value])]
            for name, value in written.items()
            if value not in (None, "", [])
        }
        return {name: [one for one in values if one] for name, values in listed.items() if any(values)}

    @property
    def query(self) -> str:
        """The address' question, to be carried to the next page."""
        return self._query(self.given)

    @property
    def chips(self) -> list[Chip]:
        found = []
        for one in self.shown:
            for value in self.given.get(one.name, []):
                label = next((option.label for option in one.options if option.value == value), value)
                rest = {name: [each for each in values if (name, each) != (one.name, value)] for name, values in self.given.items()}
                found.append(Chip(one.label, label, f"?{self._query(rest)}"))
        return found

    def _query(self, given: Mapping[str, list[str]]) -> str:
        return urlencode([*self.keep.items(), *((name, value) for name, values in given.items() for value in values)])
