"""From inquiry to case: application, journal, documents, letters, deadlines."""
