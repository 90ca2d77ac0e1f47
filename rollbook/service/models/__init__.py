"""What is stored. Each constraint here and in `migrations/` is something that must never be untrue."""

from rollbook.service.models.batches import Batch, BatchRow
from rollbook.service.models.checks import CheckPiece, FileCheck
from rollbook.service.models.duplicates import DuplicateCase, Link, UnclearValue
from rollbook.service.models.feed import Change, IdempotencyKey
from rollbook.service.models.governance import (
    AccessChange,
    Certification,
    CertificationRound,
    ClientUse,
    Emergency,
    OrganisationApplication,
    OrganisationCheck,
    OrganisationIdentity,
)
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
from rollbook.service.models.objections import NumberChangeSeen, Objection, ObjectionOutcome, TwoPeopleReport
from rollbook.service.models.organisations import Agreement, Organisation, OrganisationLink, Sector
from rollbook.service.models.people import Client, User
from rollbook.service.models.questions import Question
from rollbook.service.models.samples import Judgement, Sample, SampledPair, SampleStratum, ThresholdChange
from rollbook.service.models.signing_in import KeptAnswers, OneTimeLink, Preferences, WrongGuess
from rollbook.service.models.sweeps import Sweep
from rollbook.service.models.uploads import UploadPiece, WaitingUpload
from rollbook.service.models.watch import Alert, LearnerTold, WatchProfile

__all__ = [
    "AccessChange",
    "AccessLog",
    "Agreement",
    "Alert",
    "Batch",
    "BatchRow",
    "Certification",
    "CertificationRound",
    "Change",
    "CheckPiece",
    "Client",
    "ClientUse",
    "CommonKey",
    "DuplicateCase",
    "Emergency",
    "Enrolment",
    "FileCheck",
    "IdempotencyKey",
    "IssuedNumber",
    "Judgement",
    "KeptAnswers",
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
    "NumberChangeSeen",
    "NumberRange",
    "Objection",
    "ObjectionOutcome",
    "OneTimeLink",
    "Organisation",
    "OrganisationApplication",
    "OrganisationCheck",
    "OrganisationIdentity",
    "OrganisationLink",
    "Preferences",
    "Question",
    "Sample",
    "SampleStratum",
    "SampledPair",
    "Sector",
    "Sweep",
    "ThresholdChange",
    "TwoPeopleReport",
    "UnclearValue",
    "UploadPiece",
    "User",
    "WaitingUpload",
    "WatchProfile",
    "WrongGuess",
]
