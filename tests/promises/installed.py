"""Run in a process of its own. `begin`: an installation with a caseworker who is logged in, and a case. `end`: what stands in it, to be compared with what was acknowledged."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator

import django


def begin() -> None:
    from django.core.management import call_command
    from django.test import Client

    call_command("migrate", run_syncdb=True, verbosity=0)

    from mestring.audit import clock
    from mestring.people.models import Account
    from tests import given

    on = clock.today()
    by = given.caseworker(on=on)
    case = given.case(by, on=on)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(public_id=by.id), backend="allauth.account.auth_backends.AuthenticationBackend")
    print(json.dumps({"session": client.cookies["mestring"].value, "case": str(case.public_id), "on": f"{on:%d-%m-%Y}", "actor": by.id}))


def end() -> None:
    from django.db import connection

    from mestring.audit import chain
    from mestring.audit.models import Entry, LookUp, Once
    from mestring.cases import storage
    from mestring.cases.models import Application, Document, Due, Note

    whole = ["ok"]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            whole = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
    documents = list(Document.objects.values_list("title", "sha256"))
    damaged = []
    for title, sha256 in documents:
        try:
            storage.read(sha256)
        except storage.Damaged:
            damaged.append(title)
    acts = Counter(Entry.objects.values_list("act", flat=True))
    print(
        json.dumps(
            {
                "whole": whole,
                "keys": sum(_astray()),
                "breaks": [f"{one.chain} {one.number}: {one.text}" for name in chain.CHAINS for one in chain.verify(name)],
                "notes": sorted(Note.objects.values_list("subject", flat=True)),
                "applications": sorted(Application.objects.values_list("sent_by", flat=True)),
                "documents": sorted(title for title, _ in documents),
                "damaged": damaged,
                "looks": sorted(LookUp.objects.exclude(request="").values_list("request", flat=True).distinct()),
                "acts": acts,
                "due": Due.objects.filter(kind=Due.Kind.APPLICATION, done_on=None).count(),
                "keys_without_an_end": Once.objects.filter(result="").count(),
                "keys_kept": Once.objects.count(),
            }
        )
    )


def _astray() -> Iterator[int]:
    """How many rows of each table point at a row that is not there."""
    from django.apps import apps

    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.remote_field:
                there = field.remote_field.model._base_manager.values(field.target_field.attname)
                yield model._base_manager.exclude(**{field.attname: None}).exclude(**{f"{field.attname}__in": there}).count()


if __name__ == "__main__":
    django.setup()
    {"begin": begin, "end": end}[sys.argv[1]]()
