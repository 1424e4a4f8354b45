"""The addresses of the pages of letters."""

from django.urls import path

from . import screens

urlpatterns = [
    path("post/letters/", screens.join),
    path("post/letters/confirm/<str:token>/", screens.confirm),
    path("post/letters/leave/<str:token>/", screens.leave),
    path("post/letters/mine/", screens.mine),
    path("post/letters/mine/<str:token>/", screens.own),
]
