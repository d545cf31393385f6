"""What can be done with follow-ups: one function for each act."""

from mestring.followups.actions.answering import answer
from mestring.followups.actions.holding import agree_date, ends_by_itself, hold, mark_in_error
from mestring.followups.actions.holding_courses import agree_course_date, hold_course
from mestring.followups.actions.keeping import keep_all, take_up
from mestring.followups.actions.keeping_courses import keep_all_courses, take_up_courses

__all__ = [
    "agree_course_date",
    "agree_date",
    "answer",
    "ends_by_itself",
    "hold",
    "hold_course",
    "keep_all",
    "keep_all_courses",
    "mark_in_error",
    "take_up",
    "take_up_courses",
]
