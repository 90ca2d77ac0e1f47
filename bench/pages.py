"""The portal's pages at the server: one person, one page after the other, over HTTP from beside the server."""

from __future__ import annotations

import io
import statistics
import time
from datetime import datetime
from typing import Any

import httpx

from bench.registers import load_people, register_at, server, settle

TIMES = 30
EXCEPTIONS_OF = 20_000  # rows of a batch, about a quarter of which become exceptions
CASES = 500
UKPRN = "90000101"
AIM = 150  # milliseconds
FIVE = ("given_name", "family_name", "gender", "postcode")


def measure(size: int) -> dict[str, Any]:
    """The median and the 95th percentile of each page, in milliseconds."""
    with register_at(size):
        return _measure(size)


def _measure(size: int) -> dict[str, Any]:
    from rollbook.synthetic.organisations import landscape
    from rollbook.synthetic.registered import registered

    settle()
    ukprns = [each["ukprn"] for each in landscape()["organisation"] if each["kind"] != "consortium"]
    people = registered(size, 11, ukprns=ukprns)
    load_people(people)
    batch = _batch(people, min(EXCEPTIONS_OF, size))
    _cases(people["uln"].head(2 * CASES).to_list())
    sessions = {email: _session(email) for email in ("register", "super")}
    sessions |= {email: _session(email, "register.example") for email in ("reviewer", "operator")}
    asked = people.filter(people["ukprn"] == UKPRN).sample(TIMES * 2, seed=3).to_dicts()
    with server(ROLLBOOK_PLAIN_HTTP="1") as address:
        _wait(address)
        return {"pages": _all(address, sessions, asked, batch), "exceptions": _exceptions(batch)}


def _all(address: str, sessions: dict[str, str], people: list[dict[str, Any]], batch: str) -> dict[str, Any]:
    from rollbook.service.addresses import address_of
    from rollbook.service.models import DuplicateCase

    held = [f"/learners/{address_of(int(each['uln']))}" for each in people]
    case = DuplicateCase.objects.order_by("-weight")[0].pk
    plain = {
        "Home": ("register", ["/"]),
        "Find, the form": ("register", ["/find/"]),
        "Our learners": ("register", ["/learners/"]),
        "Our learners, ended": ("register", ["/learners/?ended=yes"]),
        "Learner": ("register", held),
        "Learner, history": ("register", [f"{each}/history" for each in held]),
        "Learner, who looked": ("register", [f"{each}/looks" for each in held]),
        "Batches": ("register", ["/batches/"]),
        "Batch": ("register", [f"/batches/{batch}"]),
        "Exceptions": ("register", [f"/batches/{batch}/exceptions"]),
        "Access log": ("super", ["/log/"]),
        "Users": ("super", ["/users/"]),
        "Review": ("reviewer", ["/review/"]),
        "Case": ("reviewer", [f"/review/cases/{case}"]),
        "Figures of review": ("reviewer", ["/review/figures"]),
        "Organisations": ("operator", ["/organisations/"]),
        "Access log of all": ("operator", ["/log/"]),
        "Guide": ("register", ["/help/guides/enrol-one-learner"]),
    }
    found = {}
    for title, (who, addresses) in plain.items():
        found[title] = _timed(_client(address, sessions[who]), addresses)
    client = _client(address, sessions["register"])
    found["Find, exact"] = _timed(client, ["/find/"], [_form(each) for each in people])
    strangers = [_form({**each, "given_name": "Zuleika", "date_of_birth": "2001-02-03"}) for each in people]
    found["Find, nobody or possible"] = _timed(client, ["/find/"], strangers)
    return found


def _timed(client: httpx.Client, addresses: list[str], forms: list[dict[str, str]] | None = None) -> dict[str, float]:
    client.get(addresses[0])
    took = []
    for number in range(TIMES):
        where, form = addresses[number % len(addresses)], forms[number % len(forms)] if forms else None
        began = time.perf_counter()
        answer = client.post(where, data=form) if form else client.get(where)
        took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{where} answered {answer.status_code}")
        if "<title>Error:" in answer.text:
            raise RuntimeError(f"{where} sent the form back: that is not the page to time")
    took.sort()
    return {"p50_ms": round(statistics.median(took), 1), "p95_ms": round(took[int(len(took) * 0.95) - 1], 1)}


