"""The forms of a page as a browser sees them: which questions there are, of which kind, and a fair answer to each."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile

DAY = "25-11-2026"
LATER = "10-12-2026"
_ERROR = re.compile(r'id="e-([\w-]+)"')
SKIPPED = ("csrfmiddlewaretoken",)


@dataclass
class Question:
    """One name in a form. Shapes: `kind` is text, date, number, choice, choices, check, file or hidden; `options` are the values of a choice."""

    name: str
    kind: str
    value: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)


@dataclass
class Found:
    """A form that is posted. Shapes: `action` is empty when it goes to its own page."""

    action: str
    questions: dict[str, Question] = field(default_factory=dict)

    def untouched(self) -> dict[str, Any]:
        """As a browser sends it when nothing was written: what stands there already."""
        answers: dict[str, Any] = {"key": str(uuid4())}
        for one in self.questions.values():
            if one.name in SKIPPED or one.name == "key" or one.kind in ("file", "check"):
                continue
            if one.kind in ("choice", "choices"):
                if one.chosen:
                    answers[one.name] = one.chosen if one.kind == "choices" else one.chosen[0]
            else:
                answers[one.name] = one.value
        return answers

    def fair(self, names: Collection[str] | None = None) -> dict[str, Any]:
        """An answer to everything, or to the questions named: what stands there already, else the first there is to choose, today, or a few words."""
        answers: dict[str, Any] = {"key": str(uuid4())} if names is None else {}
        for one in self.questions.values():
            if one.name in (*SKIPPED, "key") or (names is not None and one.name not in names):
                continue
            if one.kind == "file":
                answers[one.name] = SimpleUploadedFile("brev.txt", b"Et brev fra en, der ikke findes.", "text/plain")
            elif one.kind in ("choice", "choices"):
                found = one.chosen or [value for value in one.options if value][:1]
                if found:
                    answers[one.name] = found if one.kind == "choices" else found[0]
            elif one.kind == "check":
                continue
            else:
                answers[one.name] = one.value or _fair(one)
        return answers


def _fair(one: Question) -> str:
    if one.kind == "hidden":
        return ""
    if one.kind == "date":
        return LATER if one.name in ("due_on", "new_day", "ends_on", "until") else DAY
    if one.kind == "number":
        return "2"
    if "password" in one.name:
        return "en lang sætning som kode"
    if one.name in ("cpr", "number"):
        return ""
    return f"Skrevet i {one.name} {uuid4().hex[:6]}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Found] = []
        self._form: Found | None = None
        self._select: Question | None = None
        self._area: Question | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Found(said.get("action", "")) if said.get("method", "").lower() == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        if self._form is None or not (said.get("name") or tag == "option"):
            return
        if tag == "input":
            self._input(said)
        elif tag == "select":
            self._select = self._form.questions.setdefault(said["name"], Question(said["name"], "choices" if "multiple" in said else "choice"))
        elif tag == "option" and self._select is not None:
            self._select.options.append(said.get("value", ""))
            if "selected" in said and said.get("value"):
                self._select.chosen.append(said["value"])
        elif tag == "textarea":
            self._area = self._form.questions.setdefault(said["name"], Question(said["name"], "text"))
        elif tag == "button":
            self._form.questions.setdefault(said["name"], Question(said["name"], "choice")).options.append(said.get("value", ""))

    def _input(self, said: dict[str, str]) -> None:
        assert self._form is not None
        name, kind = said["name"], said.get("type", "text")
        kinds = {
            "radio": "choice",
            "checkbox": "choices" if said.get("value", "on") not in ("on", "ja") else "check",
            "hidden": "hidden",
            "file": "file",
            "submit": "choice",
        }
        one = self._form.questions.setdefault(name, Question(name, kinds.get(kind) or _kind(said)))
        if one.kind in ("choice", "choices"):
            one.options.append(said.get("value", ""))
            if "checked" in said:
                one.chosen.append(said.get("value", ""))
        elif one.kind != "check":
            one.value = one.value or said.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea" and self._area is not None:
            self._area.value = self._area.value.strip()
            self._area = None


def _kind(said: dict[str, str]) -> str:
    if "_on" in said["name"] or said["name"] in ("since", "until", "day", "new_day", "died_on"):
        return "date"
    return "number" if said.get("inputmode") in ("decimal", "numeric") and "cpr" not in said["name"] else "text"


def posted(page: str) -> list[Found]:
    """The forms of a page that are posted and have a key: ours, and not the one that logs out."""
    reader = _Reader()
    reader.feed(page)
    return [one for one in reader.forms if "key" in one.questions]


def wrong(page: str, found: Found) -> set[str]:
    """The questions a page says something is wrong with."""
    told = set(_ERROR.findall(page))
    return {name for name in found.questions if name in told or any(one.endswith(f"-{name}") for one in told)}


def mended(send: Callable[[dict[str, Any]], Any], found: Found) -> dict[str, Any] | None:
    """The answers that carry a form through: sent as it stands, then with a fair answer to whatever the page says is wrong. None when it can't be."""
    answers = found.untouched()
    for _ in range(4):
        response = send(answers)
        if response.status_code == 303:
            return answers
        if response.status_code not in (200, 422):
            return None
        page = response.content.decode(errors="replace")
        shown = own(page, "") or next(iter(posted(page)), found)
        amiss = wrong(page, shown) | (set(shown.questions) - set(found.questions))
        if not amiss - {name for name, value in answers.items() if value}:
            return None
        answers |= shown.fair(amiss)
    return None


def own(page: str, address: str) -> Found | None:
    """The form of a page that is sent to the page itself."""
    return next((one for one in posted(page) if one.action.split("?")[0] in ("", address)), None)
