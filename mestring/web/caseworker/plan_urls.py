"""The addresses of a plan. What is in them is never about anybody: public ids only."""

from django.urls import path

from mestring.web.caseworker.views import plan

_PLAN = "sag/<uuid:case_id>/plan/<uuid:plan_id>/"
urlpatterns = [
    path("sag/<uuid:case_id>/plan/ny/", plan.new_plan, name="new_plan"),
    path(_PLAN, plan.plan, name="plan"),
    path(f"{_PLAN}svar/", plan.answer, name="answer_plan"),
    path(f"{_PLAN}skriv/", plan.write, name="write_plan"),
    path(f"{_PLAN}afslut/", plan.end, name="end_plan"),
    path(f"{_PLAN}udskrift/", plan.paper, name="plan_paper"),
    path(f"{_PLAN}maal/nyt/", plan.new_goal, name="new_goal"),
    path(f"{_PLAN}maal/<uuid:goal_id>/ret/", plan.change_goal, name="change_goal"),
    path(f"{_PLAN}maal/<uuid:goal_id>/slut/", plan.end_goal, name="end_goal"),
]
