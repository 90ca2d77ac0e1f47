"""A file checked over REST: the report is the answer, and nothing is kept."""

from __future__ import annotations

import io
from typing import Annotated, BinaryIO, cast

from django.http import HttpRequest, HttpResponse
from ninja import File, Router, UploadedFile

from rollbook.service.actions.checks.answering import check_at_once
from rollbook.standards.reports import write_json
from rollbook.web.rest.check_shapes import Report
from rollbook.web.rest.endpoint import Needs, PurposeHeader, answers, caller_of
from rollbook.web.rest.learner_input import is_storable

router = Router(tags=["checks"])


@router.post("", auth=Needs("check"), response=answers(Report), exclude_none=True)
def check_file(request: HttpRequest, file: Annotated[UploadedFile, File()], purpose: PurposeHeader) -> HttpResponse:
    """Check a file sent as the form field `file`: what is wrong, why, and how to mend it.

    At most 5 MB, not zipped; larger files are checked on the pages, or by `rollbook check`. The register is asked which
    of the file's numbers are in use where the role may verify; rules look into the reference tables that are held here,
    and `checked_with` names their versions. Nothing is kept.
    """
    name = (file.name or "") if is_storable(file.name or "") else ""
    found = check_at_once(cast("BinaryIO", file.file), name, by=caller_of(request), purpose=purpose)
    out = io.StringIO()
    write_json(found, out)
    return HttpResponse(out.getvalue(), content_type="application/json")
