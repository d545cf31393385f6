"""What the tests of the caseworker's pages share: forms as a browser sends them, and what stands in the answer and in the log."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.urls import reverse

from mestring.audit.models import LookUp

NOWHERE = "00000000-0000-4000-8000-000000000000"


def address(name: str, *ids: Any) -> str:
    return reverse(f"caseworker:{name}", args=[str(getattr(one, "public_id", one)) for one in ids])


def sent(**values: Any) -> dict[str, Any]:
    """A form with a key of its own."""
    return {"key": str(uuid4()), **values}


def text(response: HttpResponse) -> str:
    return html.unescape(response.content.decode()).replace("\u00a0", " ")


def plain(response: HttpResponse) -> str:
    """The page without what differs from answer to answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text(response))


def was_logged(thing: Any, action: str) -> bool:
    return LookUp.objects.filter(thing_id=str(thing.public_id), action=action).exists()


def hidden_from(client: Any, name: str, *ids: Any, instead: int = -1, method: str = "get", data: Any = None) -> bool:
    """The answer for a thing of others is the very one for a thing that isn't there."""
    there = getattr(client, method)(address(name, *ids), data)
    missing = list(ids)
    missing[instead] = NOWHERE
    gone = getattr(client, method)(address(name, *missing), data)
    return bool(there.status_code == gone.status_code == 404 and plain(there) == plain(gone))
