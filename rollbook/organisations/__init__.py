"""Who may take part and do what: providers, roles, agreements, purposes."""

from rollbook.organisations.caller import Caller
from rollbook.organisations.roles import Purpose, Role, permissions, purposes, roles

__all__ = ["Caller", "Purpose", "Role", "permissions", "purposes", "roles"]
