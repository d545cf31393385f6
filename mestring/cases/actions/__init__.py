"""What can be done in a case: one function for each act."""
