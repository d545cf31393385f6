"""Doors for the administrator: users, units, settings; no case content."""
