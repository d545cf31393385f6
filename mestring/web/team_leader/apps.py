from django.apps import AppConfig


class TeamLeaderConfig(AppConfig):
    name = "mestring.web.team_leader"
