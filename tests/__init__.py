"""Tests, mirroring the house."""
