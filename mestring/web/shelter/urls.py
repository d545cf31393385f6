"""The shelter's addresses."""

from django.urls import path

from mestring.web.shelter import views

app_name = "shelter"
urlpatterns = [
    path("boform/sager/", views.referrals, name="referrals"),
    path("boform/sager/<uuid:referral_id>/", views.referral, name="referral"),
]
