"""The comments as a Django application: tables of the readers' database."""

from django.apps import AppConfig


class CommentsConfig(AppConfig):
    name = "harkara.comments"
    label = "comments"
    verbose_name = "মন্তব্য"
