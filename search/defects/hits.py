"""Reports and topics that were found, as hits."""

from collections.abc import Sequence

from hub.i18n import _
from hub.identity import Reader
from knowledge.defects import policy
from knowledge.defects.standing import standings
from knowledge.defects.words import KINDS, STATES
from search.found import Passage
from search.hit import Hit
from search.relevance.highlights import marked, snippet


async def defect_hits(reader: Reader, passages: Sequence[Passage]) -> dict[Passage, Hit]:
    """The hits of reports that the reader may read; a sealed one is none."""
    ids = [passage.id for passage in passages]
    readable = await policy.visible_to(reader).filter(id__in=ids, sealed=False).select_related("product")
    defects = {defect.id: defect for defect in readable}
    stand = await standings(readable)
    hits = {}
    for passage in passages:
        if defect := defects.get(passage.id):
            # For the team it is a duplicate; whoever reported it is told what became of the main one.
            state = defect.state if policy.may_review(reader, defect) else stand[defect.id].state
            label, icon, tone = STATES[state]
            hits[passage] = Hit(
                type="defect",
                id=defect.reference,
                title=marked(passage.title, passage.title_spans),
                plain_title=defect.title,
                snippet=snippet(passage.body, passage.body_spans),
                url=f"/defects/{defect.reference}{passage.at}",
                at=defect.created_at,
                meta=[defect.reference, _(KINDS[defect.kind]), defect.product.name],
                badges=[(_(label), icon, tone)],
            )
    return hits


async def topic_hits(reader: Reader, passages: Sequence[Passage]) -> dict[Passage, Hit]:
    """The hits of topics that the reader may read."""
    ids = [passage.id for passage in passages]
    topics = {topic.id: topic for topic in await policy.topics_visible_to(reader).filter(id__in=ids)}
    return {
        passage: Hit(
            type="topic",
            id=str(topic.uid),
            title=marked(passage.title, passage.title_spans),
            plain_title=topic.title,
            snippet=snippet(passage.body, passage.body_spans),
            url=f"/topics/{topic.uid}{passage.at}",
            at=topic.created_at,
            badges=[(_("Closed"), "lock", "neutral")] if topic.closed_at else [],
        )
        for passage in passages
        if (topic := topics.get(passage.id))
    }
