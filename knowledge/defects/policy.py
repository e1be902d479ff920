"""Who may see and do what with reports of defects, and with the topics of product teams.

Office opens nothing here: an admin who is in no team reads no report but their own.
"""

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from hub.identity import Reader
from knowledge.models import Defect, DefectEntry, Demand, EntryKind, Opinion, Topic


def visible_to(reader: Reader) -> QuerySet[Defect]:
    """The reports that `reader` may read: their own, and those of audiences they belong to."""
    return Defect.filter(Q(author_id=reader.id) | Q(audience_id__in=list(reader.audience_ids)))


def reviewed_by(reader: Reader) -> QuerySet[Defect]:
    """The reports for the teams of `reader`: all that triage, demand, duplicates and charts are made of."""
    return Defect.filter(team_id__in=list(reader.group_ids))


def may_read(reader: Reader, defect: Defect) -> bool:
    """What `visible_to` says of one report, without a query."""
    return defect.author_id == reader.id or defect.audience_id in reader.audience_ids


def may_review(reader: Reader, defect: Defect) -> bool:
    """Decide, note, answer, widen: the members of its team."""
    return defect.team_id in reader.group_ids


def may_reply(reader: Reader, defect: Defect) -> bool:
    """Say something to the other side: the team, and who reported."""
    return defect.author_id == reader.id or may_review(reader, defect)


def entries_visible_to(reader: Reader) -> QuerySet[DefectEntry]:
    """Notes to the team that wrote them, replies to everybody who may read the report."""
    mine = Q(defect__team_id__in=list(reader.group_ids))
    replies = Q(kind=EntryKind.REPLY) & (
        Q(defect__author_id=reader.id) | Q(defect__audience_id__in=list(reader.audience_ids))
    )
    return DefectEntry.filter(mine | replies)


def demands_visible_to(reader: Reader) -> QuerySet[Demand]:
    """A customer's demand is read by who gave it and by the team."""
    return Demand.filter(Q(author_id=reader.id) | Q(defect__team_id__in=list(reader.group_ids)))


def topics_visible_to(reader: Reader) -> QuerySet[Topic]:
    """The questions of teams to audiences that `reader` belongs to, and those of their own teams."""
    return Topic.filter(Q(audience_id__in=list(reader.audience_ids)) | Q(team_id__in=list(reader.group_ids)))


def may_lead_topic(reader: Reader, topic: Topic) -> bool:
    """Change, open and close a topic: the members of its team."""
    return topic.team_id in reader.group_ids


def opinions_visible_to(reader: Reader) -> QuerySet[Opinion]:
    """One's own, those on topics of one's teams, and those that were given to an audience one belongs to.

    The latter only while the topic is open to read and its own audience reaches the reader, too.
    """
    mine = list(reader.audience_ids)
    given = Q(audience_id__in=mine, topic__opened_at__isnull=False, topic__audience_id__in=mine)
    return Opinion.filter(Q(author_id=reader.id) | Q(topic__team_id__in=list(reader.group_ids)) | given)


def opinions_on(reader: Reader, topic: Topic) -> QuerySet[Opinion]:
    """What `opinions_visible_to` says of a topic that is known to be visible, so that an index finds a page of them."""
    opinions = Opinion.filter(topic_id=topic.id)
    if may_lead_topic(reader, topic):
        return opinions
    mine = Q(author_id=reader.id)
    if topic.opened_at is None or topic.audience_id not in reader.audience_ids:
        return opinions.filter(mine)
    return opinions.filter(mine | Q(audience_id__in=list(reader.audience_ids)))
