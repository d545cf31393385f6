"""Run in a process of its own, on a database of its own: copies of one form, and rivals with a form each, all at the same moment. Prints what was wrong."""

from __future__ import annotations

import json
import random
import re
import sys
import threading
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import django


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """Do all at the same moment, each on a connection of its own."""
    from django.db import connection

    ready, answers = threading.Barrier(len(acts)), []  # type: threading.Barrier, list[Any]

    def run(act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            ready.wait(timeout=60)
            answers.append(act())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return answers


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", run_syncdb=True, verbosity=0)

    from mestring.audit import clock
    from mestring.audit.models import Entry
    from mestring.cases.models import Note
    from mestring.people.models import Citizen
    from tests import given

    on = clock.today()
    by = given.caseworker(on=on)
    case = given.case(by, on=on)
    address, citizen = f"/sag/{case.public_id}/", f"/borger/{case.citizen.public_id}/ret/"
    dice = random.Random(3)
    found: dict[str, Any] = {"rounds": int(sys.argv[1]), "copies": 0, "rivals": 0, "same_key": [], "rival_writes": [], "lost_text": [], "other_words": []}

    def client() -> Any:
        return given.logged_in(Client(SERVER_NAME="127.0.0.1", raise_request_exception=False), by)

    kept = [client() for _ in range(8)]
    page = kept[0].get(citizen).content.decode()
    fixed = dict(re.findall(r'name="(first_name|last_name|born_on|street|postal_code|city)"[^>]*value="([^"]*)"', page))
    for number in range(found["rounds"]):
        copies = dice.randint(2, 8)
        note = {"key": str(uuid4()), "version": "", "kind": "phone", "happened_on": f"{on:%d-%m-%Y}", "subject": f"Nr. {number}", "text": "Ringede."}
        before = Entry.objects.filter(act="write_note").count()
        answers = together([lambda one=one, note=note: one.post(f"{address}notat/", note) for one in kept[:copies]])
        found["copies"] += len(answers)
        led = {(one.status_code, one.get("Location")) for one in answers}
        if len(answers) != copies or led != {(303, address)} or Entry.objects.filter(act="write_note").count() != before + 1:
            found["same_key"].append([number, copies, sorted(map(str, led)), Entry.objects.filter(act="write_note").count() - before])

        # One key, and a text each: one is stored, and each of the others is told, with their own text back.
        notes = [{**note, "key": str(uuid4()), "subject": f"Nr. {number} fra nr. {who}"} for who in range(dice.randint(2, 4))]
        notes = [{**one, "key": notes[0]["key"]} for one in notes]
        answers = together([lambda one=one, note=note: (note["subject"], one.post(f"{address}notat/", note)) for one, note in zip(kept, notes, strict=False)])
        stored = set(Note.objects.filter(subject__in=[one["subject"] for one in notes]).values_list("subject", flat=True))
        statuses = {subject: one.status_code for subject, one in answers}
        if statuses != {one["subject"]: 303 if one["subject"] in stored else 409 for one in notes} or len(stored) != 1:
            found["other_words"].append([number, statuses, sorted(stored)])
        found["lost_text"] += [subject for subject, one in answers if one.status_code != 303 and subject not in one.content.decode()]

        version = Citizen.objects.get(pk=case.citizen_id).version
        rivals = dice.randint(2, 4)
        forms = [{**fixed, "key": str(uuid4()), "version": str(version), "communication": f"Tekst {number} fra nr. {who}"} for who in range(rivals)]
        answers = together([lambda one=one, form=form: (form, one.post(citizen, form)) for one, form in zip(kept, forms, strict=False)])
        found["rivals"] += len(answers)
        statuses = sorted(one.status_code for _, one in answers)
        if statuses != [303] + [409] * (rivals - 1) or Citizen.objects.get(pk=case.citizen_id).version != version + 1:
            found["rival_writes"].append([number, statuses])
        found["lost_text"] += [form["communication"] for form, one in answers if one.status_code != 303 and form["communication"] not in one.content.decode()]
    print(json.dumps(found))


if __name__ == "__main__":
    main()
