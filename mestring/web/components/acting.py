"""A form that was sent becomes an act: once, and with everything typed kept when it can't be done."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse

from mestring.audit import once
from mestring.audit.errors import Conflict, MestringError, NotAllowed, SentBefore
from mestring.web.components import conflict
from mestring.web.components.forms import Form
from mestring.web.shell.doors import Asked
from mestring.web.shell.frame import say


def carry_out(request: Asked, form: Form, act: str, do: Callable[[], str], *, said: str = "", address: str = "") -> HttpResponse | None:
    """Do the act of a form that was sent, once, and go on to where it leads; the same form sent again leads to the same place. When it says something else the second time, the
    writer is told what was stored and what was not.

    Shapes: `do` acts and answers an address without content; `said` is told at the top of the next page; `address` is the page with the other's text when somebody
    wrote first. None when nothing was sent, or there is something to mend: then the form says what, with everything typed still in it, and nothing was done.
    """
    if not form.posted or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            led = once.claim(form.sent_key, act, by=request.actor, content=_content(request))
            if led is None:
                led = do()
                once.finish(form.sent_key, led)
    except NotAllowed:
        raise
    except SentBefore as error:
        return conflict.sent_before(request, form, error.led)
    except Conflict as error:
        here = request.get_full_path()
        who, when = conflict.writer(error.thing, error.version, request.actor)
        found = conflict.compare(form, error.theirs, who=who, when=when, action=here, address=address or here, version=error.version)
        return conflict.page(request, found)
    except MestringError as error:
        form.refuse(error)
        return None
    if said:
        say(request, said)
    return HttpResponseRedirect(led, status=303)


def _content(request: Asked) -> str:
    """A hash of what a form says, files too, and where it was sent; less the token against forgery, which is new on every page."""
    said = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    papers = []
    for name, files in sorted(request.FILES.lists()):
        for one in files:
            papers.append((name, one.name, sha256(one.read()).hexdigest()))
            one.seek(0)
    return sha256(json.dumps([request.get_full_path(), said, papers]).encode()).hexdigest()


def autosave(form: Form, save: Callable[[], dict[str, object]]) -> HttpResponse:
    """Answer a form that saves itself. A save that is sent again is one save, since version and text are the same.

    Shapes: `save` answers what the form is told, as its new version.
    """
    if not form.is_valid():
        return JsonResponse({"errors": {one.name: one.error for one in form.wrong}}, status=422)
    try:
        return JsonResponse(save())
    except NotAllowed:
        raise
    except Conflict as error:
        return JsonResponse({"version": error.version, "theirs": error.theirs, "yours": error.yours}, status=409)
    except MestringError as error:
        return JsonResponse({"errors": dict.fromkeys(error.fields or ("",), error.message)}, status=422)
