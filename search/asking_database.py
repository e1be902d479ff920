"""Asking the database while the engine is away: words as they are, no typing errors; the same readers.

No index of PostgreSQL helps here: the embedded server has no pg_trgm, and a text search without a Chinese
dictionary would find no Chinese. So every readable text is read, for three seconds at most; after that only titles.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial

from discussions.models import Post
from discussions.policy import visible_to as visible_threads
from hub.computing import compute
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.models import DefectState
from knowledge.policy import visible_to as visible_articles
from knowledge.rivals.queries.lines import searchable
from knowledge.verification.standing import Standing, standing
from search.defects.database import defects, topics
from search.documents import RANKS, kind_of, readable
from search.found import Found, Passage
from search.matching import Match, best
from search.question import Question, since_words
from search.relevance.highlights import spans_of_words
from search.relevance.words import comparable, terms

_MOST_TERMS = 8
# What holds no longer is found when it is asked for.
_CURRENT = [
    "open",
    "solved",
    "closed",
    *(state.value for state in DefectState),
    *(standing.value for standing in Standing if standing is not Standing.LAPSED),
]

_POSTS = """
SELECT post.id, thread.id AS object_id, ({matched}) AS matched
FROM post JOIN thread ON thread.id = post.thread_id
WHERE post.deleted_at IS NULL AND thread.audience_id = ANY($3) AND {enough}
ORDER BY matched DESC, post.id DESC LIMIT $2
"""
_ARTICLES = """
SELECT article.id, article.id AS object_id, ({matched}) AS matched
FROM article WHERE article.audience_id = ANY($3) AND {enough}
ORDER BY matched DESC, article.id DESC LIMIT $2
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
    matches = [
        *await _threads(reader, words),
        *await _articles(reader, words),
        *await defects(reader, words),
        *await topics(reader, words),
    ]
    fitting = sorted(
        (match for match in matches if match.fits(chosen)), key=lambda match: match.order, reverse=True
    )
    page = fitting[question.offset : question.offset + question.limit]
    lines = await searchable(match.id for match in page if match.type == "article")
    passages = await compute(lambda: [_passage(match, query, lines) for match in page])
    return Found(passages, len(fitting), _counts(matches, chosen))


async def similar(reader: Reader, text: str, limit: int) -> Found:
    """What shares most words with a text."""
    return await search(reader, Question(q=text, limit=limit), {})


async def _threads(reader: Reader, words: list[str]) -> list[Match]:
    found = await best(_POSTS, (_IN_POSTS, _IN_THREAD_TITLES), reader, words)
    threads = await visible_threads(reader).filter(id__in=list(found)).prefetch_related("terms")
    posts = await Post.filter(id__in=[post_id for post_id, _matched in found.values()])
    written = {post.thread_id: post for post in posts}
    return [
        Match(
            type="thread",
            id=thread.id,
            title=thread.title,
            order=(found[thread.id][1], 20 if thread.answer_count else 10, thread.active_at.timestamp()),
            values=_values(
                "thread", "solved" if thread.answer_count else "open", kind_of(thread), thread.terms
            )
            | {"since": since_words(post.created_at)},
            texts=partial(readable, post.html),
            post_id=post.id,
            number=post.number,
        )
        for thread in threads
        for post in [written[thread.id]]
    ]


async def _articles(reader: Reader, words: list[str]) -> list[Match]:
    found = await best(_ARTICLES, (_IN_ARTICLES, _IN_ARTICLE_TITLES), reader, words)
    articles = await visible_articles(reader).filter(id__in=list(found)).prefetch_related("terms")
    return [
        Match(
            type="article",
            id=article.id,
            title=article.title,
            order=(found[article.id][1], RANKS[standing(article)], article.edited_at.timestamp()),
            values=_values("article", standing(article).value, article.kind, article.terms)
            | {"since": since_words(article.edited_at)},
            texts=partial(readable, article.html),
        )
        for article in articles
    ]


def _values(type_: str, state: str, kind: str, filed: Iterable[Term]) -> dict[str, list[str]]:
    values = {"type": [type_], "state": [state], "kind": [kind] if kind else []}
    for term in filed:
        values.setdefault(term.facet.value, []).append(str(term.id))
    return values


def _counts(matches: list[Match], chosen: dict[str, list[str]]) -> dict[str, dict[str, int]]:
    """A facet's own choice does not narrow its counts."""
    counts: dict[str, Counter[str]] = {}
    for match in matches:
        for facet, values in match.values.items():
            if match.fits(chosen, without=facet):
                counts.setdefault(facet, Counter()).update(values)
    return {facet: dict(counter.most_common()) for facet, counter in counts.items()}


def _passage(match: Match, query: str, lines: Mapping[int, list[tuple[str, str]]]) -> Passage:
    """The part of the text with most matches; `lines` are what is known of rivals, by article."""
    known = lines.get(match.id, []) if match.type == "article" else []
    texts = [*match.texts(), *known] or [("", "")]
    spans, anchor, body = max(
        ((spans_of_words(text, query), anchor, text) for anchor, text in texts), key=lambda one: len(one[0])
    )
    return Passage(
        type=match.type,
        id=match.id,
        post_id=match.post_id,
        number=match.number,
        anchor=anchor or (f"post-{match.post_id}" if match.post_id else ""),
        title=match.title,
        body=body,
        title_spans=spans_of_words(match.title, query),
        body_spans=spans,
    )
