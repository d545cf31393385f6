"""What can be done on the way to a decision and with it: one function for each act."""

from mestring.decisions.actions.changing import begin_again, change_on_wish, end_or_reduce, give_back, name_grant
from mestring.decisions.actions.considering import Answer, Otherwise, conclude, consider, forget_fact, judge_condition, set_fact, weigh_others
from mestring.decisions.actions.deciding import (
    correct_as_leader,
    correct_as_shelter,
    correct_decision,
    correct_in_committee,
    decide,
    decide_as_leader,
    decide_as_shelter,
    decide_in_committee,
)
from mestring.decisions.actions.dying import close_grant, note_death
from mestring.decisions.actions.hearing import answer_hearing, draft_hearing, lapse_hearing, proposed_answer_day, send_hearing
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
from mestring.decisions.actions.referring import send_back, send_to_leader, send_to_shelter, take_back
from mestring.decisions.actions.telling import communicate_orally, note_receipt, note_receipts, owe_recalled, send_decision_letter

__all__ = [
    "Answer",
    "Otherwise",
    "answer_hearing",
    "begin_again",
    "change_on_wish",
    "close_grant",
    "close_meeting",
    "communicate_orally",
    "conclude",
    "consider",
    "correct_as_leader",
    "correct_as_shelter",
    "correct_decision",
    "correct_in_committee",
    "decide",
    "decide_as_leader",
    "decide_as_shelter",
    "decide_in_committee",
    "disqualify",
    "draft_hearing",
    "end_or_reduce",
    "forget_fact",
    "give_back",
    "hold_meeting",
    "judge_condition",
    "lapse_hearing",
    "name_grant",
    "note_death",
    "note_receipt",
    "note_receipts",
    "order_agenda",
    "owe_recalled",
    "pass_gate",
    "plan_meeting",
    "postpone_item",
    "prepare",
    "proposed_answer_day",
    "put_on_agenda",
    "recommend",
    "send_back",
    "send_decision_letter",
    "send_hearing",
    "send_to_leader",
    "send_to_shelter",
    "set_fact",
    "take_back",
    "take_off_agenda",
    "weigh_others",
    "withdraw_reason",
]
