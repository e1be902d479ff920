"""Who may hear of what a topic names: the policies of its package, ready to be asked for every frame."""

from collections.abc import Callable
from dataclasses import dataclass

from discussions.live import TopicAccess, topic_audience
from discussions.policy import may_see
from hub.identity import Reader
from knowledge.defects import policy as defects
from knowledge.live import article_audience
from knowledge.models import Defect, Topic
from notifications.topics import article_of, defect_of, opinion_topic_of, thread_of


def _nobody(_reader: Reader) -> bool:
    return False


@dataclass(frozen=True)
class Access:
    """`hears` says who may hear of a thing, `reviews` who of its product team, where it has one."""

    hears: Callable[[Reader], bool]
    reviews: Callable[[Reader], bool] = _nobody


async def access_to(topic: str) -> Access | None:
    """Who may hear of what a topic names; None when there is none."""
    if (thread_id := thread_of(topic)) is not None:
        return _by_audience(await topic_audience(thread_id))
    if (article_id := article_of(topic)) is not None:
        return _by_audience(await article_audience(article_id))
    if (reference := defect_of(topic)) is not None:
        return _of_defect(await Defect.get_or_none(reference=reference))
    if (uid := opinion_topic_of(topic)) is not None:
        return _of_topic(await Topic.get_or_none(uid=uid))
    return None


def _by_audience(access: TopicAccess | None) -> Access | None:
    return Access(lambda reader: may_see(reader, access)) if access else None


def _of_defect(defect: Defect | None) -> Access | None:
    if defect is None:
        return None
    return Access(
        lambda reader: defects.may_read(reader, defect), lambda reader: defects.may_review(reader, defect)
    )


def _of_topic(topic: Topic | None) -> Access | None:
    if topic is None:
        return None

    def asks(reader: Reader) -> bool:
        return defects.may_lead_topic(reader, topic)

    return Access(lambda reader: asks(reader) or topic.audience_id in reader.audience_ids, asks)
