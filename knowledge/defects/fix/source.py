"""What of a report must not stand in an article unseen: its words, and the names of customers behind it."""

from tortoise.expressions import Q

from hub.redaction import Source
from knowledge.models import Defect, DefectEntry, Demand


async def source_of(defect: Defect) -> Source:
    """The words of a report and of those merged into it, of their customers, and of what was said below.

    Of a sealed report the server has none: nothing can be compared.
    """
    reports = await Defect.filter(Q(id=defect.id) | Q(duplicate_of_id=defect.id), sealed=False)
    ids = [one.id for one in reports]
    demands = await Demand.filter(defect_id__in=ids)
    entries = await DefectEntry.filter(defect_id__in=ids, sealed=False).only("body")
    texts = [text for one in reports for text in (one.body, one.said)]
    return Source(
        names=[demand.customer for demand in demands],
        titles=[one.title for one in reports],
        texts=[*texts, *(demand.words for demand in demands), *(entry.body for entry in entries)],
    )
