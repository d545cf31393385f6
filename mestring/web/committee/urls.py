"""The committee's addresses."""

from django.urls import path

from mestring.web.committee import views

app_name = "committee"
urlpatterns = [
    path("moeder/", views.meetings, name="meetings"),
    path("moeder/nyt/", views.plan, name="plan"),
    path("moeder/<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("moeder/<uuid:meeting_id>/raekkefoelge/", views.order, name="order"),
    path("moeder/<uuid:meeting_id>/begynd/", views.hold, name="hold"),
    path("moeder/<uuid:meeting_id>/afslut/", views.close, name="close"),
    path("moeder/<uuid:meeting_id>/sag/<uuid:item_id>/", views.item, name="item"),
    path("moeder/<uuid:meeting_id>/sag/<uuid:item_id>/afgoer/", views.decide, name="decide"),
    path("moeder/<uuid:meeting_id>/sag/<uuid:item_id>/inhabil/", views.disqualify, name="disqualify"),
]
