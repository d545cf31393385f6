"""The tags and filters of all pages. Built in, so that no template has to load them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from mestring.rules import danish
from mestring.rules.finding import Source, Step
from mestring.web.components import marks

register = template.Library()

_KEEP_TOGETHER = (
    (re.compile(r"(§§?) (?=\d|[a-z]\b)"), "\\1\u00a0"),
    (re.compile(r"(§§?\u00a0\d+) ([a-e])\b(?![.)])"), "\\1\u00a0\\2"),
    (re.compile(r"\b(stk\.|nr\.|l\.|kap\.) (?=\d)"), "\\1\u00a0"),
    (re.compile(r"\b(\d{1,2}\.) (?=(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec))"), "\\1\u00a0"),
    (re.compile(r"(\d) (kr|%|timer|uger|måneder|dage|år)\b"), "\\1\u00a0\\2"),
)


@register.filter
def dk(text: object) -> SafeString:
    """Danish text as it should be set: paragraph signs, dates and figures stay with what follows them."""
    shown = str(escape(text))
    for pattern, instead in _KEEP_TOGETHER:
        shown = pattern.sub(instead, shown)
    return mark_safe(shown)


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
def no_stop(text: str) -> str:
    """A sentence without its full stop, to stand as a heading or in a list."""
    return text.rstrip().removesuffix(".")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the design system. It says nothing aloud unless it has a label."""
    address = static("dkfds/img/all-svg-icons.svg")
    if label:
        return format_html('<svg class="icon-svg" role="img" aria-label="{}"><use href="{}#{}"></use></svg>', label, address, name)
    return format_html('<svg class="icon-svg" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>', address, name)


@register.simple_tag
def mark(found: marks.Mark | str) -> SafeString:
    """Met, not met, to be judged, unknown: shape, colour and word together."""
    shown = found if isinstance(found, marks.Mark) else marks.of_step(found)
    sign = format_html("<b>{}</b>", shown.sign) if shown.shape == "judge" else shown.sign
    return format_html('<span class="m-mark m-mark--{}"><i aria-hidden="true">{}</i>{}</span>', shown.shape, sign, shown.word)


@register.simple_tag
def source(found: Source | None, address: str = "", tag: str = "p") -> SafeString:
    """Where a sentence comes from, leading to the entry when there is one."""
    if not found:
        return mark_safe("")
    label = dk(place(found))
    if found.certainty == "to_confirm":
        label = mark_safe(f"{label} · almindelig viden, ikke efterprøvet")
    inner = format_html('<a href="{}">{}</a>', address, label) if address else label
    return format_html('<{0} class="m-src">{1}</{0}>', tag, inner)


@register.inclusion_tag("components/trace.html")
def trace(steps: tuple[Step, ...], summary: str = "Hvorfor?", is_open: bool = False) -> dict[str, Any]:
    """Why: event, rule, source, result. Opened without script."""
    return {"steps": steps, "summary": summary, "is_open": is_open}


@register.inclusion_tag("components/steps.html")
def steps(found: tuple[Step, ...], small: bool = True) -> dict[str, Any]:
    return {"steps": found, "small": small}


@register.inclusion_tag("components/field.html")
def field(found: Any) -> dict[str, Any]:
    """A field of a form: label, hint, error, what was typed."""
    return {"field": found}


@register.inclusion_tag("components/error_summary.html")
def error_summary(fields: list[Any]) -> dict[str, Any]:
    """What there is to mend, each leading to its field."""
    return {"fields": fields}


@register.filter
def kind_label(kind: str) -> str:
    """What a kind of rule is called."""
    return marks.KINDS.get(kind, kind)
