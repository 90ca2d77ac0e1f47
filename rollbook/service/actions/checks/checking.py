"""One check as every door of the service makes it: with the reference tables held here, the register, and words for
what is missing. Whoever sends a file can load no table: she is told who can.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils import timezone

from rollbook.base.errors import Unreadable
from rollbook.organisations import Caller
from rollbook.service.actions.checks.register import TABLE, register_for
from rollbook.standards import Layout
from rollbook.standards.checking import CheckResult, check_loaded
from rollbook.standards.held_references import held_reference, names_held
from rollbook.standards.lacking import Lack, told_here
from rollbook.standards.loaded import Loaded
from rollbook.standards.rules.loading import rules_of
from rollbook.standards.tables import Given, Reference, standard_data

logger = logging.getLogger(__name__)
ASK_THE_TEAM = "The register’s operator can load it: ask the register’s team."
ON_YOUR_MACHINE = "Only you can say it: `rollbook check` on your own machine takes it."
SIGN_IN = "Sign in: the register then says which numbers are in use."
MAY_VERIFY = "Have it checked in a role that may verify numbers."


def check_here(loaded: Loaded, *, by: Caller | None = None, purpose: str = "", check: str = "") -> CheckResult:
    """Check a file that was read, with everything the service may look into for this caller; None is a visitor."""
    held, broken = held_here(loaded.layout)
    register = register_for(loaded.layout, by=by, purpose=purpose, check=check) if by is not None else {}
    given: Given = {**held, **register}
    checked = check_loaded(loaded, today=timezone.localdate(), references=given)

    def lacking(name: str) -> Lack:
        if name in broken:
            return Lack(f"It cannot be read here: {name}.", "Tell the register’s team: the operator can load it again.")
        return Lack(f"Not given: {name}.", _mend(name, loaded.layout, by))

    return told_here(checked, lacking)


def held_here(layout: Layout) -> tuple[dict[str, Reference], frozenset[str]]:
    """The tables held here that rules of this version need, as they are now; and the names of those that are damaged.

    A damaged table does not end the check of somebody who cannot mend it: its rules are not run.
    """
    needed = {need for rule in rules_of(layout.standard, layout.version) for need in rule.needs}
    forms = standard_data(layout.standard, layout.version).references
    # What only a provider or the register itself has is the same for nobody else, and is not held for all.
    wanted = {name: form for name, form in forms.items() if name in needed and not form.whose}
    if not wanted:
        return {}, frozenset()
    folder, found, broken = settings.REFERENCE_FOLDER, dict[str, Reference](), set[str]()
    try:
        names = set(names_held(folder, layout.standard))
    except Unreadable as error:
        logger.error("reference tables of %s: %s", layout.standard, error.message)
        return {}, frozenset(wanted)
    for name in wanted.keys() & names:
        try:
            found[name] = held_reference(folder, layout.standard, wanted[name])
        except Unreadable as error:
            logger.error("reference table %s of %s: %s", name, layout.standard, error.message)
            broken.add(name)
    return found, frozenset(broken)


def _mend(name: str, layout: Layout, by: Caller | None) -> str:
    if name == TABLE:
        return SIGN_IN if by is None else MAY_VERIFY
    form = standard_data(layout.standard, layout.version).references.get(name)
    return ASK_THE_TEAM if form is not None and not form.whose else ON_YOUR_MACHINE
