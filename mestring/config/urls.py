"""Root addresses. Danish and readable, since people read them out to each other."""

from django.urls import include, path

urlpatterns = [
    path("", include("mestring.web.shell.urls")),
    path("", include("mestring.web.components.urls")),
    path("", include("mestring.web.public.urls")),
]

handler400 = "mestring.web.shell.errors.bad_request"
handler403 = "mestring.web.shell.errors.forbidden"
handler404 = "mestring.web.shell.errors.not_found"
handler500 = "mestring.web.shell.errors.server_error"
