from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "mestring.cases"
