"""What can be done with people: one function for each act."""
