"""Doors for providers: what they are asked to do, their day, their groups, and what they tell the authority."""
