"""The tags and filters of all pages. Built in, so that no template has to load them."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString

from mestring.rules import danish
from mestring.rules.finding import Source, Step
from mestring.rules.rulebook import open_library
from mestring.web.components import days, marks
from mestring.web.components.case import Choosing, Flag, Gates, Need, Pair, Person, Stage, Statement, Timeline
from mestring.web.components.curves import Curve
from mestring.web.components.extents import Extents
from mestring.web.components.figures import GoalBars, Kpi, Load
from mestring.web.components.forms import Field, Filter, Form, shown
from mestring.web.components.letter import Letter
from mestring.web.components.levels import Levels
from mestring.web.components.lists import AgendaItem, BulkChoice, Due, Tab, Tag, WorkGroup, WorkRow

register = template.Library()

_KEEP_TOGETHER = re.compile(
    r" (?:(?<=§ )(?=\d|[a-z]\b)"
    r"|(?:(?<=§.\d )|(?<=§.\d\d )|(?<=§.\d\d\d ))(?=[a-e]\b(?![.)]))"
    r"|(?:(?<=\bstk\. )|(?<=\bnr\. )|(?<=\bl\. )|(?<=\bkap\. ))(?=\d)"
    r"|(?<=\d\. )(?=(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"
    r"|(?<=\d )(?=%|(?:kr|timer|uger|måneder|dage|år)\b))"
)
"""The spaces that a line must not be broken at. It begins with the space, since that is what can be looked for fast."""


def _markup(pattern: str, *parts: object) -> SafeString:
    """Parts set into markup, each escaped unless it is markup already.

    It is `format_html` without the search for texts to be translated when they are shown: there are none, and a list has thousands of parts.
    """
    return SafeString(pattern.format(*(part.__html__() if hasattr(part, "__html__") else html.escape(str(part)) for part in parts)))


@register.filter
def dk(text: object) -> SafeString:
    """Danish text as it should be set: paragraph signs, dates and figures stay with what follows them."""
    return SafeString(_KEEP_TOGETHER.sub("\u00a0", html.escape(str(text))))


@register.filter
def date_long(day: date | None) -> str:
    return danish.date_long(day) if day else ""


@register.filter
def date_plain(day: date | None) -> str:
    return danish.date_plain(day) if day else ""


@register.filter
def date_short(day: date | None) -> str:
    return danish.date_short(day) if day else ""


@register.filter
def place(found: Source) -> str:
    """A source in short: the place in law, the lines of the document, and the annex when it is one."""
    heading = found.heading if found.heading and found.heading.startswith(("Bilag", "bilag")) else None
    return replace(found, heading=heading).label() or found.label()


@register.filter
def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


@register.filter
def quoted(text: str) -> str:
    return danish.quoted(text)


@register.filter
def no_stop(text: str) -> str:
    """A sentence without its full stop, to stand as a heading or in a list."""
    return text.rstrip().removesuffix(".")


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the design system. It says nothing aloud unless it has a label."""
    address = static("dkfds/img/all-svg-icons.svg")
    if label:
        return _markup('<svg class="icon-svg" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, address, name)
    return _markup('<svg class="icon-svg" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', address, name)


@register.simple_tag
def mark(found: marks.Mark | str) -> SafeString:
    """Met, not met, to be judged, unknown: shape, colour and word together."""
    shown = found if isinstance(found, marks.Mark) else marks.of_step(found)
    sign = _markup("<b>{}</b>", shown.sign) if shown.shape == "judge" else shown.sign
    return _markup('<span class="m-mark m-mark--{}"><i aria-hidden="true">{}</i>{}</span>', shown.shape, sign, shown.word)


@register.simple_tag
def source(found: Source | None, address: str = "", tag: str = "p") -> SafeString:
    """Where a sentence comes from, leading to the entry when there is one."""
    if not found:
        return SafeString("")
    label = dk(place(found))
    if found.certainty == "to_confirm":
        label = SafeString(f"{label} · almindelig viden, ikke efterprøvet")
    inner = _markup('<a href="{}">{}</a>', address, label) if address else label
    return _markup('<{0} class="m-src">{1}</{0}>', tag, inner)


@register.simple_tag
def trace(found: Sequence[Step], summary: str = "Hvorfor?", is_open: bool = False) -> SafeString:
    """Why: event, rule, source, result. Opened without script."""
    if not found:
        return SafeString("")
    opened = SafeString(" open") if is_open else ""
    return _markup('<details class="m-trace"{}><summary>{}</summary>{}</details>', opened, dk(summary), steps(found))


@register.simple_tag
def steps(found: Sequence[Step], small: bool = True) -> SafeString:
    """The steps of a trace, each with its source and the steps beneath it."""
    return _markup('<ol class="m-steps{}">{}</ol>', " m-steps--s" if small else "", SafeString("".join(_step(one, small) for one in found)))


def _step(one: Step, small: bool) -> SafeString:
    value = dk(one.value) if one.value else ""
    if one.mark:
        in_figures = _markup(' <span class="m-mute">({})</span>', value) if value and one.mark in ("met", "not_met") else ""
        value = SafeString(mark(one.mark) + in_figures)
    beneath = steps(one.parts, small) if one.parts else ""
    return _markup('<li><div class="m-row"><b>{}</b><span>{}</span></div>{}{}</li>', dk(one.text), value, source(one.source), beneath)


@register.inclusion_tag("components/field.html")
def field(found: Field | BoundField) -> dict[str, Any]:
    """A field of a form: label, hint, error, what was typed."""
    return {"field": _drawn(found)}


@register.inclusion_tag("components/with_reason.html")
def field_with_reason(choice: Field | BoundField, reason: Field | BoundField) -> dict[str, Any]:
    """A choice, and the reason that unfolds when an answer that needs one is chosen. Without `:has` in the browser it simply stands there."""
    return {"choice": _drawn(choice), "reason": replace(_drawn(reason), required=True)}


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: Context, fields: list[Field], mark: str = "") -> dict[str, Any]:
    """What there is to mend, each leading to its field. When it answers a form that was sent, the reader begins there."""
    request = context.get("request")
    return {"fields": fields, "id": f"errsum-{mark}" if mark else "errsum", "answers": request and request.method == "POST"}


