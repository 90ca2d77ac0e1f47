"""A form sent twice (double click, back button, two tabs) is done once: each carries a key made with its page."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rollbook.base.errors import RollbookError
from rollbook.organisations import Caller
from rollbook.service import idempotency

FIELD = "form_key"


def once(request: HttpRequest, work: Callable[[], str | HttpResponse], *, by: Caller) -> HttpResponse:
    """Do the work of a form and go to the address it returns; the same form again goes there without doing it again.

    The same page with other answers is another request: idempotency says Conflict, since its work was done.
    Failures are not kept: the form can be mended and sent again. Nor is a page that the work returns in place of an
    address: it says what stood in the way, and what the work wrote of that in the log stays. So it does where a failure
    says that it is on record: a guess that leaves no row would be a guess for nothing.
    """
    pages: list[HttpResponse] = []
    refusals: list[RollbookError] = []

    def do() -> idempotency.Answer:
        try:
            ended = work()
        except RollbookError as refused:
            if not refused.is_on_record:
                raise
            refusals.append(refused)
            return idempotency.Answer(409, b"")
        if isinstance(ended, str):
            return idempotency.Answer(303, ended.encode())
        pages.append(ended)
        return idempotency.Answer(409, b"")

    sent = "&".join(f"{name}={value}" for name, value in sorted(request.POST.lists()) if name != "csrfmiddlewaretoken")
    key = request.POST.get(FIELD, "")[:60]
    answer = idempotency.once(
        f"form:{request.path}:{key}"[-idempotency.LONGEST :] if key else "",
        do,
        request=f"{request.path}?{sent}".encode(),
        by=by,
    )
    if refusals:
        raise refusals[0]
    return pages[0] if pages else _see_other(answer.body.decode())


def key_field(key: str) -> SafeString:
    """The hidden field that carries a form's key."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, key)


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
