"""Whole cases told through the public acts: what the demo is filled with, and what the tests hold the house to."""
