"""Learners: one row each with what is known now, everything it was before, and what belongs to it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q

from rollbook.service.models.numbers import IssuedNumber
from rollbook.service.models.organisations import Organisation, Sector


class Learner(models.Model):
    """One record with one number. A linked record stays whole; `linked_to` leads to its survivor."""

    class Status(models.TextChoices):
        LIVE = "live"
        LINKED = "linked"
        DELETED = "deleted"

    uln = models.OneToOneField(IssuedNumber, primary_key=True, on_delete=models.PROTECT, db_column="uln")
    version = models.IntegerField(default=1)
    status = models.CharField(max_length=8, choices=Status, default=Status.LIVE)
    linked_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="linked")

    title = models.CharField(max_length=35, blank=True)
    given_name = models.CharField(max_length=35, blank=True)
    middle_names = models.CharField(max_length=35, blank=True)
    preferred_given_name = models.CharField(max_length=35, blank=True)
    family_name = models.CharField(max_length=35, blank=True)
    previous_family_name = models.CharField(max_length=35, blank=True)
    family_name_at_16 = models.CharField(max_length=35, blank=True)
    former_names = models.JSONField(default=list)
    alternative_names = models.JSONField(default=list)
    date_of_birth = models.DateField(null=True)
    gender = models.CharField(max_length=1, blank=True)
    postcode = models.CharField(max_length=9, blank=True)
    former_postcodes = ArrayField(models.CharField(max_length=9), default=list)
    address_line_1 = models.CharField(max_length=50, blank=True)
    address_line_2 = models.CharField(max_length=50, blank=True)
    address_town = models.CharField(max_length=50, blank=True)
    address_county_or_city = models.CharField(max_length=50, blank=True)
    date_of_address_capture = models.DateField(null=True)
    school_at_16 = models.CharField(max_length=254, blank=True)
    place_of_birth = models.CharField(max_length=35, blank=True)
    email = models.CharField(max_length=254, blank=True)
    nationality = models.CharField(max_length=3, blank=True)
    scottish_candidate_number = models.CharField(max_length=9, blank=True)
    unique_pupil_number = models.CharField(max_length=13, blank=True)
    identifiers = models.JSONField(default=list)
    ability_to_share = models.SmallIntegerField(default=0)
    notice_version = models.CharField(max_length=20, blank=True)
    verification_type = models.SmallIntegerField(default=0)
    other_verification_description = models.CharField(max_length=255, blank=True)

    keys = ArrayField(models.BigIntegerField())
    created_at = models.DateTimeField()
    since = models.DateTimeField()

    class Meta:
        indexes = [GinIndex(name="learner_keys", fields=["keys"], fastupdate=False)]
        constraints = [
            models.CheckConstraint(
                name="learner_linked_means_linked_to",
                condition=(Q(status="linked") & Q(linked_to__isnull=False)) | (~Q(status="linked") & Q(linked_to=None)),
            ),
            models.CheckConstraint(name="learner_is_not_linked_to_itself", condition=~Q(linked_to=F("uln"))),
            models.CheckConstraint(name="learner_version_counts_up", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="learner_gender_is_known_code", condition=Q(gender__in=["", "0", "1", "2", "9"])
            ),
            models.CheckConstraint(
                name="learner_has_a_name_and_birth_date",
                condition=Q(status="deleted")
                | (Q(date_of_birth__isnull=False) & (~Q(given_name="") | ~Q(family_name=""))),
            ),
            models.CheckConstraint(
                name="learner_deleted_holds_nothing",
                condition=~Q(status="deleted")
                | Q(given_name="", family_name="", date_of_birth=None, postcode="", email="", keys=[]),
            ),
        ]


class LearnerVersion(models.Model):
    """A record as it stood before a change: what, from when to when, who changed it then, and why.

    `asked_under` is the number the caller named; after a link it is not the number of the record that changed.
    """

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="versions")
    version = models.IntegerField()
    details = models.JSONField()
    stood_from = models.DateTimeField()
    stood_until = models.DateTimeField()
    changed = models.JSONField(default=dict)
    kind = models.CharField(max_length=12)
    asked_under = models.BigIntegerField()
    actor = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    purpose = models.CharField(max_length=40)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_row_for_each_version", fields=["learner", "version"]),
            models.CheckConstraint(name="version_stood_forward", condition=Q(stood_until__gte=F("stood_from"))),
        ]


class Enrolment(models.Model):
    """A learner learns with a provider, from a day to a day. It says who holds the number."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="enrolments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enrolments")
    sector = models.ForeignKey(Sector, null=True, on_delete=models.PROTECT)
    start = models.DateField()
    end = models.DateField(null=True)
    mis_identifier = models.CharField(max_length=128, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_enrolment_for_each_start",
                fields=["learner", "organisation", "sector", "start"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="enrolment_ends_after_start", condition=Q(end=None) | Q(end__gte=F("start"))),
        ]
        indexes = [
            models.Index(name="enrolment_list", fields=["organisation", "start", "id"]),
            models.Index(
                name="enrolment_mis", fields=["organisation", "mis_identifier"], condition=~Q(mis_identifier="")
            ),
        ]


class LearnerNote(models.Model):
    """What one organisation noted about a learner; no other organisation sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="notes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    text = models.CharField(max_length=4000)
    created_at = models.DateTimeField(auto_now_add=True)


class LearnerEvidence(models.Model):
    """Evidence of identity that somebody saw: which kind, for whom, when. Rows are only ever added."""

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="evidence")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    verification_type = models.SmallIntegerField()
    description = models.CharField(max_length=255, blank=True)
    seen_at = models.DateTimeField()


class LearnerNotice(models.Model):
    """A privacy notice given to a learner, and the ability to share that followed. Rows are only ever added."""

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="notices")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT)
    notice_version = models.CharField(max_length=20, blank=True)
    ability_to_share = models.SmallIntegerField()
    by_learner = models.BooleanField(default=False)
    at = models.DateTimeField()


class LearnerAddress(models.Model):
    """An address a learner had, and the day it was captured. Rows are only ever added."""

    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="addresses")
    address_line_1 = models.CharField(max_length=50, blank=True)
    address_line_2 = models.CharField(max_length=50, blank=True)
    address_town = models.CharField(max_length=50, blank=True)
    address_county_or_city = models.CharField(max_length=50, blank=True)
    postcode = models.CharField(max_length=9, blank=True)
    captured_on = models.DateField()


class CommonKey(models.Model):
    """A key shared by too many learners to tell them apart; searches pass it over. Counted after loads and nightly."""

    key = models.BigIntegerField(primary_key=True)
    learners = models.IntegerField()
