"""The lines of a rival as they are shown, the same for every reader."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from hub.accounts.models import User
from knowledge.models import Certainty, LineSection, LineState, RivalDispute, RivalLine
from knowledge.rivals.ages import is_old

# The card: what is needed most while the customer waits stands first.
CARD = (
    LineSection.SAY,
    LineSection.QUESTION,
    LineSection.WEAKNESS,
    LineSection.STRENGTH,
    LineSection.MEET,
    LineSection.PROOF,
)
SHOWN = (LineState.STANDING, LineState.PROPOSED)


@dataclass(frozen=True)
class DisputeView:
    """An open dispute. `outdated` when the line has been edited since."""

    id: int
    author: User
    at: datetime
    reason_html: Markup
    outdated: bool


@dataclass(frozen=True)
class LineView:
    """A line with its open disputes."""

    id: int
    rival_id: int
    version: int
    revision: int
    section: LineSection
    text: str
    source_html: Markup
    observed_on: date
    old: bool
    certainty: Certainty
    sendable: bool
    state: LineState
    author: User
    disputes: tuple[DisputeView, ...]

    @property
    def disputed(self) -> bool:
        return bool(self.disputes)

    @property
    def proposed(self) -> bool:
        return self.state is LineState.PROPOSED

    @property
    def plain(self) -> bool:
        """Whether nobody's name stands at it: what it shows then depends on nothing but the line itself."""
        return not self.proposed and not self.disputes


@dataclass(frozen=True)
class Lines:
    """The lines of a rival that are on its card or proposed, in their order. `version` grows with every change."""

    rival_id: int
    version: int
    lines: Sequence[LineView]

    def of(self, section: LineSection) -> list[LineView]:
        """The lines of a section, proposed ones last."""
        return sorted(
            (line for line in self.lines if line.section is section), key=lambda line: line.proposed
        )

    def standing(self, section: LineSection) -> list[LineView]:
        """What the card says."""
        return [line for line in self.lines if line.section is section and not line.proposed]

    @property
    def disputed(self) -> int:
        """How many lines on the card are disputed."""
        return sum(line.disputed for line in self.lines)

    @property
    def old(self) -> int:
        """How many lines on the card are old."""
        return sum(line.old and not line.proposed for line in self.lines)

    @property
    def proposed(self) -> int:
        return sum(line.proposed for line in self.lines)


async def lines_of(rival_id: int) -> Lines:
    """The lines of a rival that the caller has loaded through what its reader may see."""
    rows = await RivalLine.filter(article_id=rival_id).order_by("position", "id")
    shown = [row for row in rows if row.state in SHOWN]
    # Few people write the lines of a rival: joined, each would be made anew for every line.
    authors = await User.in_bulk({row.author_id for row in shown}, "id")
    disputes = await open_disputes(row.id for row in shown)
    return Lines(
        rival_id=rival_id,
        version=sum(row.version for row in rows),
        lines=[line_view(row, authors[row.author_id], disputes.get(row.id, ())) for row in shown],
    )


async def open_disputes(line_ids: Iterable[int]) -> dict[int, list[RivalDispute]]:
    """The disputes of these lines that nobody has decided yet, oldest first."""
    found: dict[int, list[RivalDispute]] = {}
    waiting = RivalDispute.filter(line_id__in=list(line_ids), decision__isnull=True)
    for dispute in await waiting.order_by("id").select_related("author"):
        found.setdefault(dispute.line_id, []).append(dispute)
    return found


def line_view(line: RivalLine, author: User, disputes: Collection[RivalDispute]) -> LineView:
    """A line as it is shown."""
    return LineView(
        id=line.id,
        rival_id=line.article_id,
        version=line.version,
        revision=line.revision_number,
        section=line.section,
        text=line.text,
        source_html=Markup(line.source_html),  # noqa: S704  # sanitised when it was written
        observed_on=line.observed_on,
        old=is_old(line.observed_on),
        certainty=line.certainty,
        sendable=line.sendable,
        state=line.state,
        author=author,
        disputes=tuple(_dispute(line, dispute) for dispute in disputes),
    )


def _dispute(line: RivalLine, dispute: RivalDispute) -> DisputeView:
    return DisputeView(
        id=dispute.id,
        author=dispute.author,
        at=dispute.created_at,
        reason_html=Markup(dispute.reason_html),  # noqa: S704  # sanitised when it was written
        outdated=dispute.revision < line.revision_number,
    )


async def searchable(article_ids: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """For the index: anchors and texts of the lines on the cards of these articles."""
    texts: dict[int, list[tuple[str, str]]] = {}
    rows = RivalLine.filter(article_id__in=list(article_ids), state=LineState.STANDING)
    for id_, article_id, text in await rows.order_by("position", "id").values_list(
        "id", "article_id", "text"
    ):
        texts.setdefault(int(article_id), []).append((f"line-{id_}", str(text)))
    return texts
