"""The description: what the toolkit makes of the endpoints, with problems, permissions and scopes put right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.operation import Operation

from rollbook.organisations import permissions, roles
from rollbook.web.rest.endpoint import Anybody, Needs
from rollbook.web.rest.problems import CONTENT_TYPE

SCHEME = "OAuth2"
# The page loads what comes with the package, from this server, and nothing from anybody else.
ONLY_OURS = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"


class DescribedAPI(NinjaAPI):
    """An API whose description tells each endpoint's permission, and the content type of its problems."""

    _described: Any = None

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **known: Any) -> Any:
        """The description; it does not change while the program runs."""
        if self._described is None:
            self._described = self._describe_all(**known)
        return self._described

    def _describe_all(self, **known: Any) -> Any:
        schema = super().get_openapi_schema(**known)
        needed = {self.get_openapi_operation_id(operation): operation for operation in operations(self)}
        for methods in schema["paths"].values():
            for described in methods.values():
                _describe(described, permission_of(needed[described["operationId"]]))
        schemes = schema["components"]["securitySchemes"]
        schema["components"]["securitySchemes"] = {SCHEME: schemes[Needs.__name__]}
        return schema


def operations(api: NinjaAPI) -> Iterator[Operation]:
    """Every operation of every router."""
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            yield from view.operations


def permission_of(operation: Operation) -> str:
    """The permission an operation declares, "" where it is for anybody; KeyError where it declares neither."""
    for check in operation.auth_callbacks:
        if isinstance(check, Anybody):
            return ""
        if isinstance(check, Needs):
            return check.permission
    raise KeyError(f"{operation.path} declares no permission")


def from_here_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Forbid the browser to load anything for this page from another server."""

    @wraps(view, assigned=())
    def answered(request: HttpRequest, **known: Any) -> HttpResponse:
        response = view(request, **known)
        response["Content-Security-Policy"] = ONLY_OURS
        return response

    return answered


def _describe(described: dict[str, Any], permission: str) -> None:
    described["x-permission"] = permission
    told = f"Permission `{permission}`: {permissions()[permission]}" if permission else "For anybody, without a token."
    described["security"] = _security(permission) if permission else []
    described["description"] = f"{described.get('description', '')}\n\n{told}".strip()
    for status, answer in described["responses"].items():
        content = answer.get("content", {})
        if int(status) >= 400 and "application/json" in content:
            content[CONTENT_TYPE] = content.pop("application/json")


def _security(permission: str) -> list[dict[str, list[str]]]:
    machines = [name for name, role in roles().items() if not role.human and permission in role.may]
    return [{SCHEME: [name]} for name in machines] or [{SCHEME: []}]
