"""The description and its page: complete, and served from here alone."""

import re
from contextlib import closing

import pytest

from rollbook.organisations import permissions

pytestmark = pytest.mark.django_db  # a request that ends looks after its connection


@pytest.fixture
def schema(client):
    return client.get("/api/openapi.json").json()


def _operations(schema):
    return [(path, method, each) for path, methods in schema["paths"].items() for method, each in methods.items()]


def test_every_operation_tells_its_permission_and_a_summary(schema):
    for path, method, each in _operations(schema):
        is_open = path.startswith(("/api/standards", "/api/definitions/"))
        assert is_open or each["x-permission"] in permissions(), (path, method)
        assert is_open == (each["security"] == []), (path, method)
        assert each["description"].splitlines()[0].endswith("."), (path, method)


def test_every_operation_tells_its_refusals_as_problem_details(schema):
    for path, method, each in _operations(schema):
        assert {"401", "403", "422", "429", "503"} <= set(each["responses"]), (path, method)
        for status, answer in each["responses"].items():
            if int(status) >= 400:
                assert list(answer["content"]) == ["application/problem+json"]


def test_a_machine_role_is_named_where_it_may(schema):
    assert {"OAuth2": ["machine:register"]} in schema["paths"]["/api/learners/register"]["post"]["security"]
    assert {"OAuth2": ["machine:find"]} not in schema["paths"]["/api/learners/register"]["post"]["security"]


def test_no_address_holds_anything_but_opaque_ids(schema):
    parts = {part for path in schema["paths"] for part in re.findall(r"{(\w+)}", path)}
    of_rules_and_definitions = {"standard", "version", "code", "item", "code_set"}
    assert parts == {"batch_id", "case_id", "enrolment_id", "link_id", "number"} | of_rules_and_definitions


def test_the_page_loads_nothing_from_anywhere_else(client):
    page = client.get("/api/docs")
    text = page.content.decode()
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", text)
    assert page["Content-Security-Policy"].startswith("default-src 'self'")
    for address in re.findall(r"""(?:src|href)=["'](/static/[^"']+)""", text):
        with closing(client.get(address)) as file:
            assert file.status_code == 200, address


def test_static_files_ask_for_nothing_from_anywhere_else(client):
    with closing(client.get("/static/ninja/swagger-ui.css")) as file:
        style = b"".join(file.streaming_content).decode()
    assert not re.findall(r"url\(['\"]?(?:https?:)?//", style)
