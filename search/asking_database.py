"""Asking the database while the engine is away: words as they are, no typing errors; the same readers.

No index of PostgreSQL helps here: the embedded server has no pg_trgm, and a text search without a Chinese
dictionary would find no Chinese. So every readable text is read, for three seconds at most; after that only titles.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import asyncpg
from opencc import OpenCC

from discussions.models import Post, Thread
from discussions.policy import visible_to as visible_threads
from hub.computing import compute
from hub.database import connection, in_transaction
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.models import Article
from knowledge.policy import visible_to as visible_articles
from knowledge.rivals.queries.lines import searchable
from knowledge.verification.standing import Standing, standing
from search.documents import RANKS, kind_of, readable
from search.found import Found, Passage
from search.question import Question, since_words
from search.relevance.highlights import spans_of_words
from search.relevance.words import comparable, terms

_MOST_TERMS = 8
_MOST_TEXTS = 500
_PATIENCE = "3s"
# What holds no longer is found when it is asked for.
_CURRENT = ["open", "solved", *(standing.value for standing in Standing if standing is not Standing.LAPSED)]
_ALL_NEEDED = 3  # terms; of more, half are enough

_POSTS = """
SELECT post.id, thread.id AS object_id, ({matched}) AS matched
FROM post JOIN thread ON thread.id = post.thread_id
WHERE post.deleted_at IS NULL AND thread.audience_id = ANY($1) AND ({matched}) >= $2
ORDER BY matched DESC, post.id DESC LIMIT $3
"""
_ARTICLES = """
SELECT article.id, article.id AS object_id, ({matched}) AS matched
FROM article WHERE article.audience_id = ANY($1) AND ({matched}) >= $2
ORDER BY matched DESC, article.id DESC LIMIT $3
"""
_IN_POSTS = (
    "thread.title ILIKE ANY({0}) OR post.body ILIKE ANY({0}) OR post.number = 1 AND thread.tried ILIKE ANY({0})"
    " OR EXISTS (SELECT FROM strategy WHERE strategy.post_id = post.id AND strategy.title ILIKE ANY({0}))"
)
_IN_ARTICLES = (
    "article.title ILIKE ANY({0}) OR article.content::text ILIKE ANY({0})"
    " OR article.kind = 'competitor' AND EXISTS (SELECT FROM rival_line line"
    " WHERE line.article_id = article.id AND line.state = 'standing' AND line.text ILIKE ANY({0}))"
)
_IN_THREAD_TITLES = "post.number = 1 AND thread.title ILIKE ANY({0})"
_IN_ARTICLE_TITLES = "article.title ILIKE ANY({0})"


@dataclass(frozen=True)
class _Match:
    """A thread or article whose text has the words, with what it is filtered and counted by."""

    item: Thread | Article
    post: Post | None
    order: tuple[int, int, float]
    values: dict[str, list[str]]

    def fits(self, chosen: dict[str, list[str]], without: str = "") -> bool:
        return all(
            not set(values).isdisjoint(self.values.get(facet, []))
            for facet, values in chosen.items()
            if facet != without
        )


async def search(reader: Reader, question: Question, filed: dict[Facet, list[Term]]) -> Found:
    """The page of hits that `question` asks for, with counts over the 500 best texts of each type."""
    query = comparable(question.q)
    words = terms(query)[:_MOST_TERMS] or ([query.strip()] if query.strip() else [])
    chosen = {
        facet: values for facet in ("type", "state", "kind", "since") if (values := question.chosen(facet))
    }
    chosen |= {facet.value: [str(term.id) for term in terms_] for facet, terms_ in filed.items()}
    if not words and not chosen:
        return Found([], 0, {})
    chosen.setdefault("state", _CURRENT)
    matches = [*await _threads(reader, words), *await _articles(reader, words)]
    fitting = sorted(
        (match for match in matches if match.fits(chosen)), key=lambda match: match.order, reverse=True
    )
    page = fitting[question.offset : question.offset + question.limit]
    lines = await searchable(match.item.id for match in page if isinstance(match.item, Article))
    passages = await compute(lambda: [_passage(match, query, lines) for match in page])
    return Found(passages, len(fitting), _counts(matches, chosen))


async def similar(reader: Reader, text: str, limit: int) -> Found:
    """What shares most words with a text."""
    return await search(reader, Question(q=text, limit=limit), {})


async def _threads(reader: Reader, words: list[str]) -> list[_Match]:
    best = await _best(_POSTS, (_IN_POSTS, _IN_THREAD_TITLES), reader, words)
    threads = await visible_threads(reader).filter(id__in=list(best)).prefetch_related("terms")
    posts = await Post.filter(id__in=[post_id for post_id, _matched in best.values()])
    written = {post.thread_id: post for post in posts}
    return [
        _Match(
            thread,
            written[thread.id],
            (best[thread.id][1], 20 if thread.answer_count else 10, thread.active_at.timestamp()),
            _values("thread", "solved" if thread.answer_count else "open", kind_of(thread), thread.terms)
            | {"since": since_words(written[thread.id].created_at)},
        )
        for thread in threads
    ]


async def _articles(reader: Reader, words: list[str]) -> list[_Match]:
    best = await _best(_ARTICLES, (_IN_ARTICLES, _IN_ARTICLE_TITLES), reader, words)
    articles = await visible_articles(reader).filter(id__in=list(best)).prefetch_related("terms")
    return [
        _Match(
            article,
            None,
            (best[article.id][1], RANKS[standing(article)], article.edited_at.timestamp()),
            _values("article", standing(article).value, article.kind, article.terms)
            | {"since": since_words(article.edited_at)},
        )
        for article in articles
    ]


async def _best(
    statement: str, places: tuple[str, str], reader: Reader, words: list[str]
) -> dict[int, tuple[int, int]]:
    """For each object, its best text and how many of the words that has."""
    needed = len(words) if len(words) <= _ALL_NEEDED else (len(words) + 1) // 2
    patterns = [[f"%{_escaped(variant)}%" for variant in _variants(word)] for word in words]
    values = [list(reader.audience_ids), needed, _MOST_TEXTS, *patterns]
    rows = []
    for place in places:
        matched = " + ".join(f"({place.format(f'${4 + i}::text[]')})::int" for i in range(len(words))) or "0"
        try:
            async with in_transaction():
                await connection().execute_query(f"SET LOCAL statement_timeout = '{_PATIENCE}'")
                rows = await connection().execute_query_dict(statement.format(matched=matched), values)
            break
        except asyncpg.QueryCanceledError:
            continue
    best: dict[int, tuple[int, int]] = {}
    for row in rows:
        best.setdefault(row["object_id"], (row["id"], row["matched"]))
    return best


def _variants(word: str) -> list[str]:
    """A folded word as it may be written: simplified and traditional."""
    return list(dict.fromkeys([word, _traditional().convert(word)]))


@cache
def _traditional() -> OpenCC:
    return OpenCC("s2t")


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")


def _values(type_: str, state: str, kind: str, filed: Iterable[Term]) -> dict[str, list[str]]:
    values = {"type": [type_], "state": [state], "kind": [kind] if kind else []}
    for term in filed:
        values.setdefault(term.facet.value, []).append(str(term.id))
    return values


def _counts(matches: list[_Match], chosen: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """A facet's own choice does not narrow its counts."""
    counts: dict[str, Counter[str]] = {}
    for match in matches:
        for facet, values in match.values.items():
            if match.fits(chosen, without=facet):
                counts.setdefault(facet, Counter()).update(values)
    return {facet: dict(counter.most_common()) for facet, counter in counts.items()}


def _passage(match: _Match, query: str, lines: Mapping[int, list[tuple[str, str]]]) -> Passage:
    """The part of the text with most matches; `lines` are what is known of rivals, by article."""
    html = match.item.html if isinstance(match.item, Article) else match.post.html if match.post else ""
    known = [] if match.post else lines.get(match.item.id, [])
    texts = [*readable(html), *known] or [("", "")]
    spans, anchor, body = max(
        ((spans_of_words(text, query), anchor, text) for anchor, text in texts), key=lambda one: len(one[0])
    )
    return Passage(
        type="thread" if match.post else "article",
        id=match.item.id,
        post_id=match.post.id if match.post else None,
        number=match.post.number if match.post else None,
        anchor=anchor or (f"post-{match.post.id}" if match.post else ""),
        title=match.item.title,
        body=body,
        title_spans=spans_of_words(match.item.title, query),
        body_spans=spans,
    )
