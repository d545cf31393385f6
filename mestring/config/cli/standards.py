"""`mestring standards`: read, check, compare and export the library."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click
from rich.progress import Progress

from mestring.config.cli.main import FOUND_PROBLEMS, console, library, pick_section, pick_standard, write_json, write_table
from mestring.rules.danish import date_plain
from mestring.rules.rulebook import SHIPPED, Entry, Problem
from mestring.rules.rulebook.activation import activation
from mestring.rules.rulebook.check import check_entry
from mestring.rules.rulebook.compare import compare as compare_standards
from mestring.rules.rulebook.compare import diff as diff_standards
from mestring.rules.rulebook.compare import exported
from mestring.rules.rulebook.model import TOPIC_LABELS
from mestring.rules.rulebook.verify import seal as seal_passages
from mestring.rules.rulebook.verify import spans
from mestring.rules.rulebook.verify import verify as verify_documents


@click.group()
def standards() -> None:
    """Læs, tjek, sammenlign og eksportér standarderne.

    \b
    Prøv:
      mestring standards list
      mestring standards show vejle-2023 --section 97
      mestring standards diff randers-2019 vejle-2023
      mestring standards verify --documents MAPPE
      mestring standards export --json > poster.json
    """


@standards.command("list")
@click.option("--json", "as_json", is_flag=True, help="Som JSON.")
def list_(as_json: bool) -> None:
    """Alle standarder: hvornår de gælder, og hvor meget de rummer."""
    book = library()
    rows = []
    for standard in book.all_standards():
        rules = sum(entry.rule is not None for entry in standard.entries)
        found = {
            "id": standard.id,
            "name": standard.name,
            "title": standard.title,
            "valid_from": standard.valid_from.isoformat(),
            "edition": standard.edition,
            "sections": list(standard.section_pages),
            "rules": rules,
            "statements": len(standard.entries) - rules,
            "findings": len(standard.findings),
            "hash": standard.hash,
        }
        rows.append(found)
    if as_json:
        write_json(rows)
        return
    shown = [[str(row[key]) for key in ("id", "name", "valid_from", "rules", "statements", "findings", "hash")] for row in rows]
    write_table("Standarder", ["id", "kommune", "gælder fra", "regler", "oplysninger", "fund", "hash"], shown)


@standards.command()
@click.argument("standard")
@click.option("--section", "-p", help="Kun én paragraf, fx 107.")
@click.option("--topic", "-t", type=click.Choice(list(TOPIC_LABELS)), help="Kun ét emne.")
@click.option("--json", "as_json", is_flag=True, help="Som JSON, i samme form som export.")
def show(standard: str, section: str | None, topic: str | None, as_json: bool) -> None:
    """Vis en standards poster med kilde.

    \b
    Eksempler:
      mestring standards show vejle-2023
      mestring standards show viborg --section 85 --topic deadline
    """
    book = library()
    found = book.standard(pick_standard(book, standard))
    section_id = pick_section(book, section) if section else None
    entries = [entry for entry in found.entries if (section_id is None or section_id in entry.sections) and (topic is None or topic == entry.topic)]
    if as_json:
        write_json([exported(entry) for entry in entries])
        return
    out = console()
    out.print(f"[bold]{found.name}: {found.title}[/bold]")
    out.print(f"Gælder fra {date_plain(found.valid_from)} · udgave {found.edition} · {found.hash}\n")
    for name, page in found.section_pages.items():
        own = [entry for entry in entries if name in entry.sections]
        if own:
            sign = book.sections[name].sign
            write_table(f"{sign}  {page.title}", ["emne", "tekst", "kilde"], [[entry.topic_label, entry.text, entry.source.label()] for entry in own])
            out.print()


@standards.command()
@click.option("--standard", "-s", required=True, help="Standarden, fx vejle-2023.")
@click.option("--section", "-p", required=True, help="Paragraffen, fx 107.")
def facts(standard: str, section: str) -> None:
    """Hvilke oplysninger en paragrafs regler læser, og hvordan de skrives."""
    book = library()
    section_id = pick_section(book, section)
    rules = [entry for entry in book.standard(pick_standard(book, standard)).entries if section_id in entry.sections]
    names = dict.fromkeys(fact for entry in rules for fact in entry.facts)
    rows = [[name, book.facts[name].label, book.facts[name].type, ", ".join(book.facts[name].options)] for name in names]
    write_table(f"Oplysninger til {book.sections[section_id].sign}", ["navn", "dansk", "type", "svar"], rows)


@standards.command()
@click.argument("chosen", nargs=-1, metavar="[STANDARD]...")
@click.option("--library", "path", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Et andet bibliotek end det medfølgende.")
def check(chosen: tuple[str, ...], path: Path | None) -> None:
    """Tjek biblioteket: form, navne, lovens grænser og alle eksempler.

    Hver fejl skrives som fil:linje:kolonne: hvad der er galt, og hvad der ville være rigtigt. Udgangskoden er 1, når der er fejl.
    """
    book = library(path)
    selected = [book.standard(pick_standard(book, one)) for one in chosen] or list(book.all_standards())
    problems: list[Problem] = []
    with Progress(console=console(), transient=True) as progress:
        for standard in selected:
            for entry in progress.track(standard.entries, description=standard.id):
                problems += check_entry(book, entry)
    for problem in problems:
        click.echo(str(problem), err=True)
    rules = [entry for standard in selected for entry in standard.entries if entry.rule]
    examples = sum(len(entry.examples) for entry in rules)
    click.echo(f"{len(selected)} standarder, {len(rules)} regler, {examples} eksempler: {len(problems)} fejl.")
    for standard in selected:
        state = activation(book, standard, problems)
        click.echo(f"  {standard.id}: {state.sentence}")
        for entry in standard.entries:
            for remark in entry.rule.remarks() if entry.rule else ():
                click.echo(f"    bemærk, {entry.id}: {remark}")
    if problems:
        raise SystemExit(FOUND_PROBLEMS)


@standards.command()
@click.argument("before")
@click.argument("after")
@click.option("--json", "as_json", is_flag=True, help="Som JSON.")
def diff(before: str, after: str, as_json: bool) -> None:
    """Forskellen på to standarder, regel for regel: hvad kom til, hvad gik ud, hvilke felter ændrede sig."""
    book = library()
    changes = diff_standards(book.standard(pick_standard(book, before)), book.standard(pick_standard(book, after)))
    if as_json:
        write_json(
            [
                {
                    "what": change.what,
                    "id": change.entry.id,
                    "text": change.entry.text,
                    "fields": [{"field": field, "before": old, "after": new} for field, old, new in change.fields],
                }
                for change in changes
            ]
        )
        return
    words = {"added": "+", "removed": "−", "changed": "~"}
    for change in changes:
        click.echo(f"{words[change.what]} {change.entry.id}: {change.entry.text}")
        for field, old, new in change.fields:
            if field != "text":
                click.echo(f"    {field}: {json.dumps(old, ensure_ascii=False)} → {json.dumps(new, ensure_ascii=False)}")


@standards.command()
@click.option("--section", "-p", required=True, help="Paragraffen, fx 85.")
@click.option("--standard", "-s", "chosen", multiple=True, help="En standard; kan gentages. Uden: alle der har paragraffen.")
@click.option("--json", "as_json", is_flag=True, help="Som JSON.")
def compare(section: str, chosen: tuple[str, ...], as_json: bool) -> None:
    """Kommunerne side om side på en paragraf.

    \b
    Eksempel:
      mestring standards compare --section 85 --standard vejle --standard randers
    """
    book = library()
    section_id = pick_section(book, section)
    names = [pick_standard(book, one) for one in chosen] or [standard.id for standard in book.standards.values() if section_id in standard.section_pages]
    rows = compare_standards(book, section_id, names)
    if as_json:
        write_json(
            [
                {"topic": row.topic, "differs": row.differs, "entries": {name: [exported(entry) for entry in entries] for name, entries in row.entries.items()}}
                for row in rows
            ]
        )
        return
    out = console()
    for row in rows:
        out.print(f"[bold]{TOPIC_LABELS[row.topic]}[/bold]")
        for name, entries in row.entries.items():
            out.print(f"  {name}: " + (" ".join(_said(entry) for entry in entries[:6]) or "står ikke i dokumentet"), markup=False)


def _said(entry: Entry) -> str:
    return entry.text


@standards.command()
@click.option("--documents", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="Mappen med de vedtagne dokumenter som tekst.")
@click.option("--json", "as_json", is_flag=True, help="Som JSON.")
def verify(documents: Path, as_json: bool) -> None:
    """Hold biblioteket op mod dokumenterne: er hvert citeret sted uændret, og er hver linje gjort rede for?

    Udgangskoden er 1, når et sted har ændret sig, eller en linje mangler.
    """
    reports = verify_documents(library(), documents)
    if as_json:
        write_json(
            [
                {
                    "standard": report.standard.id, "found": report.found, "same_file": report.same_file, "lines": report.lines, "accounted": report.accounted,
                    "coverage": round(report.coverage, 6), "changed": list(report.changed), "unread": list(report.unread), "beyond": list(report.beyond), "uncited": list(report.uncited),
                }
                for report in reports
            ]
        )  # fmt: skip
    else:
        for report in reports:
            if not report.found:
                click.echo(f"{report.standard.id}: dokumentet {report.standard.document.file} findes ikke i mappen.")
                continue
            same = "samme fil, som blev læst" if report.same_file else "IKKE samme fil, som blev læst"
            click.echo(f"{report.standard.id}: {report.accounted} af {report.lines} linjer gjort rede for ({report.coverage:.1%}); {same}.")
            for what, places in (("ændret siden læsningen", report.changed), ("ikke forseglet", report.unread), ("uden for dokumentet", report.beyond)):
                for place in places:
                    click.echo(f"  {what}: l. {place}")
            if report.uncited:
                click.echo(f"  ingen post nævner linje {spans(report.uncited)}")
    if not all(report.whole for report in reports):
        raise SystemExit(FOUND_PROBLEMS)


@standards.command()
@click.option("--documents", required=True, type=click.Path(path_type=Path, exists=True, file_okay=False), help="Mappen med de vedtagne dokumenter som tekst.")
def seal(documents: Path) -> None:
    """Forsegl: skriv ned, hvad hvert citeret sted siger nu, så et ændret ord opdages senere.

    Gør det kun, når stederne er læst igen; det er dét, verify derefter holder op mod.
    """
    for standard, count in seal_passages(library(), documents, SHIPPED).items():
        click.echo(f"{standard}: {count} steder forseglet.")


@standards.command()
@click.argument("entries", nargs=-1, required=True, metavar="ID...")
@click.option("--by", required=True, help="Hvem der har sammenholdt posten med kilden.")
@click.option("--on", required=True, help="Hvornår, fx 2026-11-25.")
def review(entries: tuple[str, ...], by: str, on: str) -> None:
    """Skriv ned, at poster er sammenholdt med deres kilde. Bortfalder, når posten ændres."""
    book = library()
    for name in entries:
        try:
            entry = book.entry(name)
        except KeyError as error:
            raise click.UsageError(f"Posten '{name}' findes ikke. Se dem med: mestring standards show STANDARD") from error
        standard = book.standard(entry.standard)
        folder = SHIPPED / "law" if standard.is_law else SHIPPED / Path(standard.entries[0].file).relative_to("standards").parent
        path = folder / "reviews.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        known[name] = {"by": by, "on": date.fromisoformat(on).isoformat(), "hash": entry.hash}
        path.write_text(json.dumps(known, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8")
    click.echo(f"{len(entries)} poster sammenholdt af {by}.")


@standards.command()
@click.option("--json", "as_json", is_flag=True, required=True, help="JSON er den eneste form.")
@click.option("--standard", "-s", "chosen", multiple=True, help="Kun denne standard; kan gentages.")
def export(as_json: bool, chosen: tuple[str, ...]) -> None:
    """Alle poster i alle standarder og loven i én liste (formen er beskrevet i docs/how-to/json.md)."""
    book = library()
    selected = [book.standard(pick_standard(book, one)) for one in chosen] or list(book.all_standards())
    write_json([exported(entry) for standard in selected for entry in standard.entries])
