"""Every role at every endpoint: allowed exactly where `roles.toml` says so. A new endpoint without permission fails."""

import re
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver

from rollbook.organisations import permissions, roles
from rollbook.web.rest import endpoint
from rollbook.web.rest.api import api
from rollbook.web.rest.description import operations, permission_of
from rollbook.web.urls import urlpatterns

OPEN = {"api/", "api/openapi.json", "api/docs", "oauth/token", "oauth/revoke"}

# Rules and definitions: the same for everybody.
FOR_ANYBODY = {
    "/standards",
    "/standards/{standard}/{version}/rules",
    "/standards/{standard}/{version}/rules/{code}",
    "/definitions/items",
    "/definitions/items/{item}",
    "/definitions/code-sets",
    "/definitions/code-sets/{code_set}",
}


def _endpoints():
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield operation.methods[0], f"/api{bound.prefix}{path}", operation


def _address(path):
    return re.sub(r"{int:\w+}", "1", re.sub(r"{uuid(str)?:\w+}", str(uuid4()), path))


@pytest.mark.parametrize("role", list(roles()))
@pytest.mark.parametrize(
    ("method", "path", "operation"), [pytest.param(*each, id=f"{each[0]} {each[1]}") for each in _endpoints()]
)
def test_every_role_at_every_endpoint(role, method, path, operation, caller, send, monkeypatch):
    monkeypatch.setattr(endpoint, "caller_of_token", lambda token: caller(role))
    purpose = "register_upkeep" if roles()[role].register_staff else "enrolment"
    answer = send(method, _address(path), {}, token="any", purpose=purpose)
    if not permission_of(operation) or permission_of(operation) in roles()[role].may:
        assert answer.status_code != 403 or "belongs to none" in answer.json()["detail"]  # the register's own staff
        assert answer.status_code not in (401, 405, 500)
    else:
        assert answer.status_code == 403
        assert permissions()[permission_of(operation)] in answer.json()["detail"]


@pytest.mark.parametrize(("method", "path"), [(each[0], each[1]) for each in _endpoints() if permission_of(each[2])])
def test_nobody_gets_anywhere_without_a_token(method, path, send, db):
    answer = send(method, _address(path), {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")


def test_every_endpoint_declares_its_permission_and_few_are_for_anybody():
    for_anybody = {operation.path for operation in operations(api) if not permission_of(operation)}
    assert for_anybody == FOR_ANYBODY
    assert all(permission_of(each) in permissions() for each in operations(api) if each.path not in FOR_ANYBODY)


def test_what_is_for_anybody_is_read_only_and_needs_no_token(send, db):
    for method, path, operation in _endpoints():
        if operation.path in FOR_ANYBODY:
            assert method == "GET"
            assert send(method, _address(path)).status_code in (200, 404), path


def test_every_address_is_an_endpoint_or_open_to_all():
    declared = {path.removeprefix("/").replace("{", "<").replace("}", ">") for _, path, _ in _endpoints()}
    for_programs = {route for route in _routes(urlpatterns) if route.startswith(("api/", "oauth/"))}
    assert for_programs - OPEN == declared


def _routes(patterns, before=""):
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route


def test_every_machine_role_reaches_what_it_is_for(token, send, someone):
    asked = {"learners": [someone()]}
    assert send("POST", "/api/learners/find", asked, token=token("machine:find")).status_code == 200
    assert send("GET", "/api/batches", token=token("machine:batch")).status_code == 200
    assert send("GET", "/api/changes", token=token("machine:register")).status_code == 200
