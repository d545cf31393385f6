"""Doors for the committee: agenda, decide, minutes."""
