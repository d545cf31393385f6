"""What the documents contradict or leave open, and how it is read here."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.web.public import finding_lists, trying
from mestring.web.public.views import asked
from mestring.web.shell import clock, installation


@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    chosen = asked.standard_id(request, default=installation.home(clock.today()).id, extra=(trying.ALL, "law"))
    kind = request.GET.get("slags", "")
    sources = [*book.standards, "law"] if chosen == trying.ALL else [chosen]
    everything = [found for name in sources for found in finding_lists.findings(name)]
    everything.sort(key=lambda found: finding_lists.KINDS_BY_WEIGHT.index(found.kind))
    kinds = {found.kind: found.kind_label for found in everything}
    counts = Counter(found.kind for found in everything)
    shown = [found for found in everything if not kind or found.kind == kind]
    page = Paginator(shown, 250).get_page(request.GET.get("side"))
    return render(
        request,
        "public/findings.html",
        {
            "chosen": chosen,
            "standards": [*book.standards.values(), book.law],
            "law": book.law,
            "page": page,
            "kinds": kinds.items(),
            "groups": [(id_, label, counts[id_], found) for id_, label in kinds.items() if (found := [one for one in page if one.kind == id_])],
            "kind": kind,
            "total": len(everything),
            "left_out": [
                (standard, standard.not_modelled) for standard in (*book.standards.values(), book.law) if standard.id in sources and standard.not_modelled
            ],
            "query": urlencode({"standard": chosen} | ({"slags": kind} if kind else {})),
        },
    )
