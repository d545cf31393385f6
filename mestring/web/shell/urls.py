"""Pages about the site itself."""

from django.urls import path

from mestring.web.shell import views

app_name = "shell"
urlpatterns = [
    path("tilgaengelighed/", views.accessibility, name="accessibility"),
    path("om-oplysninger/", views.privacy, name="privacy"),
    path("genveje/", views.keys, name="keys"),
    path("demo/dag/", views.demo_day, name="demo_day"),
    path("sund/", views.health, name="health"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
