"""Several who decide, correct or send at the same moment: run in a process of its own, on a database of its own, and print what came of it.

Argument: `unguarded` takes the guarded move away, so that only the database's own constraint is left.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import django

THREADS = 4


def together(acts: Sequence[Callable[[], Any]]) -> Counter[str]:
    """Do all at the same moment, each on a connection of its own; how each went, by the name of what stopped it."""
    from django.db import connection

    ready = threading.Barrier(len(acts))
    went: Counter[str] = Counter()

    def run(act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            act()
            went["done"] += 1
        except Exception as error:
            went[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return went


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)

    from mestring.cases.actions.application import withdraw
    from mestring.cases.actions.dispatch import recall
    from mestring.cases.models import Application, Dispatch, Due, Letter
    from mestring.decisions import actions
    from mestring.decisions.actions import deciding
    from mestring.decisions.models import Decision, Grant
    from mestring.decisions.states import DecisionState
    from tests import given
    from tests.decisions import given_decision as known
    from tests.given import TODAY

    by = given.caseworker()
    case = given.case(by)
    found: dict[str, Any] = {}

    def prepared() -> tuple[Application, int]:
        asked = known.asked_for(by, where=case, sure=True)
        return asked, known.prepared(asked, by).version

    def fresh(asked: Application) -> Application:
        row: Application = Application.objects.get(pk=asked.pk)
        return row

    if "unguarded" in sys.argv:
        deciding.settle_decided = lambda *_, **__: None  # type: ignore[assignment]
    asked, seen = prepared()
    went = together([lambda: actions.decide(fresh(asked), seen=seen, by=by, on=TODAY)] * THREADS)
    found["decide"] = dict(went)
    found["decisions"] = Decision.objects.filter(application=asked).count()
    found["grants"] = Grant.objects.filter(decision__application=asked).count()
    found["letters_due"] = Due.objects.filter(kind=Due.Kind.LETTER, done_on=None).count()
    if "unguarded" not in sys.argv:
        made = Decision.objects.get(application=asked)
        went = together([lambda: actions.correct_decision(Decision.objects.get(pk=made.pk), because="Fejl.", seen=seen, by=by, on=TODAY)] * THREADS)
        found["correct"] = dict(went)
        found["standing"] = Decision.objects.filter(application=asked).standing().count()
        found["in_force"] = Grant.objects.filter(decision__application=asked).in_force(known.STARTS).count()
        standing = Decision.objects.exclude(state=DecisionState.REPLACED).get(application=asked)
        went = together([lambda: actions.send_decision_letter([standing], by=by, on=TODAY)] * THREADS)
        found["send"] = dict(went)
        found["dispatches"] = Dispatch.objects.count()
        recall(Letter.objects.get(), by=by, on=TODAY)
        went = together([lambda: actions.send_decision_letter([standing], by=by, on=TODAY)] * THREADS)
        found["send_again"] = dict(went)
        found["waiting"] = Dispatch.objects.filter(state="queued").count()
        other, version = prepared()
        went = together(
            [
                lambda: actions.decide(fresh(other), seen=version, by=by, on=TODAY),
                lambda: withdraw(fresh(other), by=by, on=TODAY, because="Ringede."),
            ]
        )
        other.refresh_from_db()
        found["withdraw"] = went["done"]
        found["agree"] = (other.state == "decided") == Decision.objects.filter(application=other).exists()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
