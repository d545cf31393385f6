"""Fuse box: settings, root addresses and the command. Nobody imports it."""
