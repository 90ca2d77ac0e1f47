"""Short words for codes that stand in lists."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLES = {
    "super_user": _("super user"),
    "register": _("registers learners"),
    "view_only": _("views only"),
    "batch": _("sends batches"),
    "reviewer": _("reviewer"),
    "operator": _("operator"),
    "machine:find": _("finds"),
    "machine:register": _("registers"),
    "machine:batch": _("sends batches"),
}
