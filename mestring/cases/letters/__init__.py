"""The letter engine: a letter as sentences that know where they come from, its wording, what it must hold, and the PDF of it.

Pure: no tables, no clock, no network. `wording` builds a letter from plain values, `completeness.complete` says what it lacks, `render.pdf` writes it.
"""
