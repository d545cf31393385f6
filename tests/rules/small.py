"""A whole library of one council and one law, small enough to read: written to a folder, whole and without faults.

Tests plant one fault at a time by replacing one piece of text, so each fault stands on a line that can be named.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

FACTS = """\
facts:
  moved_in: {type: date, label: Indflyttet, answered_by: caseworker}
  received: {type: date, label: Modtaget, answered_by: caseworker}
  decided: {type: date, may_be_none: true, label: Afgjort, answered_by: caseworker}
  last_follow_up: {type: date, may_be_none: true, absent: none, label: Seneste opfølgning, answered_by: caseworker}
  decision_received: {type: date, label: Afgørelsen modtaget, answered_by: caseworker}
  complaint_received: {type: date, label: Klagen modtaget, answered_by: caseworker}
  monthly_expense: {type: money, label: Merudgift pr. måned, answered_by: caseworker}
  new_information: {type: yes_no, label: Nye oplysninger, answered_by: caseworker}
  needs_help: {type: judgement, label: Har brug for hjælp, answered_by: caseworker}
  days_wanted: {type: integer, label: Dage om ugen, answered_by: citizen}
  kind:
    type: choice
    label: Ansøgningens art
    answered_by: caseworker
    options: {new: Ny, change: Ændring}
"""

SECTIONS = """\
sections:
  - {id: "107", title: Midlertidigt botilbud, plain_title: Bo et sted i en periode, law: SEL § 107}
  - {id: "100", title: Merudgifter, plain_title: Penge til merudgifter, law: SEL § 100}
  - {id: general, title: Alle paragraffer, plain_title: For alle}
"""

TERMS = """\
forms: {in_person: Personligt møde, virtual: Virtuelt møde}
bases: {status_note: Statusbeskrivelse, follow_up_form: Opfølgningsskema}
matters: {need: Behov, rate: Takst}
bodies: {council: Kommunen, appeals_board: Ankestyrelsen}
columns: {days: Dage}
"""

LAW = """\
id: law
council: law
name: Lovgivningen
title: Serviceloven
valid_from: 2015-01-01
document: {id: law, file: none, sha256: none}
"""

CALENDAR = """\
holidays:
  - {id: new_years_day, name: Nytårsdag, month: 1, day: 1, source: {cite: Loven}}
  - {id: easter_monday, name: 2. påskedag, easter_offset: 1, source: {cite: Loven}}
closed_days:
  - {id: constitution_day, name: Grundlovsdag, month: 6, day: 5, source: {cite: Vejledningen}}
"""

PENSION = """\
rows:
  - {born_from: 1900-01-01, age: 65 years, source: {cite: Loven}}
  - {born_from: 1955-07-01, age: 67 years, source: {cite: Loven}}
"""

RATES = """\
rates:
  - id: sel-100.minimum
    label: Mindste merudgift
    unit: kr per month
    known_until: 2020-12-31
    values:
      - {from: 2019-01-01, to: 2019-12-31, value: 545 kr, source: {cite: Satser for 2019}}
      - {from: 2020-01-01, to: 2020-12-31, value: 556 kr, source: {cite: Satser for 2020}}
  - id: sel-100.standard
    label: Standardbeløb
    unit: kr per month
    known_until: 2020-12-31
    values:
      - {from: 2019-01-01, to: 2019-12-31, value: 1020 kr, source: {cite: Satser for 2019}}
      - {from: 2020-01-01, to: 2020-12-31, value: 1040 kr, source: {cite: Satser for 2020}}
"""

LAW_107 = """\
section: "107"
title: Midlertidigt botilbud
rules:
  - id: sel-107-target-group
    topic: target_group
    kind: condition
    text: Loven omfatter den, der har brug for hjælp.
    source: {cite: SEL § 107}
    binding: law
    all:
      - {text: har brug for hjælp, judge: needs_help}
open_terms:
  - {id: follow_up, topic: follow_up, kind: cadence, text: Der følges op mindst en gang om året., source: {cite: SEL § 148}, bound: {field: then.every, at_most: 1 years}}
  - {id: deadline, topic: deadline, kind: deadline, text: Fristen er højst otte uger., source: {cite: RSL § 3}, bound: {field: length, at_most: 8 weeks}}
examples:
  - {name: behovet er der, rule: sel-107-target-group, given: {needs_help: true, on: 2024-01-01}, expect: {answer: met}}
"""

STANDARD = """\
id: lilleby-2023
council: lilleby
name: Lilleby Kommune
title: Serviceniveau
valid_from: 2019-01-01
document: {id: lilleby-2023, file: lilleby.txt, sha256: DIGEST}
"""

COUNCIL_107 = """\
section: "107"
title: Et sted at bo
plain_title: Bo et sted i en periode
lead: Et sted at bo for en tid.
rules:
  - id: lilleby-107-follow-up
    topic: follow_up
    kind: cadence
    text: Der følges op tre måneder efter indflytning og derefter mindst hver sjette måned.
    source: {lines: [3, 4], heading: Opfølgning}
    binding: service_level
    counts_from: moved_in
    first: {after: 3 months, form: in_person}
    then: {every: 6 months, at_least: true, form: in_person, basis: follow_up_form, matters: [need, rate]}
    month_end: last_day
    readings:
      - id: basis
        question: Hvilket grundlag?
        chosen: opfølgningsskemaet
        because: Bilaget er det mest specifikke.
        alternatives:
          - {id: status_note, text: Statusbeskrivelsen, change: {then: {basis: status_note}}}
  - id: lilleby-107-deadline
    topic: deadline
    kind: deadline
    text: Ændringer afgøres inden fire uger, er der nye oplysninger inden otte, nye ansøgninger inden otte.
    source: {lines: [6, 8]}
    binding: deadline
    until: decided
    variants:
      - {when: {kind: change, new_information: false}, length: 4 weeks}
      - {when: {kind: change, new_information: true}, length: 8 weeks}
      - {when: {kind: new}, length: 8 weeks}
  - id: lilleby-107-days
    topic: level
    kind: table
    text: Der gives en dag til ændringer og to til nye.
    source: {lines: [10, 11]}
    binding: service_level
    of: [kind]
    columns: {days: days}
    rows:
      - {key: [new], days: 2}
      - {key: [change], days: 1}
  - id: lilleby-107-complaint
    topic: complaint
    kind: complaint
    text: Der kan klages inden fire uger.
    source: {lines: [13, 13]}
    binding: law
    allowed: true
    first_to: council
    body: appeals_board
    limit: 4 weeks
    moves_off_closed_day: true
