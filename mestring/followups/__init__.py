"""Follow-ups, sparring and rate assessments: when each is owed, what was found, and what comes of it."""
