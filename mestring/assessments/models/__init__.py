"""The tables of assessments."""

from mestring.assessments.models.assessment import Assessment, NeedRevision
from mestring.assessments.models.groups import Diagnosis, TargetGroup
from mestring.assessments.models.topic import Statement, TopicEntry, TopicRevision

__all__ = ["Assessment", "Diagnosis", "NeedRevision", "Statement", "TargetGroup", "TopicEntry", "TopicRevision"]
