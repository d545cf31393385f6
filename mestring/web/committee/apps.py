from django.apps import AppConfig


class CommitteeConfig(AppConfig):
    name = "mestring.web.committee"
