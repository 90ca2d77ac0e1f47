"""Finishing touches to the API's description: problems have their own content type, security its scopes."""

from __future__ import annotations

from typing import Any

from rollbook.web.rest.problems import CONTENT_TYPE


def describe_problems(schema: dict[str, Any]) -> dict[str, Any]:
    """Move the shape of each refusal to the content type it comes in."""
    for methods in schema["paths"].values():
        for operation in methods.values():
            for status, answer in operation["responses"].items():
                content = answer.get("content", {})
                if int(status) >= 400 and "application/json" in content:
                    content[CONTENT_TYPE] = content.pop("application/json")
    return schema
