"""Complaint, review within four weeks, appeal and its outcome."""
