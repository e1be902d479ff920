"""Posts as pages, live frames and the API show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from discussions.models import AcceptedAnswer, Outcome, Post, Reaction
from discussions.queries.outcomes import outcomes_by_thread
from discussions.queries.strategies import StrategyView, strategies_by_post
from hub.accounts.models import User
from hub.text import excerpt, plain


@dataclass(frozen=True)
class PostView:
    """One post with everything its card shows. `reactions` maps a kind to the ids of those who gave it.

    `html` was sanitised when it was written; a deleted post has none. Of an accepted answer, `outcome` is how its case
    ended, once that was told.
    """

    id: int
    uid: UUID
    thread_id: int
    number: int
    version: int
    revision_number: int
    author: User
    at: datetime
    edited_at: datetime | None
    body: str
    html: Markup
    reactions: dict[str, list[int]]
    accepted: bool
    accepted_by: User | None
    deleted: bool
    strategy: StrategyView | None
    outcome: Outcome | None

    @property
    def url(self) -> str:
        """The post's place on the page of its thread that shows it."""
        return post_url(self.thread_id, self.id, self.number)

    @property
    def excerpt(self) -> str:
        return excerpt(plain(self.html), 160)


def post_url(thread_id: int, post_id: int, number: int) -> str:
    return f"/threads/{thread_id}?post={number}#post-{post_id}"


async def post_views(posts: Sequence[Post]) -> list[PostView]:
    """The views of posts that were loaded with their authors, in the same order."""
    if not posts:
        return []
    ids = [post.id for post in posts]
    reactions: dict[int, dict[str, list[int]]] = {}
    for reaction in await Reaction.filter(post_id__in=ids).order_by("id"):
        reactions.setdefault(reaction.post_id, {}).setdefault(reaction.kind.value, []).append(
            reaction.user_id
        )
    accepted = {
        answer.post_id: answer
        for answer in await AcceptedAnswer.filter(post_id__in=ids).select_related("accepted_by")
    }
    strategies = await strategies_by_post(ids)
    outcomes = await outcomes_by_thread(answer.thread_id for answer in accepted.values())
    return [
        _view(
            post,
            reactions.get(post.id, {}),
            accepted.get(post.id),
            strategies.get(post.id),
            outcomes.get(post.thread_id),
        )
        for post in posts
    ]


def untouched(post: Post) -> PostView:
    """The view of a post, loaded with its author, that nobody has reacted to, accepted or marked yet."""
    return _view(post, {}, None, None, None)


def _view(
    post: Post,
    reactions: dict[str, list[int]],
    acceptance: AcceptedAnswer | None,
    strategy: StrategyView | None,
    outcome: Outcome | None,
) -> PostView:
    return PostView(
        id=post.id,
        uid=post.uid,
        thread_id=post.thread_id,
        number=post.number,
        version=post.version,
        revision_number=post.revision_number,
        author=post.author,
        at=post.created_at,
        edited_at=post.edited_at,
        body=post.body,
        html=Markup(post.html),  # noqa: S704  # sanitised when it was written
        reactions=reactions,
        accepted=acceptance is not None,
        accepted_by=acceptance.accepted_by if acceptance else None,
        deleted=post.deleted_at is not None,
        strategy=strategy,
        outcome=outcome if acceptance else None,
    )


async def accepted_views(thread_id: int) -> list[PostView]:
    """The accepted answers of a thread in their order."""
    return await post_views(await accepted_posts(thread_id))


async def accepted_posts(thread_id: int) -> list[Post]:
    """The accepted answers of a thread in their order, with their authors."""
    return await (
        Post.filter(thread_id=thread_id, acceptance__id__not_isnull=True)
        .select_related("author")
        .order_by("number")
    )
