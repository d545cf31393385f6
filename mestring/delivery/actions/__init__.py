"""The acts of delivery: the authority's with plans and orders, the provider's with what it was asked to do."""

from mestring.delivery.actions.answering import accept, correct_start, decline, finish, queue, start
from mestring.delivery.actions.asking import ask_for_status, ask_no_more
from mestring.delivery.actions.grouping import close_group, join_group, leave_group, make_group, plan_sessions, write_attendance
from mestring.delivery.actions.hours import (
    agree_to_save,
    approve_companion,
    mark_use_in_error,
    propose_companion,
    refuse_companion,
    register_use,
    tell_other_accompaniment,
)
from mestring.delivery.actions.keeping import Kept, keep_orders
from mestring.delivery.actions.ordering import change_order, end_order, had_before, longest, place_order, see_to_order, start_by, withdraw_order
from mestring.delivery.actions.planning import answer_plan, change_goal, end_goal, end_plan, offer_plan, set_goal, write_plan
from mestring.delivery.actions.progress import end_sub_goal, rate, set_sub_goal
from mestring.delivery.actions.reporting import answer_change, read_status, read_with, report_change, save_status, send_status
from mestring.delivery.actions.services import set_services
from mestring.delivery.actions.visiting import correct_visit, mark_visit_in_error, move_visit, plan_visits, register_unplanned, register_visit

__all__ = [
    "Kept",
    "accept",
    "agree_to_save",
    "answer_change",
    "answer_plan",
    "approve_companion",
    "ask_for_status",
    "ask_no_more",
    "change_goal",
    "change_order",
    "close_group",
    "correct_start",
    "correct_visit",
    "decline",
    "end_goal",
    "end_order",
    "end_plan",
    "end_sub_goal",
    "finish",
    "had_before",
    "join_group",
    "keep_orders",
    "leave_group",
    "longest",
    "make_group",
    "mark_use_in_error",
    "mark_visit_in_error",
    "move_visit",
    "offer_plan",
    "place_order",
    "plan_sessions",
    "plan_visits",
    "propose_companion",
    "queue",
    "rate",
    "read_status",
    "read_with",
    "refuse_companion",
    "register_unplanned",
    "register_use",
    "register_visit",
    "report_change",
    "save_status",
    "see_to_order",
    "send_status",
    "set_goal",
    "set_services",
    "set_sub_goal",
    "start",
    "start_by",
    "tell_other_accompaniment",
    "withdraw_order",
    "write_attendance",
    "write_plan",
]
