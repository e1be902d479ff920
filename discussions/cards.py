"""Posts as cards: each is rendered once for every language and kind of viewer, and kept."""

from dataclasses import dataclass, field

from discussions.queries.posts import PostView
from discussions.queries.threads import ThreadView
from hub.i18n import current_locale
from hub.identity import Reader
from hub.keeping import Store
from hub.pages import Piece, render_text


@dataclass(frozen=True)
class Viewer:
    """All that makes two people's cards of one post differ: what is theirs, and what they may do."""

    own: bool = False
    leads: bool = False
    accepts: bool = False
    votes: bool = False
    voted: bool = False
    reactions: frozenset[str] = frozenset()
    comments: frozenset[int] = frozenset()


# Live frames reach everybody alike; the browser shows each reader the actions that are theirs.
EVERYBODY = Viewer()


@dataclass(frozen=True)
class _Cards:
    """The cards of one state of a post."""

    characters: int
    by_viewer: dict[Viewer, Piece] = field(default_factory=dict)


_cards: Store[tuple[int, int, str], _Cards] = Store()


def viewer_of(reader: Reader, post: PostView, *, accepts: bool) -> Viewer:
    """What of a post's card is the reader's own; `accepts`: whether they may accept answers to the case."""
    return Viewer(
        own=post.author.id == reader.id,
        leads=reader.is_lead,
        accepts=accepts,
        votes=post.author.id != reader.id,
        voted=post.strategy is not None and reader.id in post.strategy.voters,
        reactions=frozenset(kind for kind, people in post.reactions.items() if reader.id in people),
        comments=_own_comments(reader, post),
    )


def _own_comments(reader: Reader, post: PostView) -> frozenset[int]:
    comments = post.strategy.comments if post.strategy else []
    return frozenset(comment.id for comment in comments if comment.author.id == reader.id)


def card(post: PostView, thread: ThreadView, viewer: Viewer = EVERYBODY) -> str:
    """A post's card as HTML in the current language."""
    return card_piece(post, thread, viewer).content.decode()


def card_piece(post: PostView, thread: ThreadView, viewer: Viewer) -> Piece:
    """A post's card in the current language. A post's `version` stands for all that its card shows of it."""
    key = (post.id, post.version, current_locale())
    cards = _cards.get(key) or _cards.put(key, _Cards(len(post.html) + 5000 + _characters_below(post)))
    made = cards.by_viewer.get(viewer)
    if made is None:
        html = render_text("discussions/card.html", current_locale(), post=post, thread=thread, viewer=viewer)
        made = cards.by_viewer[viewer] = Piece.of(html)
    return made


def _characters_below(post: PostView) -> int:
    comments = post.strategy.comments if post.strategy else []
    return sum(1000 + len(comment.body) for comment in comments)
