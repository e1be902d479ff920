"""What reports of defects hand to the kernel's registries."""

from collections.abc import Iterable

from hub import references
from hub.admin.frame import register_section
from hub.admin.uses import register_audience_use
from hub.files.attaching import register_parent
from hub.i18n import N_
from hub.identity import Reader
from hub.vocabulary.filing import register_filing
from knowledge.defects import policy
from knowledge.defects.references import resolve_defects, resolve_topics


def register() -> None:
    """References to reports and topics are shown by title to their readers, who alone can open the files there.

    Reports follow a merged product, and admins see who looked.
    """
    references.register("defect", resolve_defects)
    references.register("topic", resolve_topics)
    register_parent("defect", _visible, confidential=True)
    register_parent("defect_entry", _visible_entries, confidential=True)
    register_filing("defect", "product_id")
    register_audience_use(N_("Reports of defects"), "defect")
    register_section(N_("Looks at reports"), "/admin/defect-looks", after="/admin/audit")


async def _visible(reader: Reader, ids: Iterable[int]) -> set[int]:
    return {defect.id for defect in await policy.visible_to(reader).filter(id__in=list(ids)).only("id")}


async def _visible_entries(reader: Reader, ids: Iterable[int]) -> set[int]:
    rows = policy.entries_visible_to(reader).filter(id__in=list(ids))
    return {entry.id for entry in await rows.only("id")}
