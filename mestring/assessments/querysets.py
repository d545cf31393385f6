"""Reads of assessments. Each begins with `visible_to`."""

from __future__ import annotations

from typing import Any, Self

from django.db import models

from mestring.assessments.states import AssessmentState
from mestring.cases.querysets import ThroughCase


class AssessmentQuerySet(ThroughCase):
    def drafts(self) -> Self:
        """Those still being written."""
        return self.filter(state=AssessmentState.DRAFT)

    def finished(self) -> Self:
        """Those a decision can rest on."""
        return self.filter(state=AssessmentState.FINISHED)

    def newest_first(self) -> Self:
        """The latest begun first."""
        return self.order_by("-started_on", "-pk")

    def of_case(self, case: models.Model) -> Self:
        """Those of one case, a draft before what is finished."""
        return self.filter(case=case).order_by("state", "-started_on", "-pk")

    def current_of(self, case: models.Model) -> Any:
        """The latest finished of a case: what is known about the citizen now. None when nothing is finished."""
        return self.filter(case=case).finished().order_by("-finished_on", "-pk").first()


class ThroughAssessment(ThroughCase):
    """What belongs to an assessment, and is seen by those who see its case."""

    path = "assessment__case__"

    def standing(self) -> Self:
        """Without what was taken out again."""
        return self.filter(dropped_on=None)


class ThroughTopic(ThroughCase):
    path = "topic__assessment__case__"


class RevisionQuerySet(ThroughCase):
    path = "topic__assessment__case__"

    def newest_first(self) -> Self:
        return self.order_by("-version", "-pk")


class NeedRevisionQuerySet(RevisionQuerySet):
    path = "assessment__case__"
