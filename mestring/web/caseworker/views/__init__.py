"""One function for each address, a file for each noun: find, fill the form, act, redirect or render."""
