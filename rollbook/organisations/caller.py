"""Who asks: a person or a machine, in one role, for one organisation. Made from a credential, never from a message."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from rollbook.base.errors import InvalidInput, NotAllowed
from rollbook.base.findings import Finding
from rollbook.organisations.roles import permissions, purposes, roles


@dataclass(frozen=True, slots=True)
class Caller:
    """One credential, as every action sees it.

    `organisation` is None for the team that runs the register. `purposes` are the codes its agreement allows.
    `channel` is the door it came through: rest, cli, batch, portal. `only` narrows the role where the organisation has
    been stopped: whoever answers for it may still see why, and say something.
    """

    id: str
    name: str
    role: str
    organisation: UUID | None
    ukprn: str
    purposes: frozenset[str]
    channel: str
    sector: UUID | None = None
    only: frozenset[str] | None = None

    @property
    def is_human(self) -> bool:
        return roles()[self.role].human

    @property
    def is_register_staff(self) -> bool:
        return roles()[self.role].register_staff

    @property
    def is_stopped(self) -> bool:
        """Whether the organisation has been stopped, and only what is in `only` is left."""
        return self.only is not None

    def may(self, permission: str) -> bool:
        """Whether the role has this permission."""
        if permission not in permissions():
            raise KeyError(permission)
        return permission in roles()[self.role].may and (self.only is None or permission in self.only)

    def require(self, permission: str) -> None:
        """Refuse unless the role has this permission."""
        if self.is_stopped and not self.may(permission):
            raise NotAllowed(
                "Your organisation has been stopped because of how learners were searched for.",
                fix="Open Alerts: you see why, and can say what the searches were for.",
            )
        if not self.may(permission):
            raise NotAllowed(
                f"Your role may not do this: {permissions()[permission]} Your role: {roles()[self.role].says}",
                fix="Ask your organisation's super user for a role that may.",
            )

    def require_organisation(self) -> UUID:
        """The organisation the caller acts for; refused to those who act for none."""
        if self.organisation is None:
            raise NotAllowed(
                "This is done for an organisation, and your credential belongs to none.",
                fix="Use a credential of the organisation concerned.",
            )
        return self.organisation

    def require_purpose(self, purpose: str) -> str:
        """The purpose, if it is one of those allowed to this organisation; every look at a learner states one."""
        if purpose not in purposes():
            raise InvalidInput(
                [
                    Finding(
                        rule="purpose_unknown",
                        field="purpose",
                        says="The purpose is missing or is not one of the known ones.",
                        fix=f"State one of: {', '.join(sorted(purposes()))}.",
                    )
                ]
            )
        allowed = self.purposes | {code for code, p in purposes().items() if p.staff and self.is_register_staff}
        if purpose not in allowed:
            raise NotAllowed(
                f"Your organisation's agreement does not name the purpose '{purpose}'.",
                fix=f"It names: {', '.join(sorted(allowed)) or 'none'}.",
            )
        return purpose
