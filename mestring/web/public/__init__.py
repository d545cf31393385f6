"""Open pages: standards and law to read, compare and try. No log-in, nothing stored."""
