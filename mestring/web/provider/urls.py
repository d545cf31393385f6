"""The provider's addresses. What is in them is never about anybody: public ids only."""

from django.urls import path

from mestring.web.provider.views import group, hours, order, progress, status, today, visit

app_name = "provider"
_ORDER = "bestilling/<uuid:order_id>/"
urlpatterns = [
    path("dag/", today.today, name="today"),
    path("uge/", today.week, name="week"),
    # what is asked
    path("bestillinger/", order.orders, name="orders"),
    path(_ORDER, order.order, name="order"),
    path(f"{_ORDER}svar/", order.answer, name="answer_order"),
    path(f"{_ORDER}begyndt/", order.start, name="start_order"),
    path(f"{_ORDER}slut/", order.finish, name="finish_order"),
    # what is delivered
    path(f"{_ORDER}kontakt/", visit.unplanned, name="unplanned_visit"),
    path(f"{_ORDER}planlaeg/", visit.plan, name="plan_visits"),
    path("kontakt/<uuid:visit_id>/", visit.visit, name="visit"),
    path("kontakt/<uuid:visit_id>/flyt/", visit.move, name="move_visit"),
    path("kontakt/<uuid:visit_id>/ret/", visit.correct, name="correct_visit"),
    path(f"{_ORDER}timer/", hours.hours, name="hours"),
    path("timer/<uuid:use_id>/fejl/", hours.mark_error, name="mark_hours_in_error"),
    # how it goes
    path(f"{_ORDER}maal/<uuid:goal_id>/delmaal/", progress.new_sub_goal, name="new_sub_goal"),
    path("delmaal/<uuid:sub_goal_id>/slut/", progress.end_sub_goal, name="end_sub_goal"),
    path(f"{_ORDER}maal/<uuid:goal_id>/vurdering/", progress.rate, name="rate_goal"),
    path(f"{_ORDER}statusnotat/", status.status, name="status"),
    path(f"{_ORDER}statusnotat/<uuid:note_id>/", status.sent, name="sent_status"),
    path(f"{_ORDER}aendring/", status.report, name="report_change"),
    # groups
    path("hold/", group.groups, name="groups"),
    path("hold/nyt/", group.new_group, name="new_group"),
    path("hold/<uuid:group_id>/", group.group, name="group"),
    path("hold/<uuid:group_id>/planlaeg/", group.plan_sessions, name="plan_sessions"),
    path("hold/<uuid:group_id>/deltager/", group.join, name="join_group"),
    path("hold/<uuid:group_id>/deltager/<uuid:order_id>/slut/", group.leave, name="leave_group"),
    path("hold/<uuid:group_id>/luk/", group.close, name="close_group"),
    path("hold/moede/<uuid:session_id>/", group.session, name="session"),
]
