"""Doors for the team leader: deadlines kept, stuck cases, load, sample."""
