"""Reports and topics in the database, while the engine is away: the same readers, text by text."""

from collections.abc import Callable, Sequence
from functools import partial

from hub.identity import Reader
from knowledge.defects import policy
from knowledge.models import Defect, Topic
from search.documents import readable
from search.matching import Match, best
from search.question import since_words

_DEFECTS = """
SELECT defect.id, defect.id AS object_id, ({matched}) AS matched FROM defect
WHERE NOT defect.sealed AND (defect.author_id = $4 OR defect.audience_id = ANY($3)) AND {enough}
ORDER BY matched DESC, defect.id DESC LIMIT $2
"""
_IN_DEFECT_TITLES = "defect.title ILIKE ANY({0}) OR defect.reference ILIKE ANY({0})"
_IN_DEFECTS = (
    "defect.title ILIKE ANY({0}) OR defect.reference ILIKE ANY({0})"
    " OR defect.body ILIKE ANY({0}) OR defect.said ILIKE ANY({0})"
    " OR EXISTS (SELECT FROM defect_entry entry WHERE entry.defect_id = defect.id AND NOT entry.sealed"
    " AND (entry.kind = 'reply' OR defect.team_id = ANY($5)) AND entry.body ILIKE ANY({0}))"
    " OR defect.team_id = ANY($5) AND EXISTS (SELECT FROM defect_demand demand WHERE demand.defect_id = defect.id"
    " AND (demand.customer ILIKE ANY({0}) OR demand.words ILIKE ANY({0})))"
)
_TOPICS = """
SELECT topic.id, topic.id AS object_id, ({matched}) AS matched FROM topic
WHERE (topic.audience_id = ANY($3) OR topic.team_id = ANY($5)) AND {enough}
ORDER BY matched DESC, topic.id DESC LIMIT $2
"""
_IN_TOPIC_TITLES = "topic.title ILIKE ANY({0})"
_IN_TOPICS = (
    "topic.title ILIKE ANY({0}) OR topic.body ILIKE ANY({0})"
    " OR EXISTS (SELECT FROM opinion WHERE opinion.topic_id = topic.id AND opinion.body ILIKE ANY({0})"
    " AND (topic.team_id = ANY($5)"
    " OR topic.opened_at IS NOT NULL AND topic.audience_id = ANY($3) AND opinion.audience_id = ANY($3)))"
)
_RANK = 10


async def defects(reader: Reader, words: Sequence[str]) -> list[Match]:
    """Reports that have the words in what the reader may read of them; no sealed ones."""
    found = await best(_DEFECTS, (_IN_DEFECTS, _IN_DEFECT_TITLES), reader, words)
    rows = await policy.visible_to(reader).filter(id__in=list(found), sealed=False)
    entries = policy.entries_visible_to(reader).filter(defect_id__in=list(found), sealed=False)
    written: dict[int, list[tuple[str, str]]] = {}
    for entry in await entries.order_by("id"):
        written.setdefault(entry.defect_id, []).append((f"entry-{entry.uid}", entry.html))
    return [
        _match(
            "defect",
            defect,
            found[defect.id][1],
            {"state": [defect.state.value], "kind": [defect.kind.value]},
            partial(_texts, defect.html, defect.said, written.get(defect.id, [])),
        )
        for defect in rows
    ]


async def topics(reader: Reader, words: Sequence[str]) -> list[Match]:
    """Topics that have the words in what the reader may read of them."""
    found = await best(_TOPICS, (_IN_TOPICS, _IN_TOPIC_TITLES), reader, words)
    given: dict[int, list[tuple[str, str]]] = {}
    for opinion in await policy.opinions_visible_to(reader).filter(topic_id__in=list(found)).order_by("id"):
        given.setdefault(opinion.topic_id, []).append((f"opinion-{opinion.uid}", opinion.html))
    return [
        _match(
            "topic",
            topic,
            found[topic.id][1],
            {"state": ["closed" if topic.closed_at else "open"], "kind": []},
            partial(_texts, topic.html, "", given.get(topic.id, [])),
        )
        for topic in await policy.topics_visible_to(reader).filter(id__in=list(found))
    ]


def _match(
    type_: str,
    thing: Defect | Topic,
    matched: int,
    values: dict[str, list[str]],
    texts: Callable[[], list[tuple[str, str]]],
) -> Match:
    product = {"product": [str(thing.product_id)]} if thing.product_id else {}
    return Match(
        type=type_,
        id=thing.id,
        title=thing.title,
        order=(matched, _RANK, thing.created_at.timestamp()),
        values=values | product | {"type": [type_], "since": since_words(thing.created_at)},
        texts=texts,
    )


def _texts(html: str, said: str, below: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The text of a thing, a customer's words, and what stands below it by its anchor."""
    texts = [*readable(html), *([("", said)] if said else [])]
    return texts + [(anchor, text) for anchor, html in below for _anchor, text in readable(html)]
