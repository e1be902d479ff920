"""Documents of the index, made from what the database holds now.

A document is a passage. It carries what is told about its thread or article, so that any passage can stand for
the whole in filters and counts: the engine answers with the best passage of each `object` and counts objects.
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from discussions.models import AcceptedAnswer, CaseKind, Post, Strategy, Thread
from hub.computing import compute
from hub.markdown import passages
from hub.vocabulary.models import Facet, Term
from knowledge import kinds
from knowledge.models import Article
from knowledge.rivals.queries.lines import searchable
from knowledge.verification.standing import Standing, standing
from search.engine import Document
from search.relevance.words import characters, comparable

FORMAT = 1
"""Grows whenever documents or settings change their meaning: an index of another format is built anew."""

# Posts that are made into documents in one go, which takes two milliseconds.
_AT_ONE_GO = 20

# Between hits that fit equally well.
RANKS = {
    Standing.VALIDATED: 30,
    Standing.NOT_VALIDATED: 10,
    Standing.EXPIRED: 5,
    Standing.WORK_IN_PROGRESS: 0,
    Standing.LAPSED: 0,
    Standing.ARCHIVED: 0,
}
# What nobody should rely on any more comes after what has as many of the words, wherever they stand in it.
PAST = {Standing.EXPIRED, Standing.LAPSED, Standing.ARCHIVED}


@dataclass
class Changes:
    """What to write to an index: documents, then filters that describe documents to delete."""

    documents: list[Document] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)

    def extend(self, other: "Changes") -> None:
        self.documents += other.documents
        self.stale += other.stale


async def of_threads(ids: Collection[int]) -> Changes:
    """Threads with all their posts."""
    changes = Changes()
    answers, titles = await _answers(ids), await _strategies(ids)
    threads = await Thread.filter(id__in=ids).prefetch_related("terms")
    for thread in threads:
        posts = await Post.filter(thread_id=thread.id, deleted_at__isnull=True).order_by("number")
        accepted = answers.get(thread.id, set())
        for documents in await _in_turns(partial(_of_post, thread, accepted=accepted, titles=titles), posts):
            changes.documents += documents
    changes.stale += [f'object = "thread-{id_}"' for id_ in set(ids) - {thread.id for thread in threads}]
    return changes


async def of_posts(ids: Collection[int]) -> Changes:
    """Single posts; what a shortened or deleted one had before is stale."""
    changes = Changes()
    posts = await Post.filter(id__in=ids, deleted_at__isnull=True).prefetch_related("thread__terms")
    thread_ids = {post.thread_id for post in posts}
    answers, titles = await _answers(thread_ids), await _strategies(thread_ids)

    def of(post: Post) -> list[Document]:
        return _of_post(post.thread, post, answers.get(post.thread_id, set()), titles)

    for post, documents in zip(posts, await _in_turns(of, posts), strict=True):
        changes.documents += documents
        # Nothing was longer before the first edit, and a deletion keeps the engine from taking tasks together.
        if post.revision_number > 1:
            changes.stale.append(f"post = {post.id} AND part >= {len(documents)}")
    changes.stale += [f"post = {id_}" for id_ in set(ids) - {post.id for post in posts}]
    return changes


async def of_articles(ids: Collection[int]) -> Changes:
    """Articles with all their parts."""
    changes = Changes()
    articles = await Article.filter(id__in=ids).prefetch_related("terms")
    lines = await searchable(ids)
    for article in articles:
        documents = await compute(_of_article, article, lines.get(article.id, []))
        changes.documents += documents
        changes.stale.append(f'object = "article-{article.id}" AND part >= {len(documents)}')
    changes.stale += [f'object = "article-{id_}"' for id_ in set(ids) - {article.id for article in articles}]
    return changes


def readable(html: str) -> list[tuple[str, str]]:
    """Anchors and texts of the passages of rendered HTML; a heading goes with what it stands above."""
    return [
        (passage.anchor, passage.text)
        if passage.heading in ("", passage.text)
        else (passage.anchor, f"{passage.heading}\n{passage.text}")
        for passage in passages(_REFERENCE.sub("", html))
    ]


async def _in_turns(work: Callable[[Post], list[Document]], posts: Sequence[Post]) -> list[list[Document]]:
    """What `work` makes of each post, away from the event loop and a few at a time."""
    made: list[list[Document]] = []
    for start in range(0, len(posts), _AT_ONE_GO):
        some = posts[start : start + _AT_ONE_GO]
        made += await compute(lambda some: [work(post) for post in some], some)
    return made


async def _answers(thread_ids: Collection[int]) -> dict[int, set[int]]:
    """The accepted posts of each thread that has any."""
    accepted: dict[int, set[int]] = {}
    for answer in await AcceptedAnswer.filter(thread_id__in=thread_ids):
        accepted.setdefault(answer.thread_id, set()).add(answer.post_id)
    return accepted


async def _strategies(thread_ids: Collection[int]) -> dict[int, str]:
    """What the strategies of these threads are called, by post."""
    return {one.post_id: one.title for one in await Strategy.filter(thread_id__in=thread_ids)}


def kind_of(thread: Thread) -> str:
    """What a case is found by beside the kinds of articles: only complaints have a kind of their own."""
    return thread.kind.value if thread.kind is CaseKind.COMPLAINT else ""


def _of_post(
    thread: Thread, post: Post, accepted: Collection[int], titles: Mapping[int, str]
) -> list[Document]:
    shared = shared_fields("thread", thread.id, thread.title, thread.terms) | {
        "state": "solved" if accepted else "open",
        "audience": thread.audience_id,
        "author": thread.author_id,
        "hidden": thread.hidden_at is not None,
        "holds": 1,
        "post": post.id,
        "number": post.number,
        "created": int(post.created_at.timestamp()),
    }
    if kind := kind_of(thread):
        shared["kind"] = kind
    rank = 10 * (2 if accepted else 1) + (2 if post.number == 1 else 1 if post.id in accepted else 0)
    texts = _titled(titles.get(post.id, ""), readable(post.html))
    if post.number == 1:
        texts += readable(thread.tried_html)
    return numbered(f"thread-{thread.id}-post-{post.id}", texts, shared | {"rank": rank}, f"post-{post.id}")


def _of_article(article: Article, lines: list[tuple[str, str]]) -> list[Document]:
    """`lines` are the anchors and texts of what is known of a rival."""
    stands = standing(article)
    shared = shared_fields("article", article.id, article.title, article.terms) | {
        "kind": article.kind,
        "state": stands.value,
        "audience": article.audience_id,
        "author": article.author_id,
        "hidden": False,
        "created": int(article.edited_at.timestamp()),
        "rank": RANKS[stands],
        "holds": int(stands not in PAST),
    }
    texts = [text for part in article.parts for text in readable(part["html"])]
    if words := kinds.get(article.kind).words(article.content):
        texts.append(("values", words))
    texts += lines
    return numbered(f"article-{article.id}", texts, shared, "")


def shared_fields(type_: str, id_: int, title: str, terms: Iterable[Term]) -> Document:
    """What every passage says of its thing; `terms` are what that is filed under."""
    filed: dict[str, Any] = {facet.value: [] for facet in Facet}
    names: list[str] = []
    for term in terms:
        filed[term.facet.value].append(term.id)
        names += [term.name_en, term.name_zh]
    return filed | {
        "object": f"{type_}-{id_}",
        "type": type_,
        "title": comparable(title),
        "heading": title,
        "labels": comparable(" · ".join(dict.fromkeys(names))),
    }


def _titled(title: str, texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The title of a strategy goes with its first words: it makes no passage of its own that could get stale."""
    if not title:
        return texts
    (anchor, text), *rest = texts or [("", "")]
    return [(anchor, f"{title}\n{text}"), *rest]


# Links to other things are shown by number until the browser asks for titles: noise in a snippet.
_REFERENCE = re.compile(r'<a [^<>]*\bdata-reference="[^"]*"[^<>]*>[^<>]*</a>')


def numbered(name: str, texts: list[tuple[str, str]], shared: Document, anchor: str) -> list[Document]:
    """One document for each text, and one where there is none, so that the title is found."""
    return [
        shared
        | {
            "id": f"{name}-{part}",
            "part": part,
            "anchor": found or anchor,
            "text": comparable(body),
            "characters": characters(comparable(f"{shared['heading']}\n{body}")),
            "body": body,
        }
        for part, (found, body) in enumerate(texts or [(anchor, "")])
    ]
