"""The administrator's addresses: employees, units, the provider register, the log. None shows a case."""

from django.urls import path

from mestring.web.administrator import provider_views, views

app_name = "administrator"
urlpatterns = [
    path("medarbejdere/", views.employees, name="employees"),
    path("medarbejdere/ny/", views.new_employee, name="new_employee"),
    path("medarbejdere/<uuid:employee_id>/", views.employee, name="employee"),
    path("medarbejdere/<uuid:employee_id>/rolle/<int:assignment_id>/slut/", views.end_assignment, name="end_assignment"),
    path("medarbejdere/<uuid:employee_id>/borger/", views.person, name="person"),
    path("medarbejdere/<uuid:employee_id>/inhabil/", views.relative, name="relative"),
    path("medarbejdere/<uuid:employee_id>/inhabil/<int:disqualification_id>/ophaev/", views.lift, name="lift"),
    path("medarbejdere/<uuid:employee_id>/luk/", views.close_account, name="close_account"),
    path("medarbejdere/<uuid:employee_id>/aabn/", views.reopen_account, name="reopen_account"),
    path("medarbejdere/<uuid:employee_id>/adgangskode/", views.new_password, name="new_password"),
    path("borgerkonto/", views.citizen_account, name="citizen_account"),
    path("borgerkonto/ny/", views.new_citizen_account, name="new_citizen_account"),
    path("enheder/", views.units, name="units"),
    path("enheder/ny/", views.new_unit, name="new_unit"),
    path("leverandoerer/", provider_views.providers, name="providers"),
    path("leverandoerer/hent/", provider_views.import_offers, name="import_offers"),
    path("leverandoerer/tilbud/ny/", provider_views.new_offer, name="new_offer"),
    path("leverandoerer/tilbud/<uuid:offer_id>/", provider_views.offer, name="offer"),
    path("leverandoerer/tilbud/<uuid:offer_id>/ret/", provider_views.change_offer, name="change_offer"),
    path("leverandoerer/tilbud/<uuid:offer_id>/takst/", provider_views.set_rate, name="set_rate"),
    path("leverandoerer/tilbud/<uuid:offer_id>/slut/", provider_views.end_offer, name="end_offer"),
    path("offentliggjorte-frister/", views.deadlines, name="deadlines"),
    path("offentliggjorte-frister/<slug:section>/", views.deadline, name="deadline"),
    path("loggen/", views.log, name="log"),
]
