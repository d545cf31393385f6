"""Follow-ups: the room's acts."""
