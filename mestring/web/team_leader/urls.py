"""The team leader's addresses."""

from django.urls import path

from mestring.web.team_leader import views

app_name = "team_leader"
urlpatterns = [
    path("overblik/", views.overview, name="overview"),
    path("stikproeve/", views.sample, name="sample"),
    path("stikproeve/<int:sampled_id>/", views.review_look, name="review_look"),
    path("noedadgange/", views.glasses, name="glasses"),
    path("noedadgange/<uuid:relation_id>/", views.review_glass, name="review_glass"),
]
