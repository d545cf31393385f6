"""The gallery of components."""

from django.urls import path

from mestring.web.components import views

app_name = "components"
urlpatterns = [
    path("komponenter/", views.gallery, name="gallery"),
    path("komponenter/sagsarbejde/", views.casework, name="casework"),
]
