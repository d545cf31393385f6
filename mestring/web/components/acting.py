"""A form that was sent becomes an act: once, and with everything typed kept when it can't be done."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect

from mestring.audit import once
from mestring.audit.errors import Conflict, MestringError, NotAllowed
from mestring.web.components import conflict
from mestring.web.components.forms import Form
from mestring.web.shell.doors import Asked
from mestring.web.shell.frame import say


def carry_out(request: Asked, form: Form, act: str, do: Callable[[], str], *, said: str = "", address: str = "") -> HttpResponse | None:
    """Do the act of a form that was sent, once, and go on to where it leads; the same form sent again leads to the same place.

    Shapes: `do` acts and answers an address without content; `said` is told at the top of the next page; `address` is the page with the other's text when somebody
    wrote first. None when nothing was sent, or there is something to mend: then the form says what, with everything typed still in it, and nothing was done.
    """
    if not form.posted or not form.is_valid():
        return None
    try:
        with transaction.atomic():
            led = once.claim(form.sent_key, act, by=request.actor)
            if led is None:
                led = do()
                once.finish(form.sent_key, led)
    except NotAllowed:
        raise
    except Conflict as error:
        here = request.get_full_path()
        found = conflict.compare(form, error.theirs, who="En anden", when="imens", action=here, address=address or here, version=error.version)
        return conflict.page(request, found)
    except MestringError as error:
        form.refuse(error)
        return None
    if said:
        say(request, said)
    return HttpResponseRedirect(led, status=303)