statements:
  - id: lilleby-107-purpose
    topic: content
    aspect: purpose
    text: Opholdet skal gøre borgeren klar til egen bolig.
    value: {months_max: 24}
    source: {lines: [15, 15]}
    binding: service_level
not_modelled:
  - {lines: [17, 17], reason: judgement, text: Et værdigrundlag.}
marked:
  - {lines: [1, 1], what: heading}
findings:
  - id: lilleby-107-gap
    type: gap
    text: Standarden siger ikke, hvem der følger op.
    chosen: Kommunen.
    source: {lines: [3, 3]}
examples:
  - {name: den første opfølgning, rule: lilleby-107-follow-up, given: {moved_in: 2023-08-31, on: 2023-09-01}, expect: {next: 2023-11-30}}
  - {name: ændring uden nye oplysninger, rule: lilleby-107-deadline, given: {received: 2024-01-01, kind: change, new_information: false, on: 2024-01-01}, expect: {date: 2024-01-29}}
  - {name: en ny ansøgning giver to dage, rule: lilleby-107-days, given: {kind: new, on: 2024-01-01}, expect: {days: 2}}
  - {name: klagefristen, rule: lilleby-107-complaint, given: {decision_received: 2024-05-08, on: 2024-05-08}, expect: {date: 2024-06-06}}
"""

COUNCIL_100 = """\
section: "100"
title: Merudgifter
rules:
  - id: lilleby-100-amount
    topic: amount
    kind: tiers
    text: Beløbet afhænger af merudgiften.
    source: {lines: [19, 20]}
    binding: law
    of: monthly_expense
    rounding: {to: 1 kr, direction: half_up, moment: before_lookup}
    rows:
      - {under: {rate: sel-100.minimum}, gives: 0 kr}
      - {from: {rate: sel-100.minimum}, up_to: 1530 kr, gives: {rate: sel-100.standard}}
      - {above: 1530 kr, gives: the_amount}
examples:
  - {name: under mindstebeløbet, rule: lilleby-100-amount, given: {monthly_expense: 544 kr, on: 2019-05-01}, expect: {amount: 0 kr}}
  - {name: mindstebeløbet, rule: lilleby-100-amount, given: {monthly_expense: 545 kr, on: 2019-05-01}, expect: {amount: 1020 kr}}
"""

DOCUMENT = """\
LILLEBY KOMMUNE

Der følges op tre måneder efter indflytning
og derefter mindst hver sjette måned.

Ændringer afgøres inden 4 uger,
med nye oplysninger inden 8 uger,
nye ansøgninger inden 8 uger.

Ændring: 1 dag.
Ny: 2 dage.

Du kan klage inden 4 uger.

Målet er egen bolig.

Vi møder mennesker, hvor de er.

Er merudgiften under mindstebeløbet, gives intet;
ellers standardbeløbet, over 1.530 kr. det hele.
"""

FILES = {
    "facts/all.yaml": FACTS,
    "sections.yaml": SECTIONS,
    "vocabulary/terms.yaml": TERMS,
    "law/law.yaml": LAW,
    "law/calendar.yaml": CALENDAR,
    "law/pension-age.yaml": PENSION,
    "law/rates/sel-100.yaml": RATES,
    "law/serviceloven/sel-107.yaml": LAW_107,
    "councils/lilleby/2023/standard.yaml": STANDARD,
    "councils/lilleby/2023/sel-107.yaml": COUNCIL_107,
    "councils/lilleby/2023/sel-100.yaml": COUNCIL_100,
}
SEL_107 = "councils/lilleby/2023/sel-107.yaml"
SEL_100 = "councils/lilleby/2023/sel-100.yaml"


def write(folder: Path) -> Path:
    """The library's files in `folder/standards`, and its document in `folder/documents`. Answers the library's root."""
    root = folder / "standards"
    digest = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("DIGEST", digest), encoding="utf-8")
    (folder / "documents").mkdir()
    (folder / "documents" / "lilleby.txt").write_text(DOCUMENT, encoding="utf-8")
    return root


def plant(root: Path, name: str, old: str, new: str) -> int:
    """Put one text for another in a file; the old one must stand there once. Answers the line where the change begins, from 1."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    at = text.index(old) + same
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[:at].count("\n") + 1


def line_of(root: Path, name: str, piece: str) -> int:
    """The line a piece of text stands on, from 1."""
    text = (root / name).read_text(encoding="utf-8")
    assert text.count(piece) == 1, f"{piece!r} stands {text.count(piece)} times in {name}"
    return text[: text.index(piece)].count("\n") + 1
