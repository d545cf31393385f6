"""The `mestring` command."""

from mestring.config.cli.main import main

__all__ = ["main"]