@register.inclusion_tag("components/hidden.html", takes_context=True)
def hidden(context: Context, form: Form, version: int | None = None) -> dict[str, Any]:
    """What a posted form carries unseen: the key of this sending, the version of what it changes, the token against forgery, and its own hidden fields."""
    carried = [shown(form[name]) for name in form.fields if form[name].is_hidden and name not in ("key", "version")]
    return {
        "csrf_token": context.get("csrf_token"),
        "key_name": form["key"].html_name,
        "key": form.sent_key,
        "version_name": form["version"].html_name,
        "version": form.sent_version if version is None else version,
        "carried": carried,
    }


def _drawn(found: Field | BoundField) -> Field:
    return found if isinstance(found, Field) else shown(found, getattr(found, "mark", ""))


@register.inclusion_tag("components/posted_form.html")
def posted_form(form: Form, button: str, back: str = "", quiet: bool = False) -> dict[str, Any]:
    """A whole form that is posted to the page it stands on: what there is to mend, the questions, the button, the way back. `quiet` says nothing of what is missing yet."""
    return {"form": form, "button": button, "back": back, "quiet": quiet}


@register.filter
def kind_label(kind: str) -> str:
    """What a kind of rule is called."""
    return marks.KINDS.get(kind, kind)


@register.filter
def section_sign(section: str) -> str:
    """`§ 82 a` for `82a`."""
    found = open_library().sections.get(section)
    return found.sign if found else f"§ {section}"


@register.filter
def day_text(day: date | None, on: date) -> str:
    """`fredag 27. november`, with the year when it is another than that of `on`."""
    return days.in_text(day, on) if day else ""


@register.filter
def day_plain(day: date | datetime | None, on: date) -> str:
    """`27. november`, of a moment the day it was here, with the year when it is another than that of `on`."""
    if isinstance(day, datetime):
        day = timezone.localdate(day)
    return days.plain(day, on) if day else ""


@register.filter
def day_table(day: date | None, on: date) -> str:
    """`fre. 27. nov.`, with the year when it is another than that of `on`."""
    return days.in_table(day, on) if day else ""


@register.filter
def day_short(day: date | None, on: date) -> str:
    """`27. nov.`, with the year when it is another than that of `on`."""
    return days.short(day, on) if day else ""


