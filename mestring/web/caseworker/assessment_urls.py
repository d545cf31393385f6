"""Addresses of an assessment. They stand under a case; nothing in them says what it is about."""

from django.urls import path

from mestring.web.caseworker.views import assessment

_CASE = "sag/<uuid:case_id>/udredning/"
_ONE = _CASE + "<uuid:assessment_id>/"

urlpatterns = [
    path(_CASE, assessment.assessment, name="assessment"),
    path(_CASE + "ny/", assessment.start, name="assessment_start"),
    path(_ONE, assessment.overview, name="assessment_overview"),
    path(_ONE + "emner/", assessment.topics, name="assessment_topics"),
    path(_ONE + "emner/<uuid:topic_id>/", assessment.topic, name="assessment_topic"),
    path(_ONE + "emner/<uuid:topic_id>/udgaver/", assessment.revisions, name="assessment_revisions"),
    path(_ONE + "emner/<uuid:topic_id>/fjern/", assessment.drop_topic, name="assessment_drop_topic"),
    path(_ONE + "oplysninger/<uuid:statement_id>/", assessment.correct, name="assessment_correct"),
    path(_ONE + "behov/", assessment.need, name="assessment_need"),
    path(_ONE + "maalgrupper/", assessment.groups, name="assessment_groups"),
    path(_ONE + "maalgrupper/ny/", assessment.add_group, name="assessment_add_group"),
    path(_ONE + "maalgrupper/<uuid:group_id>/fjern/", assessment.drop_group, name="assessment_drop_group"),
    path(_ONE + "diagnoser/ny/", assessment.add_diagnosis, name="assessment_add_diagnosis"),
    path(_ONE + "diagnoser/<uuid:diagnosis_id>/fjern/", assessment.drop_diagnosis, name="assessment_drop_diagnosis"),
    path(_ONE + "afslut/", assessment.finish, name="assessment_finish"),
    path(_ONE + "forny/", assessment.revise, name="assessment_revise"),
]
