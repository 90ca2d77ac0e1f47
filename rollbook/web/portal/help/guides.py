"""Help: guides, references and explanations inside the portal, and a search through them."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from rollbook.web.portal.help.library import INDEX, KINDS, document, documents, picture
from rollbook.web.portal.help.searching import search
from rollbook.web.portal.page import open_page

LONGEST = 100


@open_page("help", guide="find-help")
def overview(request: HttpRequest) -> HttpResponse:
    """Every guide, by what somebody wants to do; with words sent, the pages that hold them."""
    words = request.POST.get("words", "")[:LONGEST].strip() if request.method == "POST" else ""
    context = {
        "area": "help",
        "words": words,
        "hits": search(words, documents()) if words else [],
        "indexes": [document(kind, INDEX) for kind in KINDS if kind not in ("tutorial",)],
        "tutorials": [each for each in documents() if each.kind == "tutorial"],
    }
    return render(request, "portal/help/overview.html", context)


@open_page("guide", guide="find-help")
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """One guide of how to do a job."""
    return _shown(request, "how-to", name)


@open_page("document", guide="find-help")
def other(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    """One page of the tutorial, the reference or the explanations."""
    return _shown(request, kind, name)


@open_page("picture", guide="find-help")
def shown_picture(request: HttpRequest, name: str) -> FileResponse:
    """One picture of the guides."""
    return FileResponse(picture(name).open("rb"), content_type="image/png")


def _shown(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    return render(request, "portal/help/guide.html", {"area": "help", "document": document(kind, name)})
