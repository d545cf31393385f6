"""The kinds of rules: one class each, with its two evaluations side by side."""

from mestring.rules.kinds.balance import Balance
from mestring.rules.kinds.base import Done, Owed, Rule
from mestring.rules.kinds.cadence import Cadence
from mestring.rules.kinds.condition import Condition
from mestring.rules.kinds.deadline import Deadline
from mestring.rules.kinds.limits import Cap, Count
from mestring.rules.kinds.payment import Payment
from mestring.rules.kinds.procedure import Complaint, Notice
from mestring.rules.kinds.tables import Levels, PriceTable, Table
from mestring.rules.kinds.tiers import Tiers
from mestring.rules.kinds.trigger import Trigger

KINDS: dict[str, type[Rule]] = {
    "balance": Balance,
    "cadence": Cadence,
    "cap": Cap,
    "complaint": Complaint,
    "condition": Condition,
    "count": Count,
    "deadline": Deadline,
    "levels": Levels,
    "notice": Notice,
    "payment": Payment,
    "price_table": PriceTable,
    "table": Table,
    "tiers": Tiers,
    "trigger": Trigger,
}

__all__ = [
    "KINDS",
    "Balance",
    "Cadence",
    "Cap",
    "Complaint",
    "Condition",
    "Count",
    "Deadline",
    "Done",
    "Levels",
    "Notice",
    "Owed",
    "Payment",
    "PriceTable",
    "Rule",
    "Table",
    "Tiers",
    "Trigger",
]
