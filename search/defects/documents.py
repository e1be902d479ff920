"""Documents of reports and topics. Nothing of a sealed report is ever among them.

Beside the `audience` a passage has a `team`, whose members find it, and what a report and its replies say has a
`reporter`, who finds that. Notes and demands have a team alone, and so have opinions that were given to it alone: for
everybody else they do not exist, and no hit, count or place of theirs tells that they do.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from hub.computing import compute
from hub.vocabulary.models import Term
from knowledge.models import Defect, DefectEntry, Demand, EntryKind, Opinion, Topic
from search.documents import Changes, numbered, readable, shared_fields
from search.engine import Document
from search.relevance.words import comparable

_RANK = 10


async def of_defects(ids: Collection[int]) -> Changes:
    """Reports with their replies, notes and demands; of sealed ones, only that nothing may stay of them."""
    changes = Changes()
    defects = await Defect.filter(id__in=ids, sealed=False).select_related("product").order_by("id")
    known = [defect.id for defect in defects]
    entries = _gathered(
        await DefectEntry.filter(defect_id__in=known, sealed=False).order_by("id"), "defect_id"
    )
    demands = _gathered(await Demand.filter(defect_id__in=known).order_by("id"), "defect_id")
    for defect in defects:
        parts = (defect, entries.get(defect.id, []), demands.get(defect.id, []))
        _renew(changes, f"defect-{defect.id}", await compute(_of_defect, *parts))
    changes.stale += [f'object = "defect-{id_}"' for id_ in set(ids) - set(known)]
    return changes


async def of_topics(ids: Collection[int]) -> Changes:
    """Topics with the opinions that were given."""
    changes = Changes()
    topics = await Topic.filter(id__in=ids).select_related("product").order_by("id")
    known = [topic.id for topic in topics]
    opinions = _gathered(await Opinion.filter(topic_id__in=known).order_by("id"), "topic_id")
    for topic in topics:
        _renew(changes, f"topic-{topic.id}", await compute(_of_topic, topic, opinions.get(topic.id, [])))
    changes.stale += [f'object = "topic-{id_}"' for id_ in set(ids) - set(known)]
    return changes


def _of_defect(defect: Defect, entries: Sequence[DefectEntry], demands: Sequence[Demand]) -> list[Document]:
    name = f"defect-{defect.id}"
    of_team = _of_thing("defect", defect, [defect.product]) | {
        "kind": defect.kind.value,
        "state": defect.state.value,
    }
    of_team["labels"] = (
        comparable(f"{defect.reference} · {defect.product_version}") + f" · {of_team['labels']}"
    )
    readable_ = of_team | {"audience": defect.audience_id, "reporter": defect.author_id}
    texts = readable(defect.html) + ([("", defect.said)] if defect.said else [])
    made = numbered(name, texts, readable_ | {"rank": _RANK + 2}, "")
    for entry in entries:
        shared = readable_ if entry.kind is EntryKind.REPLY else of_team
        anchor = f"entry-{entry.uid}"
        # One passage leads to the entry, whatever paragraph of it is meant.
        texts = [(anchor, text) for _anchor, text in readable(entry.html)]
        made += numbered(f"{name}-entry-{entry.id}", texts, shared, anchor)
    for demand in demands:
        made += numbered(
            f"{name}-demand-{demand.id}", [("", f"{demand.customer}\n{demand.words}")], of_team, ""
        )
    return made


def _of_topic(topic: Topic, opinions: Sequence[Opinion]) -> list[Document]:
    name = f"topic-{topic.id}"
    of_team = _of_thing("topic", topic, [topic.product] if topic.product else [])
    of_team["state"] = "closed" if topic.closed_at else "open"
    readable_ = of_team | {"audience": topic.audience_id}
    made = numbered(name, readable(topic.html), readable_ | {"rank": _RANK + 2}, "")
    for opinion in opinions:
        anchor = f"opinion-{opinion.uid}"
        texts = [(anchor, text) for _anchor, text in readable(opinion.html)]
        # It was given to certain readers; others who came to read the topic later do not read it.
        given = topic.opened_at and opinion.audience_id == topic.audience_id
        shared = readable_ if given else of_team
        made += numbered(f"{name}-opinion-{opinion.id}", texts, shared, anchor)
    return made


def _of_thing(type_: str, thing: Defect | Topic, terms: Iterable[Term]) -> Document:
    return shared_fields(type_, thing.id, thing.title, terms) | {
        "team": thing.team_id,
        "author": thing.author_id,
        "hidden": False,
        "created": int(thing.created_at.timestamp()),
        "rank": _RANK,
        "holds": 1,
    }


def _renew(changes: Changes, name: str, documents: list[Document]) -> None:
    """These are all there is of a thing: what it had beside them is stale."""
    changes.documents += documents
    kept = ", ".join(document["id"] for document in documents)
    changes.stale.append(f'object = "{name}" AND id NOT IN [{kept}]')


def _gathered(rows: Iterable[Any], column: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found
