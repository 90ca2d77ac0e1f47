"""Writes the reference pages that are made from the code and its data; with --check, only says which are stale.

python -m docs.generate [--check]
"""

from __future__ import annotations

import importlib
import os
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import typer

from rollbook.base.errors import ANSWERS
from rollbook.cli.main import VERBS
from rollbook.definitions import learner_definition
from rollbook.definitions.cbds.pages import dictionary_pages
from rollbook.organisations import permissions, purposes, roles
from rollbook.organisations.signing_in import PACKAGED as SIGN_IN
from rollbook.organisations.watch import watch_markdown
from rollbook.register.policy import load_policy
from rollbook.standards import return_codes_markdown
from rollbook.standards.describing import layout_pages
from rollbook.standards.rules.pages import coverage_pages
from rollbook.standards.rules.told_pages import told_pages

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- Made by `make docs` from the code; change it there. -->\n\n"


def commands() -> str:
    """Every verb with its options."""
    lines = [
        "# Commands",
        "",
        "Every verb takes `--help`; most take `--json`. Exit codes: see [errors](errors.md).",
        "",
    ]
    for verb, summary in VERBS.items():
        command = typer.main.get_command(importlib.import_module(f"rollbook.cli.{verb}").app)
        lines += [f"## rollbook {verb}", "", summary, ""]
        lines += list(_options(command, f"rollbook {verb}"))
    return "\n".join(lines).rstrip() + "\n"


def _options(command: Any, path: str) -> Iterator[str]:
    for name, below in getattr(command, "commands", {}).items():
        yield from [f"### {path} {name}", "", _first_paragraphs(below.help), ""]
        yield from _options(below, f"{path} {name}")
    rows = [_row(each) for each in command.params if each.name not in ("help", "install_completion", "show_completion")]
    if rows:
        yield from ["| Option | What it says |", "| --- | --- |", *rows, ""]


def _row(parameter: Any) -> str:
    names = ", ".join(parameter.opts) if parameter.opts[0].startswith("-") else (parameter.metavar or parameter.name)
    return f"| `{names}` | {getattr(parameter, 'help', None) or ''}{' (needed)' if parameter.required else ''} |"


def _first_paragraphs(text: str | None) -> str:
    return " ".join((text or "").split())


def roles_page() -> str:
    """The one table of roles, people's and machines'."""
    names = list(roles())
    lines = ["# Roles, permissions and purposes", "", "Every door asks this table and nothing else.", ""]
    lines += ["| Permission | " + " | ".join(names) + " |", "| --- |" + " --- |" * len(names)]
    for code, says in permissions().items():
        marks = ["yes" if code in roles()[name].may else "" for name in names]
        lines.append(f"| `{code}`: {says} | " + " | ".join(marks) + " |")
    lines += ["", "## Roles", ""] + [f"- **{role.name}**: {role.says}" for role in roles().values()]
    lines += ["", "## Purposes", "", "Each organisation's agreement names the purposes it may state.", ""]
    lines += [f"- **{code}** ({purpose.basis}): {purpose.says}" for code, purpose in purposes().items()]
    return "\n".join(lines) + "\n"


def fields_page() -> str:
    """The fields of a learner."""
    definition = learner_definition()
    lines = [
        "# Fields of a learner",
        "",
        f"Ages from {definition.youngest} to {definition.oldest} years are allowed.",
        "",
        "| Field | Title | Kind | Longest | Needed to |",
        "| --- | --- | --- | --- | --- |",
    ]
    for field in definition.fields.values():
        needed = ", ".join(sorted(str(occasion) for occasion in field.needed))
        lines.append(f"| `{field.name}` | {field.title} | {field.kind} | {field.max_length} | {needed} |")
    return "\n".join(lines) + "\n"


def errors_page() -> str:
    """Every class of failure with its status and exit code."""
    lines = ["# Errors and exit codes", "", "| Failure | What it says | HTTP | Exit |", "| --- | --- | --- | --- |"]
    for kind, answer in ANSWERS.items():
        lines.append(
            f"| {kind.__name__} | {' '.join((kind.__doc__ or '').split())} | {answer.status} | {answer.exit_code} |"
        )
    lines += [
        "",
        "Exit code 0: it worked. 1: a finding about data, where the verb says so. 2: the command was mistyped.",
        "",
    ]
    return "\n".join(lines)


def limits_page() -> str:
    """The register's limits."""
    policy = load_policy()
    rows = [f"| `{name}` | {getattr(policy, name)} |" for name in policy.__dataclass_fields__]
    head = ["# Limits of the register", "", "From `rollbook/register/policy.toml`, where each is explained.", ""]
    return "\n".join([*head, "| Limit | Value |", "| --- | --- |", *rows, "", *_getting_in(), ""])


def _getting_in() -> list[str]:
    table = tomllib.loads(SIGN_IN.read_text("utf-8"))
    rows = [f"| `{name}` | {value} |" for group in table.values() for name, value in group.items()]
    head = ["## Getting in", "", "From `rollbook/organisations/sign_in.toml`, where each is explained.", ""]
    return [*head, "| Limit | Value |", "| --- | --- |", *rows]


def api() -> str:
    """Every endpoint with its permission and what it does; a running server shows shapes and tries at /api/docs."""
    from rollbook.web.rest.api import api as described  # needs Django, which `main` or the test runner sets up

    schema = described.get_openapi_schema()
    lines = [
        "# The API",
        "",
        "A running server describes itself in full at `/api/openapi.json` and, to read and try, at `/api/docs`.",
        "",
        "Ask for a token: `POST /oauth/token` with `grant_type=client_credentials`, `client_id`, `client_secret`; the",
        "client's role is its scope. Send it as `Authorization: Bearer TOKEN`. State why you look a learner up in the",
        "header `Purpose`. `Idempotency-Key` makes a repeat safe. Errors are RFC 9457 problem details: every wrong",
        "field at once, and a reference for the help desk.",
        "",
        "| Endpoint | What it does |",
        "| --- | --- |",
    ]
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            says = " ".join((operation.get("description") or operation.get("summary") or "").split())
            lines.append(f"| `{method.upper()} {path}` | {says} |")
    return "\n".join([*lines, ""])


def set_up_django() -> None:
    """Enough of Django to ask its code for descriptions."""
    import django

    # No database is asked; an address keeps the settings from starting one.
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody@localhost/nothing")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "rollbook.service.settings", "ROLLBOOK_AS_OWNER": "1"}
    django.setup()


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "roles.md": roles_page,
    "learner-fields.md": fields_page,
    "errors.md": errors_page,
    "api.md": api,
    "limits.md": limits_page,
    "return-codes.md": return_codes_markdown,
    "watch.md": watch_markdown,
    **dictionary_pages(),
    **coverage_pages(),
    **told_pages(),
    **layout_pages(),
}


def main() -> int:
    set_up_django()
    stale = []
    for name, make in PAGES.items():
        path, text = REFERENCE / name, MADE + make()
        if path.exists() and path.read_text("utf-8") == text:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, "utf-8")
    if "--check" in sys.argv and stale:
        print(f"Stale: {', '.join(stale)}. Run `make docs`.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
