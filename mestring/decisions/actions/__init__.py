"""What can be done on the way to a decision and with it: one function for each act."""

from mestring.decisions.actions.changing import change_on_wish, end_or_reduce, name_grant
from mestring.decisions.actions.considering import conclude, consider, forget_fact, judge_condition, set_fact, weigh_others
from mestring.decisions.actions.deciding import correct_as_leader, correct_decision, correct_in_committee, decide, decide_as_leader, decide_in_committee
from mestring.decisions.actions.hearing import answer_hearing, lapse_hearing, send_hearing
from mestring.decisions.actions.meeting import (
    close_meeting,
    disqualify,
    hold_meeting,
    order_agenda,
    plan_meeting,
    postpone_item,
    put_on_agenda,
    take_off_agenda,
)
from mestring.decisions.actions.preparing import pass_gate, prepare, recommend, withdraw_reason
from mestring.decisions.actions.telling import communicate_orally, note_receipt, note_receipts, send_decision_letter

__all__ = [
    "answer_hearing",
    "change_on_wish",
    "close_meeting",
    "communicate_orally",
    "conclude",
    "consider",
    "correct_as_leader",
    "correct_decision",
    "correct_in_committee",
    "decide",
    "decide_as_leader",
    "decide_in_committee",
    "disqualify",
    "end_or_reduce",
    "forget_fact",
    "hold_meeting",
    "judge_condition",
    "lapse_hearing",
    "name_grant",
    "note_receipt",
    "note_receipts",
    "order_agenda",
    "pass_gate",
    "plan_meeting",
    "postpone_item",
    "prepare",
    "put_on_agenda",
    "recommend",
    "send_decision_letter",
    "send_hearing",
    "set_fact",
    "take_off_agenda",
    "weigh_others",
    "withdraw_reason",
]
