"""Words that are hard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.web.public import glossary


@require_safe
def word_list(request: HttpRequest) -> HttpResponse:
    return render(request, "public/words.html", {"words": glossary.WORDS})
