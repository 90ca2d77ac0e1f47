"""The threads of the register's tests, for constraints that two transactions might slip past together."""

from tests.integration.register.conftest import at_once

__all__ = ["at_once"]
