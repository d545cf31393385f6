"""What every page stands in: the frame, the errors, the clock, the static files."""
