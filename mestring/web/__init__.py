"""Doors for people: one folder for each role, and the shell and the components they share."""
