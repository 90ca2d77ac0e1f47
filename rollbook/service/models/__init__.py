"""What is stored. Each constraint here and in `migrations/` is something that must never be untrue."""

from rollbook.service.models.batches import Batch, BatchRow
from rollbook.service.models.duplicates import DuplicateCase, Link, UnclearValue
from rollbook.service.models.feed import Change, IdempotencyKey
from rollbook.service.models.learners import (
    CommonKey,
    Enrolment,
    Learner,
    LearnerAddress,
    LearnerEvidence,
    LearnerNote,
    LearnerNotice,
    LearnerVersion,
)
from rollbook.service.models.log import AccessLog, LogEpoch, LogSeal
from rollbook.service.models.numbers import IssuedNumber, NumberRange
from rollbook.service.models.organisations import Agreement, Organisation, OrganisationLink, Sector
from rollbook.service.models.people import Client, User
from rollbook.service.models.sweeps import Sweep
from rollbook.service.models.watch import Alert, LearnerTold, WatchProfile

__all__ = [
    "AccessLog",
    "Agreement",
    "Alert",
    "Batch",
    "BatchRow",
    "Change",
    "Client",
    "CommonKey",
    "DuplicateCase",
    "Enrolment",
    "IdempotencyKey",
    "IssuedNumber",
    "Learner",
    "LearnerAddress",
    "LearnerEvidence",
    "LearnerNote",
    "LearnerNotice",
    "LearnerTold",
    "LearnerVersion",
    "Link",
    "LogEpoch",
    "LogSeal",
    "NumberRange",
    "Organisation",
    "OrganisationLink",
    "Sector",
    "Sweep",
    "UnclearValue",
    "User",
    "WatchProfile",
]
