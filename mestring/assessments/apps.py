from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    name = "mestring.assessments"
