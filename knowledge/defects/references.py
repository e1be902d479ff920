"""What readers are shown of a report, or of a topic, that a text refers to."""

from collections.abc import Iterable
from uuid import UUID

from hub.i18n import _
from hub.identity import Reader
from hub.references import Target
from knowledge.defects import policy
from knowledge.defects.standing import standings
from knowledge.defects.words import STATES


async def resolve_defects(reader: Reader, keys: Iterable[str]) -> dict[str, Target]:
    """Titles of the reports that `keys`, references, name and `reader` may read; a sealed one has its reference."""
    found = await policy.visible_to(reader).filter(reference__in=list(keys))
    stand = await standings(found)
    targets = {}
    for defect in found:
        state = defect.state if policy.may_review(reader, defect) else stand[defect.id].state
        targets[defect.reference] = Target(
            defect.uid,
            defect.reference if defect.sealed else f"{defect.title} ({defect.reference})",
            f"/defects/{defect.reference}",
            state.value,
            _(STATES[state].label),
        )
    return targets


async def resolve_topics(reader: Reader, keys: Iterable[str]) -> dict[str, Target]:
    """Titles of the topics that `keys`, uids, name and `reader` may read."""
    asked = {uid: key for key in keys if (uid := _uid(key))}
    found = await policy.topics_visible_to(reader).filter(uid__in=list(asked))
    return {asked[topic.uid]: Target(topic.uid, topic.title, f"/topics/{topic.uid}") for topic in found}


def _uid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
