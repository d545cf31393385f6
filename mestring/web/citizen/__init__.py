"""Doors for the citizen: what happens with my case, and who has looked."""
