"""The tables of complaints."""

from mestring.complaints.models.complaint import BoardOutcome, BoardReason, Complaint

__all__ = ["BoardOutcome", "BoardReason", "Complaint"]
