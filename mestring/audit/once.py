"""A form sent twice does its act once."""

from __future__ import annotations

from uuid import UUID, uuid4

from mestring.audit import clock
from mestring.audit.acts import Doer
from mestring.audit.errors import NotAllowed, SentBefore
from mestring.audit.models import Once


def claim(key: UUID, act: str, *, by: Doer, content: str) -> str | None:
    """Take a form's key inside the act's transaction. None when it is the first time, else where the first one led.

    Two copies at the same moment wait for each other: the second sees what the first wrote.
    Shapes: `content` is a hash of what the form says.
    Raises: SentBefore, when the first said something else; NotAllowed, when it was another's.
    """
    claim = uuid4()
    Once._base_manager.bulk_create([Once(key=key, claim=claim, actor=by.id, act=act, content=content, at=clock.now())], ignore_conflicts=True)
    stands = Once._base_manager.get(key=key)
    if stands.actor != by.id:
        raise NotAllowed
    if (stands.act, stands.content) != (act, content):
        raise SentBefore(stands.result)
    return None if stands.claim == claim else stands.result


def finish(key: UUID, result: str) -> None:
    """Remember where the act led: an address without content."""
    Once._base_manager.filter(key=key).update(result=result)
