"""The flags of an article that a reader may see."""

from collections import Counter
from dataclasses import dataclass

from tortoise.expressions import Subquery

from hub.errors import NotFound
from hub.i18n import N_, _
from hub.identity import Reader
from hub.text import excerpt
from knowledge import policy
from knowledge.articles.queries import LARGEST_ID
from knowledge.models import Article, Flag, FlagReason

REASONS = {
    FlagReason.WRONG: N_("Wrong"),
    FlagReason.OUTDATED: N_("Out of date"),
    FlagReason.UNCLEAR: N_("Unclear"),
    FlagReason.OTHER: N_("Something else"),
}
# The note of a revision is a line of 200 characters.
LONGEST_NOTE = 200
MOST_OF_OTHERS = 20
MOST_OWN = 3


@dataclass(frozen=True)
class ArticleFlags:
    """Open flags of others, for those who answer them, and the reader's own, the newest first."""

    to_answer: list[Flag]
    own: list[Flag]


async def flags_of(reader: Reader, article: Article) -> ArticleFlags:
    """What the page of a visible article shows of its flags."""
    visible = policy.flags_visible_to(reader).filter(article_id=article.id)
    own = (
        await visible.filter(author_id=reader.id)
        .select_related("resolved_by")
        .order_by("-id")
        .limit(MOST_OWN)
    )
    if not policy.may_verify(reader, article):
        return ArticleFlags([], own)
    others = visible.filter(resolved_at__isnull=True).select_related("author").order_by("id")
    return ArticleFlags(await others.limit(MOST_OF_OTHERS), [flag for flag in own if flag.resolved_at])


async def find_flag(reader: Reader, flag_id: int) -> Flag:
    """A visible flag with its article and people; NotFound otherwise."""
    visible = policy.flags_visible_to(reader).select_related("article", "author", "resolved_by")
    flag = await visible.get_or_none(id=min(flag_id, LARGEST_ID))
    if flag is None:
        raise NotFound
    return flag


async def open_flags(reader: Reader) -> dict[int, int]:
    """How many open flags there are by article, of those that the reader may see."""
    rows = policy.flags_visible_to(reader).filter(resolved_at__isnull=True)
    return dict(Counter(int(str(id_)) for id_ in await rows.values_list("article_id", flat=True)))


def flagged() -> Subquery:
    """The ids of the articles that have an open flag, for conditions."""
    return Subquery(Flag.filter(resolved_at__isnull=True).values("article_id"))


def note_of(flag: Flag) -> str:
    """What a change that answers a flag is for, as the note of a revision."""
    reason = _(REASONS[flag.reason])
    words = " ".join(flag.words.split())
    return excerpt(
        _("%(label)s: %(text)s") % {"label": reason, "text": words} if words else reason, LONGEST_NOTE
    )
