"""Addresses of review: cases, links, samples and the threshold, each by its opaque id."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from rollbook.web.portal.review.case import case
from rollbook.web.portal.review.decisions import decisions, export, figures
from rollbook.web.portal.review.links import link, links, settle_unclear, unclear
from rollbook.web.portal.review.queue import queue
from rollbook.web.portal.review.samples import judge, sample, samples
from rollbook.web.portal.review.threshold import threshold, undo

urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue, name="review"),
    path("cases/<uuid:case_id>", case, name="case"),
    path("decisions", decisions, name="decisions"),
    path("decisions.<slug:kind>", export, name="decisions_export"),
    path("figures", figures, name="review_figures"),
    path("links", links, name="links"),
    path("links/<uuid:link_id>", link, name="link"),
    path("unclear", unclear, name="unclear"),
    path("unclear/<uuid:unclear_id>", settle_unclear, name="settle_unclear"),
    path("samples", samples, name="samples"),
    path("samples/<uuid:sample_id>", sample, name="sample"),
    path("samples/<uuid:sample_id>/next", judge, name="judge_pair"),
    path("threshold", threshold, name="threshold"),
    path("threshold/<int:change_id>/undo", undo, name="undo_threshold"),
]
