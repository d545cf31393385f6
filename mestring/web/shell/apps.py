from django.apps import AppConfig
from django.core import checks


class ShellConfig(AppConfig):
    name = "mestring.web.shell"

    def ready(self) -> None:
        from mestring.web.shell import open_doors  # noqa: F401 - its checks register themselves
        from mestring.web.shell.checks import sqlite_keeps_what_it_is_given

        checks.register(sqlite_keeps_what_it_is_given, checks.Tags.database)
