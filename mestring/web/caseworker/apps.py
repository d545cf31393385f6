from django.apps import AppConfig


class CaseworkerConfig(AppConfig):
    name = "mestring.web.caseworker"
