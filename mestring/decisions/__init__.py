"""Eligibility, recommendation, committee, hearing, decision with reasons, and the grant it gives."""
