"""Who is told of topics of product teams?"""

from discussions.watching import term_followers
from hub.audiences.models import Membership
from hub.audiences.operations import members_of
from hub.outbox import Event, Happened
from knowledge.defects.events import OpinionGiven, TopicPublished
from knowledge.models import Opinion, Topic
from notifications.recipients.telling import Question, Telling, because, each


async def of_topic(happened: Happened, event: TopicPublished) -> Telling | None:
    """Whom does the team ask? Of a question to everybody, those hear who follow its product."""
    topic = await Topic.get_or_none(id=event.topic_id, closed_at__isnull=True).select_related("audience")
    if topic is None:
        return None
    people = await term_followers([topic.product_id] if topic.product_id else [])
    if not topic.audience.everyone:
        people |= await members_of(topic.audience)
    return because(happened, "topic_published", people - {event.actor_id}, actor_id=None, opinion_topic=topic)


async def of_opinion(happened: Happened, event: OpinionGiven) -> Telling | None:
    """Who asked?"""
    topic = await Topic.get_or_none(id=event.topic_id)
    if topic is None or not await Opinion.exists(id=event.opinion_id):
        return None
    members = await Membership.filter(group_id=topic.team_id).values_list("user_id", flat=True)
    people = {int(str(id_)) for id_ in members} - {event.actor_id}
    return because(happened, "opinion_given", people, actor_id=None, opinion_topic=topic)


QUESTIONS: dict[type[Event], Question] = {
    TopicPublished: each(of_topic),
    OpinionGiven: each(of_opinion),
}