@register.filter
def moment(at: datetime, on: date) -> str:
    """`27. nov. kl. 9.30`, with the year when it is not the year of `on`."""
    return days.moment(at, on)


@register.filter
def iso(day: date | None) -> str:
    """A date for machines."""
    return day.isoformat() if day else ""


@register.filter
def day_typed(day: date | None) -> str:
    """`27-11-2026`, as one writes it in a field."""
    return days.typed(day) if day else ""


@register.filter
def cpr(number: str) -> str:
    """A CPR number with its hyphen."""
    digits = number.replace("-", "")
    return f"{digits[:6]}-{digits[6:]}" if len(digits) == 10 else number


@register.filter
def thousands(number: int) -> str:
    """`1.250`."""
    return f"{number:,}".replace(",", ".")


@register.simple_tag(name="due")
def due_chip(found: Due) -> SafeString:
    """When it is due: filled is over, a tinted frame today, a frame this week, plain later."""
    return _markup('<span class="m-due m-due--{}">{}{}</span>', found.shape, icon(found.icon) if found.icon else "", dk(found.words))


@register.simple_tag
def tag(found: Tag) -> SafeString:
    """A word on a row."""
    tone = f" m-tag--{found.tone}" if found.tone else ""
    return _markup('<span class="m-tag{}">{}{}</span>', tone, _markup("{} ", icon(found.icon)) if found.icon else "", found.word)


@register.inclusion_tag("components/work_list.html")
def work_list(groups: Sequence[WorkGroup], caption: str = "Frister, de nærmeste først", choosable: bool = True) -> dict[str, Any]:
    """What is due, the nearest first. On a phone each row is a card."""
    return {"groups": groups, "caption": caption, "choosable": choosable}


@register.simple_tag
def work_row(row: WorkRow, choosable: object = False) -> SafeString:
    """One row of the work list. It is put together here, since a list has fifty."""
    day = day_table(row.due.day, row.due.on)
    box = _markup(_BOX, row.id, SafeString(" checked" if row.chosen else ""), row.who, row.what) if choosable else ""
    to_why = _markup(' <a class="m-why" href="{}" aria-label="Hvorfor {}? {}">Hvorfor?</a>', row.why_address, day, row.who) if row.why_address else ""
    why = _markup('<span class="m-s m-mute">{}{}</span>', dk(row.why), to_why) if row.why or row.why_address or row.steps else ""
    following = _markup('<a href="{}">{}</a>', row.next_address, dk(row.next_step)) if row.next_address else dk(row.next_step)
    tags = SafeString("".join(f"{tag(one)} " for one in row.tags))
    return _markup(
        _ROW, box, due_chip(row.due), iso(row.due.day), dk(day), row.who_address, row.who, tags, dk(row.about), dk(row.what), why, trace(row.steps), following
    )


_BOX = (
    '<td class="c"><div class="m-pickrow"><input type="checkbox" id="v-{0}" name="valgt" value="{0}"{1}>'
    '<label for="v-{0}"><span class="sr-only">Vælg {2}, {3}</span></label></div></td>'
)
_ROW = (
    "<tr data-row>{}"
    '<td class="d">{}<time class="m-s m-mute" datetime="{}">{}</time></td>'
    '<th scope="row"><a href="{}">{}</a><span class="m-s m-mute">{}{}</span></th>'
    '<td><b class="w">{}</b>{}{}</td>'
    '<td class="n">{}</td></tr>'
)


@register.inclusion_tag("components/bulk_bar.html")
def bulk_bar(found: BulkChoice) -> dict[str, Any]:
    """What can be done to the chosen rows. It stands inside the form of the list."""
    return {"bulk": found}


@register.inclusion_tag("components/save_bar.html")
def save_bar(button: str, second: str = "", saved_at: str = "") -> dict[str, Any]:
    """The buttons of a form that saves itself, and when it last did. It stands inside a form with `data-autosave`."""
    return {"button": button, "second": second, "saved_at": saved_at}


@register.inclusion_tag("components/way.html")
def way(stages: Sequence[Stage]) -> dict[str, Any]:
    """Where a case stands on its way. On a phone it stands up."""
    return {"stages": stages}


