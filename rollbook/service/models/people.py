"""People and machines that sign in. A person's role and organisation stand here and nowhere in a message."""

from __future__ import annotations

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from oauth2_provider.models import AbstractApplication

from rollbook.service.models.organisations import Organisation, Sector


class User(AbstractBaseUser):
    """A person who signs in, for one organisation or for the team that runs the register."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="users")
    sector = models.ForeignKey(Sector, null=True, on_delete=models.PROTECT)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BaseUserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="user_belongs_where_the_role_works",
                condition=(Q(role__in=["reviewer", "operator"]) & Q(organisation=None))
                | (Q(role__in=["super_user", "register", "view_only", "batch"]) & Q(organisation__isnull=False)),
            ),
        ]


class Client(AbstractApplication):
    """A machine: one OAuth2 client with one role, for one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clients")
    role = models.CharField(max_length=20)
    purposes = ArrayField(models.CharField(max_length=40), default=list)
    is_active = models.BooleanField(default=True)
    status_reason = models.CharField(max_length=400, blank=True)

    class Meta(AbstractApplication.Meta):
        swappable = "OAUTH2_PROVIDER_APPLICATION_MODEL"
        constraints = [
            models.CheckConstraint(
                name="client_has_a_machine_role",
                condition=Q(role__in=["machine:find", "machine:register", "machine:batch"]),
            ),
        ]

    def is_usable(self, request: object) -> bool:
        """Whether it may have a token now; asked by the toolkit before it looks at the secret."""
        return self.is_active and self.organisation.status == Organisation.Status.APPROVED
