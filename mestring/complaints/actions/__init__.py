"""What can be done with a complaint: one function for each act."""

from mestring.complaints.actions.board import carry_out, forward, register_board_outcome
from mestring.complaints.actions.registering import answer_right, register_complaint, withdraw_complaint
from mestring.complaints.actions.reviewing import draft_review, keep_rest, let_rest_lapse, maintain, uphold, uphold_partly
from mestring.complaints.actions.telling import answer_without_review, owe_recalled, send_answer, write_receipt

__all__ = [
    "answer_right",
    "answer_without_review",
    "carry_out",
    "draft_review",
    "forward",
    "keep_rest",
    "let_rest_lapse",
    "maintain",
    "owe_recalled",
    "register_board_outcome",
    "register_complaint",
    "send_answer",
    "uphold",
    "uphold_partly",
    "withdraw_complaint",
    "write_receipt",
]
