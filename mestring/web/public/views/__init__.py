"""One function for each address of the open pages: find what was asked for, build a page, render it."""
