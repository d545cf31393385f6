"""Doors for the shelter: the cases put before its leader."""
