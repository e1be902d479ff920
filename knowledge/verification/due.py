"""What waits for those who keep articles true: their queue."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from hub.database import now
from hub.errors import Forbidden
from hub.identity import Reader
from knowledge import policy
from knowledge.flags.queries import flagged
from knowledge.models import Article, Confidence, Flag
from knowledge.sources import moved_on
from knowledge.verification.standing import Standing, due_before, standing, standing_is

SOON = timedelta(days=14)
# Of each reason. Nobody works off more in one go, and what is verified makes room.
MOST = 100


class Reason(StrEnum):
    """Why an article waits, the most pressing first."""

    FLAGGED = "flagged"
    EXPIRED = "expired"
    LAPSED = "lapsed"
    SOURCE_CHANGED = "source_changed"
    NO_OWNER = "no_owner"
    SOON = "soon"


@dataclass
class Waiting:
    """An article, loaded with its people, and why it waits; `flags` counts the open ones."""

    article: Article
    standing: Standing
    may_verify: bool
    reasons: list[Reason] = field(default_factory=list)
    flags: int = 0


async def queue(reader: Reader, *, everybody: bool = False) -> list[Waiting]:
    """What waits for the reader, who owns or verifies it, or for anybody; the latter is for leads: Forbidden."""
    if everybody and not reader.is_lead:
        raise Forbidden
    moment = now()
    visible = policy.visible_to(reader).exclude(confidence=Confidence.ARCHIVED)
    scope = visible if everybody else visible.filter(Q(owner_id=reader.id) | Q(verifier_id=reader.id))
    found = {
        Reason.FLAGGED: await _ids(scope.filter(id__in=flagged()).order_by("id")),
        Reason.EXPIRED: await _ids(
            scope.filter(standing_is(Standing.EXPIRED, moment)).order_by("verified_until")
        ),
        Reason.LAPSED: await _ids(scope.filter(standing_is(Standing.LAPSED, moment)).order_by("valid_to")),
        Reason.SOURCE_CHANGED: await _moved_on(reader, scope),
        Reason.NO_OWNER: await _ids(scope.filter(owner__active=False).order_by("id")) if everybody else [],
        Reason.SOON: await _ids(_soon(scope, moment).order_by("verified_until")),
    }
    wanted = {id_ for ids in found.values() for id_ in ids}
    articles = {
        article.id: article
        for article in await visible.filter(id__in=list(wanted)).select_related("owner", "verifier")
    }
    flags = await _flags(found[Reason.FLAGGED])
    waiting: dict[int, Waiting] = {}
    for reason, ids in found.items():
        for id_ in ids:
            if article := articles.get(id_):
                entry = waiting.setdefault(
                    id_,
                    Waiting(
                        article,
                        standing(article, moment),
                        policy.may_verify(reader, article),
                        flags=flags.get(id_, 0),
                    ),
                )
                entry.reasons.append(reason)
    return list(waiting.values())


def _soon(articles: QuerySet[Article], moment: datetime) -> QuerySet[Article]:
    return articles.filter(due_before(moment + SOON), verified_until__gt=moment)


async def _ids(articles: QuerySet[Article]) -> list[int]:
    return [int(str(id_)) for id_ in await articles.limit(MOST).values_list("id", flat=True)]


async def _moved_on(reader: Reader, articles: QuerySet[Article]) -> list[int]:
    """Those whose sources have moved on, as far as the reader may see the sources."""
    sourced = articles.filter(sources__id__isnull=False).distinct()
    ids = [int(str(id_)) for id_ in await sourced.values_list("id", flat=True)]
    return sorted(await moved_on(reader, ids))[:MOST]


async def _flags(articles: Iterable[int]) -> dict[int, int]:
    """How many open flags each article has."""
    flags = Flag.filter(article_id__in=list(articles), resolved_at__isnull=True)
    counted = flags.annotate(number=Count("id")).group_by("article_id").values("article_id", "number")
    return {int(row["article_id"]): int(row["number"]) for row in await counted}
