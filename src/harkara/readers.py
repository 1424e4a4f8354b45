"""The addresses of the readers' side (``HARKARA_ROLE=stand``): what readers say, and what they ask to be sent."""

from django.urls import include, path

from harkara.comments import urls as comments

urlpatterns = [
    path("", include(comments)),
]

handler404 = comments.handler404
handler500 = comments.handler500
