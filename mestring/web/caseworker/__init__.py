"""Doors for the caseworker: what is due, the citizen, the case and each step of its way."""
