"""What can be done with follow-ups: one function for each act."""

from mestring.followups.actions.answering import answer
from mestring.followups.actions.holding import agree_date, ends_by_itself, hold, mark_in_error
from mestring.followups.actions.keeping import keep_all, take_up

__all__ = ["agree_date", "answer", "ends_by_itself", "hold", "keep_all", "mark_in_error", "take_up"]
