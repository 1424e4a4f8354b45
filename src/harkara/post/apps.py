"""The post as a Django application: tables of the readers' database."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "harkara.post"
    label = "post"
    verbose_name = "ডাক"
