"""What law and standards say, as pure typed functions.

Nothing here knows Django, a database or the clock: the day asked about is always an argument. The inner room `rulebook` is the only
code that reads the library in `mestring/standards`.
"""
