"""What is known about the citizen's situation: topics, levels, sources, need."""