def _form(person: dict[str, Any]) -> dict[str, str]:
    year, month, day = str(person["date_of_birth"]).split("-")
    return {
        **{name: str(person[name]) for name in FIVE},
        "date_of_birth_day": day, "date_of_birth_month": month, "date_of_birth_year": year,
    }  # fmt: skip


def _client(address: str, session: str) -> httpx.Client:
    client = httpx.Client(base_url=address, cookies={"sessionid": session}, timeout=60)
    client.get("/find/")
    if token := client.cookies.get("csrftoken"):
        client.headers["X-CSRFToken"] = token
    client.headers["Referer"] = address
    return client


def _session(role: str, host: str = "wexcombe.example") -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from rollbook.service.models import User

    user, session = User.objects.get(email=f"{role}@{host}"), SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY], session["second_factor"] = user.get_session_auth_hash(), "totp"
    if user.organisation is not None:
        session["purpose"] = "enrolment"
    session.create()
    return str(session.session_key)


def _batch(people: Any, count: int) -> str:
    """A batch of so many searches with the errors people make, worked on; its id."""
    from rollbook.organisations import Caller
    from rollbook.service.actions.batches.sending import send
    from rollbook.service.actions.batches.working import work_on_chunk
    from rollbook.service.models import Organisation
    from rollbook.synthetic.batch_files import write_batch_file
    from rollbook.synthetic.queries import queries

    asked, _ = queries(people.drop("uln", "ukprn"), count, 12, errors="independent")
    out = io.BytesIO()
    written = datetime(2026, 9, 1, 9, 0)
    name = write_batch_file(out, asked.iter_rows(named=True), count=count, ukprn=UKPRN, written=written)
    out.seek(0)
    home = Organisation.objects.get(ukprn=UKPRN)
    by = Caller("user:bench", "Bench", "batch", home.pk, UKPRN, frozenset(home.purposes), "batch")
    sent = send(out, name, by=by, purpose="enrolment")
    while work_on_chunk(sent.id):
        pass
    return str(sent.id)


def _exceptions(batch: str) -> int:
    from rollbook.service.models import BatchRow

    return int(BatchRow.objects.filter(batch=batch, is_exception=True).count())


def _cases(ulns: list[str]) -> None:
    """Pairs of learners that wait for a reviewer."""
    from django.utils import timezone

    from rollbook.service.models import DuplicateCase

    numbers = sorted(int(each) for each in ulns)
    for place in range(0, len(numbers) - 1, 2):
        DuplicateCase.objects.create(
            first_id=numbers[place], second_id=numbers[place + 1], source="sweep", weight=5 + place / 100,
            reasons=["The names are alike."], opened_at=timezone.now(),
        )  # fmt: skip


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            httpx.get(f"{address}/sign-in")
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise RuntimeError("the server does not answer")


def markdown(results: dict[int, dict[str, Any]]) -> str:
    """The figures as part of the page."""
    sizes = list(results)
    last = results[sizes[-1]]
    lines = [
        "## The portal's pages",
        "",
        f"From the request to the last byte of the page, one person at a time, {TIMES} of each; the aim is {AIM} ms.",
        f"The list of exceptions has {last['exceptions']:,} rows at {sizes[-1]:,} learners, the review queue {CASES}.",
        "",
        "| Page | " + " | ".join(f"{size:,}: p50, p95" for size in sizes) + " |",
        "|" + " --- |" * (len(sizes) + 1),
    ]
    for title in dict.fromkeys(title for each in results.values() for title in each["pages"]):
        lines.append(f"| {title} | " + " | ".join(_cell(each["pages"].get(title)) for each in results.values()) + " |")
    slow = [title for title, each in last["pages"].items() if each["p95_ms"] > AIM]
    lines += ["", f"Above the aim: {', '.join(slow) if slow else 'none'}."]
    if any(title.startswith("Our learners") for title in slow):
        lines.append(
            "All of the 166,000 enrolments are those of one college here, and its list counts them for each page."
        )
    return "\n".join(lines)


def _cell(took: dict[str, float] | None) -> str:
    """A page's two figures, or a stroke where it was not measured at a size."""
    return f"{took['p50_ms']} ms, {took['p95_ms']} ms" if took else "–"
