"""The door for a WSGI server. The library is read before the first request, so that a fault in it stops the start."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mestring.config.settings")
os.environ["MESTRING_DOOR"] = "1"
application = get_wsgi_application()

from mestring.rules import rulebook  # noqa: E402 - Django first, so that its errors come first
from mestring.web.public import searching  # noqa: E402
from mestring.web.shell.checks import refuse_to_start_unsafe  # noqa: E402

refuse_to_start_unsafe()
rulebook.open_library()

# The index of the search takes a second to make; it is made while the first visitor reads the front page.
_warm = threading.Timer(2.0, searching.index)
_warm.daemon = True
_warm.start()
