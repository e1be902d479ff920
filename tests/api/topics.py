"""What the API does with topics, the article after a fix and tallies: what there is, and a valid call for each."""

from collections.abc import Callable
from dataclasses import dataclass

from hub.audiences.models import Audience, Group
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge.defects import deciding, reporting, topics
from knowledge.defects.filing import Filing
from knowledge.models import Defect, DefectKind, Opinion, Origin, Severity, Topic
from tests.api.call import Call

UID = "01980f5e-8c1b-7d1a-9a57-0c5f2f3c9b11"
ARTICLE = {"title": "Prints fade", "content": {"problem": "They fade.", "solution": "Update."}}


@dataclass(frozen=True)
class Asked:
    """Two topics of somebody's own team with an opinion on each; one was opened since. And a fixed report."""

    topic: Topic
    opened: Topic
    opinion: Opinion
    fixed: Defect


async def ask(reader: Reader, group: Group, product: Term, audience: Audience) -> Asked:
    """What the calls are about."""
    words = topics.Words("Which ribbon?", "Resin?", product)
    topic = await topics.publish(reader, group, words, audience=audience)
    opened = await topics.publish(reader, group, words, audience=audience)
    await topics.give(reader, topic, "Wax.", told=None)
    opinion = await topics.give(reader, opened, "Wax.", told=None)
    opened = await topics.open_to_readers(reader, opened, confirmed=True)
    filing = Filing(product, Origin.OWN, DefectKind.TECHNICAL, Severity.LOW)
    defect = await reporting.report(reader, filing, reporting.Words("It fades", "At night."))
    return Asked(topic, opened, opinion, await deciding.fix(reader, defect, version=defect.version))


CALLS: dict[str, Callable[[Asked], Call]] = {
    "knowledge_defects_topics_index": lambda a: Call(query={"state": "open", "limit": 1}),
    "knowledge_defects_topics_create": lambda a: Call(
        json={
            "title": "Which roll?",
            "body": "Tell us.",
            "team": a.topic.team_id,
            "audience": a.topic.audience_id,
            "uid": UID,
        }
    ),
    "knowledge_defects_topics_show": lambda a: Call({"uid": a.topic.uid}),
    "knowledge_defects_topics_update": lambda a: Call(
        {"uid": a.topic.uid},
        json={"title": "Which?", "body": "All.", "audience": a.topic.audience_id, "base_version": 1},
    ),
    "knowledge_defects_topics_put_opening": lambda a: Call({"uid": a.topic.uid}, json={"confirmed": True}),
    "knowledge_defects_topics_delete_opening": lambda a: Call({"uid": a.opened.uid}),
    "knowledge_defects_topics_put_closing": lambda a: Call({"uid": a.topic.uid}),
    "knowledge_defects_topics_delete_closing": lambda a: Call({"uid": a.topic.uid}),
    "knowledge_defects_opinions_index": lambda a: Call({"uid": a.topic.uid}, {"limit": 1}),
    "knowledge_defects_opinions_give": lambda a: Call(
        {"uid": a.topic.uid}, json={"body": "Resin.", "readers": None, "uid": UID}
    ),
    "knowledge_defects_opinions_share": lambda a: Call(
        {"uid": a.opened.uid, "opinion": str(a.opinion.uid)}, json={"readers": a.opened.audience_id}
    ),
    "knowledge_defects_fixing_show": lambda a: Call({"reference": a.fixed.reference}),
    "knowledge_defects_fixing_create": lambda a: Call(
        {"reference": a.fixed.reference}, json=ARTICLE | {"audience": a.topic.audience_id, "uid": UID}
    ),
    "knowledge_defects_tallies_show": lambda a: Call(query={"by": "month"}),
}
