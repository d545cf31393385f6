"""How a fault is written in the log: where it happened and its kind, never its message, which may hold a number or a name."""

from __future__ import annotations

import logging
import traceback
from typing import Any


class WithoutMessages(logging.Formatter):
    """A traceback without what the exceptions say: a database quotes the row it refuses."""

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's own name
        kind, _, trace = ei
        return "".join(traceback.format_tb(trace)) + (kind.__qualname__ if kind else "")
