"""Mestring: the council's quality standard is the program."""
