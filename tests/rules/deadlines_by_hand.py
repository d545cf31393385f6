"""The length of every deadline, limit, notice and follow-up, read in the documents and written by hand.

Lines are those of the text files in `../shared/sources`. Nothing here is taken from the YAML: a rule without a row here is a fault, and so is
a row without a rule. Lengths are `relativedelta`s or `working(n)`; the tests count them with dateutil and the `holidays` library.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Working:
    """A number of working days."""

    days: int


def working(number: int) -> Working:
    return Working(number)


def days(number: int) -> relativedelta:
    return relativedelta(days=number)


def weeks(number: int) -> relativedelta:
    return relativedelta(weeks=number)


def months(number: int) -> relativedelta:
    return relativedelta(months=number)


def years(number: int) -> relativedelta:
    return relativedelta(years=number)


SAME_DAY = days(0)


@dataclass(frozen=True)
class Ends:
    """A date a length after (or before) a date: the answer `output`, in cases with these facts. `included`: the last day of a time that begins on it."""

    counts_from: str
    length: relativedelta | Working
    facts: dict[str, Any] = field(default_factory=dict)
    output: str = "date"
    moves: bool = False
    before: bool = False
    included: bool = False


@dataclass(frozen=True)
class Rhythm:
    """A follow-up: the first, and how often then; `least` says that a follow-up held moves the next. Phases as (until, every)."""

    counts_from: str
    first: relativedelta | None = None
    then: relativedelta | None = None
    least: bool = False
    facts: dict[str, Any] = field(default_factory=dict)
    phases: tuple[tuple[relativedelta | None, relativedelta], ...] = ()


NO_COMPLAINT = "no complaint"
NO_INTERVAL = "no interval is printed"


def complaint(review: bool, **facts: Any) -> list[Ends]:
    """Four weeks from receipt, moved off closed days; the council or shelter looks again within four weeks."""
    found = [Ends("decision_received", weeks(4), facts, moves=True)]
    return [*found, Ends("complaint_received", weeks(4), facts, output="review_by")] if review else found


def limit(counts_from: str, length: relativedelta, **facts: Any) -> list[Ends]:
    return [Ends(counts_from, length, facts, output="limit", included=True)]


def ends(counts_from: str, length: relativedelta | Working, **facts: Any) -> list[Ends]:
    return [Ends(counts_from, length, facts)]


def before(event: str, length: relativedelta = SAME_DAY, **facts: Any) -> list[Ends]:
    return [Ends(event, length, facts, before=True)]


CUT = [{"decision_effect": effect} for effect in ("reduced", "withdrawn")]
NOTICE = [Ends("decision_received", weeks(14), facts) for facts in CUT]
EARLY_HELP = {"applied_for_specific_service": True, "refused_with_reference_to_early_help": True}

BALLERUP = {
    "ballerup-82a-broken-agreements": ends("agreements_broken_since", weeks(4)),  # 68: "over en periode på 4 uger afsluttes forløbet"
    "ballerup-82a-bridging": before("planned_end", months(2)),  # 109: "De sidste 1-2 måneder", the earliest of them
    "ballerup-82a-complaint": NO_COMPLAINT,  # 150
    "ballerup-82a-follow-up": NO_INTERVAL,  # 107: agreed in the plan
    "ballerup-82a-social-skills-duration": limit("started", months(9), course_kind="social_skills_group"),  # 80, 102
    "ballerup-82b-duration": limit("started", months(6)),  # 103
}
RANDERS = {
    "randers-82a-answer": ends("plan_made", working(10)),  # 265: "senest 10 arbejdsdage efter … borgerplanen"
    "randers-85-deadline": ends("received", weeks(8)),  # 271: "op til 8 uger"
    "randers-82a-complaint": complaint(True, **EARLY_HELP),  # 257-259, RSL 66-67
    "randers-85-complaint": complaint(True, fully_granted=False),  # 261
    "randers-82a-follow-up": Rhythm("started", then=months(1)),  # 275: "månedlig opfølgning"
    "randers-85-follow-up": Rhythm("started", months(3), years(1), least=True),  # 277: "senest tre måneder … mindst en gang årligt"
    "randers-82a-duration": limit("started", months(6)),  # 275
    "randers-82b-duration": limit("started", months(6)),  # 275, 295
    "randers-141-offer": ends("granted", SAME_DAY),  # 251: "samtidig"
}
REBILD = {
    "rebild-101-young-start": ends("inquired", days(14), covered_by_young_duty_101=True),  # 641
    "rebild-101-start": ends("inquired", days(14), chose_other_provider=False),  # 657
    "rebild-general-follow-up": NO_INTERVAL,  # 111: "systematisk"
    "rebild-85-follow-up": Rhythm("granted", months(3), years(1), least=True),  # 218: "minimum en gang årligt"
    "rebild-97-follow-up": Rhythm("granted", then=years(1), least=True),  # 266: "mindst en gang om året"
    "rebild-98-follow-up": Rhythm("granted", then=years(1)),  # 300
    "rebild-99-follow-up": NO_INTERVAL,  # 358: "løbende"
    "rebild-101-follow-up": Rhythm("treatment_started", months(3)),  # 659: "efter tre måneder"
    "rebild-102-follow-up": NO_INTERVAL,  # 684
    "rebild-103-follow-up": Rhythm("granted", then=years(1)),  # 430
    "rebild-104-visited-follow-up": Rhythm("granted", then=years(1), facts={"day_offer_access": "assessed"}),  # 458
    "rebild-107-follow-up": Rhythm("granted", then=months(6)),  # 522: "hvert halve år"
    "rebild-108-follow-up": Rhythm("granted", then=years(1)),  # 559
    "rebild-109-follow-up": Rhythm("admitted", days(14)),  # 581: "efter 14 dages ophold"
    "rebild-110-follow-up": Rhythm("admitted", days(14)),  # 607
    "rebild-84-duration": limit("started", weeks(3)),  # 174
    "rebild-85-preventive-cap": limit("started", months(3), support_85_form="preventive"),  # 188
    "rebild-85-grant-length": limit("started", years(1), support_85_form="ongoing"),  # 216: "et år ad gangen"
    "rebild-85-short-course": limit("started", months(6), support_85_form="short_course"),  # 216: "3-6 måneder"
}
SOCIAL_PSYCHIATRY = {"target_group": "social_psychiatry"}
OWN_INTELLECTUAL = {"target_group": "intellectual_disability", "placement": "own_offer"}
VEJLE = {
    "vejle-109-notification": ends("admitted", working(3)),  # 1316: "inden for 3 hverdage"
    "vejle-109-stay-plan": ends("stay_known", days(14)),  # 1486: "senest 14 dage efter, Vejle Kommune er blevet bekendt"
    "vejle-110-notification": ends("admitted", days(3)),  # 1486: "Senest 3 dage"
    "vejle-110-stay-plan": ends("stay_known", days(14)),  # 1486
    "vejle-109-complaint": complaint(True),  # 1368, 1370
    "vejle-82ab-follow-up": Rhythm("started", weeks(12)),  # 551
    "vejle-82ab-report": ends("started", weeks(12)),  # 573
    "vejle-84-follow-up": Rhythm("granted", then=years(1), least=True),  # 1496: "minimum 1 x årligt"
    "vejle-85-follow-up": Rhythm("started", months(3), months(6), least=True),  # 1500; 640: "Minimum hver 6. måned"
    "vejle-85a-follow-up": Rhythm("started", then=months(6), least=True),  # 640: "Minimum hver 6. måned", in the chapter on §§ 85 and 85 a
    "vejle-97-follow-up": Rhythm("started", then=years(1), least=True),  # 772, 1496
    "vejle-100-follow-up": Rhythm("granted", then=years(1)),  # 1492: "1 x årligt"
    "vejle-103-follow-up": Rhythm("started", then=years(2)),  # 918, 1514
    "vejle-104-follow-up": Rhythm("started", then=years(2), facts={"housing": "accommodation_107"}),  # 1009, 1510
    "vejle-104-follow-up-without-accommodation": NO_INTERVAL,  # 1017
    "vejle-107-follow-up": Rhythm("moved_in", months(3), months(6), least=True),  # 1111, 1454-1456
    "vejle-107-form-before-follow-up": before("next_follow_up"),  # 1119
    "vejle-107-extra-resources-follow-up": NO_INTERVAL,  # 1480
    "vejle-108-first-follow-up": Rhythm("moved_in", months(3), facts={"target_group": "other"}),  # 1249
    "vejle-108-follow-up-intellectual-own": Rhythm("moved_in", then=years(2), facts=OWN_INTELLECTUAL),  # 1442
    "vejle-108-follow-up-intellectual-elsewhere": Rhythm("moved_in", then=years(1), facts={**OWN_INTELLECTUAL, "placement": "private_offer"}),  # 1450
    # 1444: "1 x årligt (de første 3 år)"
    "vejle-108-rate-intellectual-own": Rhythm("moved_in", facts=OWN_INTELLECTUAL, phases=((years(3), years(1)),)),
    # 1462-1466: 3 months, every 6 months until 3 years from moving in, then yearly
    "vejle-108-follow-up-autism-brain-injury": Rhythm(
        "moved_in", months(3), facts={"target_group": "autism"}, least=True, phases=((years(3), months(6)), (None, years(1)))
    ),
    "vejle-108-follow-up-social-psychiatry": Rhythm("moved_in", months(3), months(6), least=True, facts=SOCIAL_PSYCHIATRY),  # 1472
    "vejle-108-rate-social-psychiatry": Rhythm("moved_in", then=years(1), facts=SOCIAL_PSYCHIATRY),  # 1474
    "vejle-108-follow-up-other-groups": NO_INTERVAL,  # 1249 names none for them
    "vejle-108-status-before-follow-up": before("next_follow_up"),  # 1259
    "vejle-108-extra-resources-follow-up": NO_INTERVAL,  # 1480
    "vejle-109-counselling-start": before("move_out_preparation"),  # 1320
    "vejle-109-plan-before-follow-up": before("next_follow_up"),  # 1486
    "vejle-109-follow-up": Rhythm("stay_known", days(14), days(14), least=True),  # 1486: "minimum hver 14. dag"
    "vejle-110-plan-before-follow-up": before("next_follow_up"),  # 1486
    "vejle-110-follow-up": Rhythm("stay_known", days(14), days(14), least=True),  # 1486
    "vejle-85-sparring": [  # 1502: 12 months at the same level, then every 6
        Ends("level_changed", months(12)),
        Ends("level_changed", months(12), {"last_review": None}),
    ],
    "vejle-catalogue-prevention-in-hospital": limit("hospital_support_started", months(1)),  # 402: "ca. 1 måned"
    "vejle-catalogue-prevention-at-home": limit("home_support_started", months(3)),  # 402: "ca. 3 måneders"
    "vejle-catalogue-module-103-job-limit": limit("started", months(6), intervention_offer="clarification_103_job"),  # 483
    "vejle-82ab-duration": [  # 551: 12 weeks, up to 24 when needed
        Ends("started", weeks(12), {"needs_extension": False}, output="limit", included=True),
        Ends("started", weeks(24), {"needs_extension": True}, output="limit", included=True),
    ],
    "vejle-82ab-duration-limit": limit("started", months(6)),  # 553
}
CHANGE, NEW = {"application_kind": "change"}, {"application_kind": "new"}
VIBORG = {
    "viborg-81-deadline": ends("received", weeks(2)),  # 323
    "viborg-other-deadline-homeless-family": ends("received", days(4)),  # 325
    "viborg-85-deadline-skills": [Ends("received", weeks(4), CHANGE), Ends("received", weeks(6), NEW)],  # 330-331
    "viborg-96-deadline": [  # 335-338
        Ends("received", weeks(4), {**CHANGE, "new_information": False}),
        Ends("received", weeks(8), {**CHANGE, "new_information": True}),
        Ends("received", weeks(12), NEW),
        Ends("received", weeks(12), {**NEW, "new_information": True}),
    ],
    "viborg-97-deadline": ends("received", weeks(4)),  # 340
    "viborg-98-deadline": ends("received", weeks(4)),  # 342
    "viborg-100-deadline": ends("received", weeks(8)),  # 349
    "viborg-101-deadline": ends("inquired", weeks(2)),  # 354: "Henvendelsesdato = ansøgningstidspunkt"
    "viborg-other-deadline-alcohol": ends("inquired", weeks(2)),  # 355
    "viborg-102-deadline": ends("received", weeks(4)),  # 358
    "viborg-103-deadline": ends("received", weeks(4)),  # 361
    "viborg-104-deadline": ends("received", weeks(4)),  # 362
    "viborg-85-deadline-home-support": ends("received", weeks(6)),  # 365
    "viborg-107-deadline": ends("received", weeks(8)),  # 366
    "viborg-108-deadline": ends("received", weeks(8)),  # 367
    "viborg-other-deadline-early-pension": ends("case_raised", weeks(12)),  # 369
    "viborg-other-deadline-assistance-supplement": ends("case_raised", weeks(12)),  # 371
    "viborg-other-deadline-care-supplement": ends("case_raised", weeks(12)),  # 373
    "viborg-general-decision-letter": ends("committee_met", working(5)),  # 242: "senest 5 hverdage efter visitationsmødet"
    "viborg-109-notify-admission": ends("admitted", working(3)),  # 2717
    "viborg-109-notify-discharge": ends("discharged", working(3)),  # 2724-2726
    "viborg-110-notify-admission": ends("admitted", working(3)),  # 2783
    "viborg-110-notify-discharge": ends("discharged", working(3)),  # 2790-2792
    "viborg-101-anonymous-complaint": NO_COMPLAINT,  # 2557-2558
    "viborg-general-complaint": complaint(True),  # 257-260: "senest 4 uger", "forpligtet til at genvurdere" (RSL § 66: 4 uger)
    "viborg-82abc-complaint": NO_COMPLAINT,  # 613-615
    "viborg-109-complaint": complaint(False),  # 1933-1936, 257
    "viborg-110-complaint": complaint(False),  # 2019-2022, 257
    "viborg-96-notice": NOTICE,  # 1031-1034
    "viborg-98-notice": NOTICE,  # 1191-1194
    "viborg-101-start": ends("received", days(14)),  # 1363-1365: "senest 14 dage fra behandlingsansøgning"
    "viborg-101-physician": ends("received", days(14)),  # 1380-1383
    "viborg-101-substitution-deadline": ends("received", days(14)),  # 1397-1399
    "viborg-general-follow-up-before-end": before("planned_end"),  # 276
    "viborg-81-follow-up": NO_INTERVAL,  # 457: "efter behov"
    "viborg-82-follow-up": NO_INTERVAL,  # 510
    "viborg-82abc-follow-up": NO_INTERVAL,  # 606
    "viborg-84-follow-up": Rhythm("granted", then=years(1), least=True),  # 685: "minimum én gang årligt"
    "viborg-85-follow-up": NO_INTERVAL,  # 890
    "viborg-96-follow-up": NO_INTERVAL,  # 1014
    "viborg-97-follow-up": NO_INTERVAL,  # 1099
    "viborg-98-follow-up": NO_INTERVAL,  # 1185
    "viborg-99-follow-up": NO_INTERVAL,  # 1251
    "viborg-100-follow-up": Rhythm("granted", then=years(2), least=True),  # 1340-1341: "minimum hvert 2. år"
    "viborg-101-follow-up-residential": Rhythm("treatment_started", weeks(8), facts={"treatment_form": "residential"}),  # 1473-1474
    "viborg-101-follow-up-outpatient": Rhythm("treatment_started", then=months(3), facts={"treatment_form": "outpatient"}),  # 1476-1477
    "viborg-102-follow-up-running": NO_INTERVAL,  # 1524: "løbende"
    "viborg-103-follow-up": Rhythm("started", then=years(2), least=True),  # 1575-1576
    "viborg-104-follow-up-activity": NO_INTERVAL,  # 1657: "løbende"
    "viborg-104-follow-up-social": NO_INTERVAL,  # 1657-1658: "ikke i samværstilbud"
    "viborg-105-follow-up": Rhythm("granted", then=years(2), least=True),  # 1713-1714
    "viborg-107-follow-up": ends("started", months(4)),  # 1780: "4 måneder efter opstart"
    # 1781-1783: "Herefter … efter enten 3, 6 eller 12 måneder", read as after the one held
    "viborg-107-follow-up-3": Rhythm("started", months(4), months(3), least=True, facts={"follow_up_interval_months": 3}),
    "viborg-107-follow-up-6": Rhythm("started", months(4), months(6), least=True, facts={"follow_up_interval_months": 6}),
    "viborg-107-follow-up-12": Rhythm("started", months(4), months(12), least=True, facts={"follow_up_interval_months": 12}),
    "viborg-108-follow-up": Rhythm("moved_in", then=years(2)),  # 1853-1854: "hvert andet år"
    "viborg-109-follow-up": NO_INTERVAL,  # 1924
    "viborg-110-follow-up": NO_INTERVAL,  # 2012
    "viborg-110-plan-after-month": ends("admitted", months(1)),  # 1987-1988: "ud over én måned"
    "viborg-special-education-follow-up": NO_INTERVAL,  # 2054
    "viborg-special-education-follow-up-halfway": before("course_midpoint"),  # 2054: "senest halvvejs"
    "viborg-82b-duration": limit("started", months(6)),  # 574
    "viborg-107-duration": limit("moved_in", years(2)),  # 1761: "Op til to år"
}
LAW = {
    "rsl-complaint": complaint(True),  # RSL §§ 66, 67: field.md fact 9
    "rsl-review": ends("complaint_received", weeks(4)),  # RSL § 66
    "rsl-receipt": [  # field.md fact 9: Digital Post the same day, letter 6 weekdays, Quickpost 2 days
        Ends("letter_sent", SAME_DAY, {"delivery_channel": "digital_post"}),
        Ends("letter_sent", SAME_DAY, {"delivery_channel": "handed_over"}),
        Ends("letter_sent", working(6), {"delivery_channel": "letter"}),
        Ends("letter_sent", days(2), {"delivery_channel": "quickpost"}),
    ],
    "rsl-overrun": before("case_deadline"),  # RSL § 3, stk. 2
    "fvl-access": ends("access_requested", working(7)),  # FVL § 16, stk. 2: 7 arbejdsdage
    "fvl-written-reasons": ends("reasons_requested", days(14)),  # FVL § 23, stk. 2: 14 dage
    "sel-3a-notice": NOTICE,  # viborg 2079-2082
    "sel-82a-complaint": complaint(True, **EARLY_HELP),  # viborg 2165; SEL § 82 a, stk. 2
    "sel-82b-complaint": complaint(True, **EARLY_HELP),
    "sel-82d-complaint": complaint(True, **EARLY_HELP),
    "sel-82b-duration": limit("started", months(6)),  # viborg 2177
    "sel-101-start": ends("inquired", days(14), chose_other_provider=False),  # viborg 2502-2516
    "sel-101a-complaint": NO_COMPLAINT,  # viborg 2557-2558
    "sel-109-notify-admission": ends("admitted", working(3)),  # viborg 2717
    "sel-109-notify-discharge": ends("discharged", working(3)),  # viborg 2724-2726
    "sel-109-complaint": complaint(True),
    "sel-110-notify-admission": ends("admitted", working(3)),  # viborg 2783
    "sel-110-notify-discharge": ends("discharged", working(3)),  # viborg 2790-2792
    "sel-110-complaint": complaint(True),
    "sel-110-complaint-2025": complaint(True, leader_decision="admission"),
    "sel-148-follow-up": NO_INTERVAL,
}
BY_HAND = {**BALLERUP, **RANDERS, **REBILD, **VEJLE, **VIBORG, **LAW}
