"""The citizen's addresses."""

from django.urls import path

from mestring.web.citizen import views

app_name = "citizen"
urlpatterns = [
    path("min-sag/", views.own, name="own"),
    path("min-sag/<uuid:case_id>/brev/<uuid:letter_id>/", views.letter, name="letter"),
    path("min-sag/<uuid:case_id>/brev/<uuid:letter_id>/brev.pdf", views.letter_pdf, name="letter_pdf"),
    path("min-sag/timer/<uuid:grant_id>/", views.hours, name="hours"),
    path("min-log/", views.log, name="log"),
]
