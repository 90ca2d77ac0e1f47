"""The app's place in Django."""

from django.apps import AppConfig


class Service(AppConfig):
    """Rollbook's only Django app."""

    name = "rollbook.service"
    label = "service"
    verbose_name = "Rollbook"
