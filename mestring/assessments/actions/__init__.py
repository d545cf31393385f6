"""What can be done with an assessment."""

from mestring.assessments.actions.assessment import NEED_FIELDS, draft, finish_assessment, revise, save_need, start_assessment
from mestring.assessments.actions.groups import add_diagnosis, add_target_group, drop_diagnosis, drop_target_group
from mestring.assessments.actions.topic import add_statement, choose_topics, drop_topic, mark_statement_in_error, save_topic

__all__ = [
    "NEED_FIELDS",
    "add_diagnosis",
    "add_statement",
    "add_target_group",
    "choose_topics",
    "draft",
    "drop_diagnosis",
    "drop_target_group",
    "drop_topic",
    "finish_assessment",
    "mark_statement_in_error",
    "revise",
    "save_need",
    "save_topic",
    "start_assessment",
]
