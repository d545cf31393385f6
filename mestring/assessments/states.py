"""States of an assessment, with the moves allowed between them. That a newer one has taken its place is read from the newer one."""

from __future__ import annotations

from django.db.models import TextChoices

from mestring.cases.states import Moves


class AssessmentState(TextChoices):
    DRAFT = "draft", "Kladde"
    FINISHED = "finished", "Færdig"


ASSESSMENT_MOVES: Moves = {AssessmentState.DRAFT: (AssessmentState.FINISHED,)}
