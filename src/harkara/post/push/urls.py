"""The addresses of notices, below ``/post/push``."""

from django.urls import path

from harkara.post.push import screens

urlpatterns = [
    path("post/push", screens.subscribe),
    path("post/push/mine", screens.mine),
    path("post/push/leave", screens.leave),
]
