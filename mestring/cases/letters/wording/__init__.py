"""What each kind of letter says, in plain Danish: one function for each kind, from typed plain values to a letter."""

from mestring.cases.letters.wording.advice import Advice, advice
from mestring.cases.letters.wording.common import Applied, Envelope, Stated
from mestring.cases.letters.wording.complaint import ComplaintDecision, ComplaintReceipt, complaint_decision, complaint_receipt
from mestring.cases.letters.wording.decision import ActionPlan, Complaint, Decided, Decision, Effect, NoComplaint, decision
from mestring.cases.letters.wording.delay_notice import DelayNotice, delay_notice
from mestring.cases.letters.wording.hearing import Hearing, hearing
from mestring.cases.letters.wording.information_request import InformationRequest, Needed, information_request
from mestring.cases.letters.wording.receipt import Answer, Consented, Receipt, receipt
from mestring.cases.letters.wording.withdrawal import Withdrawal, withdrawal

__all__ = [
    "ActionPlan",
    "Advice",
    "Answer",
    "Applied",
    "Complaint",
    "ComplaintDecision",
    "ComplaintReceipt",
    "Consented",
    "Decided",
    "Decision",
    "DelayNotice",
    "Effect",
    "Envelope",
    "Hearing",
    "InformationRequest",
    "Needed",
    "NoComplaint",
    "Receipt",
    "Stated",
    "Withdrawal",
    "advice",
    "complaint_decision",
    "complaint_receipt",
    "decision",
    "delay_notice",
    "hearing",
    "information_request",
    "receipt",
    "withdrawal",
]
