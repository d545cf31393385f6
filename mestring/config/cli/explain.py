"""`mestring explain`: ask a section a question and see every step of the answer."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from mestring.config.cli.main import console, library, pick_section, pick_standard, write_json
from mestring.rules.facts import FactError, parse_date
from mestring.rules.rulebook import QUESTIONS, Book, Finding, Step

_MARKS = {"met": "✓", "not_met": "✕", "to_judge": "◆", "unknown": "?"}


@click.command()
@click.argument("question", type=click.Choice(list(QUESTIONS)))
@click.option("--standard", "-s", "standard", required=True, help="Standarden, fx vejle-2023, eller blot vejle. 'law' spørger loven.")
@click.option("--section", "-p", "section", required=True, help="Paragraffen, fx 107 eller 82b.")
@click.option("--facts", "-f", "facts", default="{}", help='Sagens oplysninger som JSON, fx \'{"moved_in": "2023-02-01"}\'. Det der udelades, er ukendt.')
@click.option("--fact", "single", multiple=True, metavar="NAVN=VÆRDI", help="En enkelt oplysning, fx --fact moved_in=2023-02-01. Kan gentages.")
@click.option("--on", "on", required=True, help="Dagen der spørges om, fx 2024-02-01 eller 1-2-2024.")
@click.option("--reading", "readings", multiple=True, metavar="LÆSNING=VALG", help="Kør en anden læsning af en uklar tekst, fx --reading basis=status_note.")
@click.option("--json", "as_json", is_flag=True, help="Svar som JSON (formen er beskrevet i docs/how-to/json.md).")
def explain(question: str, standard: str, section: str, facts: str, single: tuple[str, ...], on: str, readings: tuple[str, ...], as_json: bool) -> None:
    """Spørg en paragraf i en standard, og se hvert trin i svaret med kilde.

    \b
    Spørgsmål:
      eligibility  er personen i målgruppen?      deadline    hvornår kommer svaret?
      level        hvor meget hjælp?              hours       hvor mange timer?
      amount       hvilket beløb?                 duration    hvor længe?
      payment      hvad koster det?               follow-up   hvornår følges der op?
      duty         hvilke pligter undervejs?      notice      hvornår kan hjælpen ændres?
      complaint    kan man klage?                choice      kan man vælge selv?
      provider     hvem giver hjælpen?           content     hvad er hjælpen?
      assessment   hvordan udredes behovet?      companion   hvad må ledsageren?

    \b
    Eksempler:
      mestring explain deadline -s viborg-2020 -p 85 --fact received=2020-03-02 --fact application_kind=new --on 2020-03-02
      mestring explain eligibility -s rebild -p 97 --fact born=1980-05-05 --on 2015-06-01
      mestring explain complaint -s randers -p 82b --fact decision_received=2020-01-10 --on 2020-01-10 --json

    Hvilke oplysninger en paragraf læser, vises af: mestring standards facts --standard vejle-2023 --section 107
    """
    book = library()
    standard_id, section_id = pick_standard(book, standard), pick_section(book, section)
    given = {**_json_facts(facts), **_pairs(single, "--fact")}
    unknown = [name for name in given if name not in book.facts]
    if unknown:
        near = _facts_of(book, standard_id, section_id)
        raise click.UsageError(f"Oplysningen '{unknown[0]}' findes ikke. {book.sections[section_id].plain_title} læser: {', '.join(near) or 'ingen'}.")
    try:
        parsed = book.parse_facts(given)
    except FactError as error:
        raise click.UsageError(f"{error.fact}: {error.what} {error.remedy}") from error
    found = book.ask(question, standard_id, section_id, parsed, _day(on), _pairs(readings, "--reading"))
    if as_json:
        write_json([finding.to_json() for finding in found])
        return
    out = console()
    for finding in found:
        _write(out, book, finding)


def _json_facts(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        raise click.UsageError(
            f'--facts er ikke gyldig JSON ({error.msg}, tegn {error.pos + 1}). Skriv fx --facts \'{{"moved_in": "2023-02-01"}}\'.'
        ) from error
    if not isinstance(found, dict):
        raise click.UsageError('--facts skal være et objekt: \'{"oplysning": "værdi"}\'.')
    return found


def _pairs(given: tuple[str, ...], option: str) -> dict[str, str]:
    found = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"{option} '{pair}' mangler et lighedstegn; skriv navn=værdi.")
        found[name.strip()] = value.strip()
    return found


def _day(text: str) -> date:
    try:
        return parse_date(text)
    except ValueError as error:
        raise click.UsageError(f"--on '{text}' er ikke en dato; skriv fx 2024-02-01 eller 1-2-2024.") from error


def _facts_of(book: Book, standard: str, section: str) -> list[str]:
    rules = [entry for entry in book.standard(standard).entries if section in entry.sections]
    return list(dict.fromkeys(fact for entry in rules for fact in entry.facts))


def _write(out: Console, book: Book, finding: Finding) -> None:
    out.print(Text(finding.sentence, style="bold"))
    out.print(Text(f"{finding.status.label}" + (f" · {finding.entry.binding_label}" if finding.entry else ""), style="dim"))
    if finding.entry:
        out.print(Text(finding.entry.text))
    for step in finding.steps:
        _write_step(out, step, 1)
    if finding.missing:
        out.print(Text("Næste spørgsmål: " + ", ".join(f"{book.facts[fact].label} ({fact})" for fact in finding.missing)))
    if finding.entry:
        for reading in finding.entry.readings:
            out.print(Text(f"Læsning [{reading.id}]: {reading.question} Vi har valgt: {reading.chosen.rstrip('.')}.", style="dim"))
        doubt = " (kilden skal bekræftes)" if finding.entry.source.certainty else ""
        out.print(Text(f"{finding.entry.id} · {finding.entry.source.label()}{doubt} · udgave {finding.edition} · {finding.hash}", style="dim"))
    out.print()


def _write_step(out: Console, step: Step, level: int) -> None:
    mark = f"{_MARKS[step.mark]} " if step.mark else "→ "
    value = f": {step.value}" if step.value else ""
    source = f"  [{step.source.label()}]" if step.source and step.source.label() else ""
    out.print(Text("  " * level + mark + step.text + value) + Text(source, style="dim"))
    for part in step.parts:
        _write_step(out, part, level + 1)