@register.inclusion_tag("components/flags.html")
def flags(found: Sequence[Flag]) -> dict[str, Any]:
    """What must be known before anything is done."""
    return {"flags": found}


@register.simple_block_tag
def person_head(content: SafeString, person: Person, level: int = 1) -> SafeString:
    """Whose case it is. Between the tag and its end stand the page's buttons."""
    acts = _markup('<div class="m-acts">{}</div>', content) if content.strip() else ""
    return render_to_string("components/person_head.html", {"person": person, "acts": acts, "level": level})


@register.inclusion_tag("components/needs.html")
def needs(found: Sequence[Need]) -> dict[str, Any]:
    """What is missing before the next step."""
    return {"needs": found}


@register.inclusion_tag("components/gates.html", takes_context=True)
def gate_list(context: Context, found: Gates) -> dict[str, Any]:
    """What must be in place, missing first, each with its rule and how it was passed. Forms in it are forms of their own: it can't stand inside another form."""
    return {"gates": found, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/timeline.html")
def timeline(found: Timeline) -> dict[str, Any]:
    """What comes, today, and what has been."""
    return {"line": found}


@register.inclusion_tag("components/levels.html")
def level_bars(found: Levels) -> dict[str, Any]:
    """Levels now and before, as bars and as a table."""
    return {"levels": found}


@register.inclusion_tag("components/curve.html", name="curve")
def curve_picture(found: Curve) -> dict[str, Any]:
    """How far a goal is, as the citizen and the staff see it, with the table beside."""
    return {"curve": found}


@register.inclusion_tag("components/said.html")
def said(statements: Sequence[Statement]) -> dict[str, Any]:
    """Who said or saw what, when."""
    return {"statements": statements}


@register.inclusion_tag("components/letter_paper.html")
def letter_paper(found: Letter) -> dict[str, Any]:
    """A letter as paper, each sentence leading to its source and back."""
    return {"letter": found}


@register.inclusion_tag("components/letter_sentences.html")
def letter_sentences(found: Letter) -> dict[str, Any]:
    """A letter sentence by sentence, with the source beside."""
    return {"letter": found}


@register.inclusion_tag("components/kpis.html")
def kpis(found: Sequence[Kpi]) -> dict[str, Any]:
    """The figures of a leader, none without its whole."""
    return {"kpis": found}


@register.inclusion_tag("components/goal_bars.html", name="goal_bars")
def goal_bars_picture(found: GoalBars) -> dict[str, Any]:
    """Shares month by month against a goal, with the table beside."""
    return {"bars": found}


@register.inclusion_tag("components/extents.html", name="extents")
def extents_picture(found: Extents) -> dict[str, Any]:
    """Granted, ordered and delivered, and where the difference went."""
    return {"extents": found}


@register.inclusion_tag("components/loads.html")
def load_table(found: Sequence[Load], caption: str = "Fordeling", who: str = "Sagsbehandler") -> dict[str, Any]:
    """How much each has to do."""
    return {"loads": found, "caption": caption, "who": who}


@register.inclusion_tag("components/agenda.html")
def agenda(items: Sequence[AgendaItem]) -> dict[str, Any]:
    """The cases of a committee's meeting, in order."""
    return {"items": items}


@register.inclusion_tag("components/choosing.html")
def choosing(row: Choosing) -> dict[str, Any]:
    """The standard's proposal beside the caseworker's choice, and the reason where they differ."""
    return {"row": row}


@register.inclusion_tag("components/filters.html")
def filters(form: Filter, action: str = "", note: str = "") -> dict[str, Any]:
    """A form that narrows a list, and what it is narrowed by."""
    return {"form": form, "action": action, "note": note}


@register.inclusion_tag("components/tabs.html")
def tabs(found: Sequence[Tab], label: str) -> dict[str, Any]:
    """Views of a list, as links."""
    return {"tabs": found, "label": label}


@register.inclusion_tag("components/pairs.html")
def pairs(found: Sequence[Pair]) -> dict[str, Any]:
    """Facts with their labels."""
    return {"pairs": found}


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", link: str = "", link_address: str = "") -> dict[str, Any]:
    """A list with nothing in it says what there is instead."""
    return {"title": title, "text": text, "link": link, "link_address": link_address}
