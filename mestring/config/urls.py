"""Root addresses. Danish and readable, since people read them out to each other."""

from django.urls import include, path

from mestring.web.shell.account import demo

urlpatterns = [
    path("", include("mestring.web.shell.urls")),
    path("konto/", include("mestring.web.shell.account.urls")),
    path("demo/", demo.choose, name="demo"),
    path("", include("mestring.web.components.urls")),
    path("", include("mestring.web.caseworker.urls")),
    path("", include("mestring.web.committee.urls")),
    path("", include("mestring.web.shelter.urls")),
    path("", include("mestring.web.provider.urls")),
    path("", include("mestring.web.citizen.urls")),
    path("", include("mestring.web.team_leader.urls")),
    path("", include("mestring.web.administrator.urls")),
    path("", include("mestring.web.public.urls")),
]

handler400 = "mestring.web.shell.errors.bad_request"
handler403 = "mestring.web.shell.errors.forbidden"
handler404 = "mestring.web.shell.errors.not_found"
handler429 = "mestring.web.shell.account.views.too_many"
handler500 = "mestring.web.shell.errors.server_error"
