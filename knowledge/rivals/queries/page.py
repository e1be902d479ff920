"""The page of a rival: the card, and one tab of what lies below it."""

from dataclasses import dataclass, field

from markupsafe import Markup

from hub.i18n import N_, _
from hub.identity import Reader
from hub.vocabulary.models import Term
from knowledge import kinds
from knowledge.articles.queries import Part
from knowledge.models import Article, LineSection
from knowledge.reviews.queries import tally
from knowledge.reviews.tallies import Tally
from knowledge.rivals import policy
from knowledge.rivals.queries.lines import CARD, Lines, lines_of
from knowledge.rivals.queries.matrix import find_product, products_with
from knowledge.rivals.queries.rivals import competitor_of, find_rival
from knowledge.rivals.queries.shares import Market, markets
from knowledge.verification.standing import Standing, standing

# Below the card: key and label of each tab, with the section of lines that stands in it.
TABS: dict[str, tuple[str, LineSection | None]] = {
    "products": (N_("Products"), LineSection.PRODUCTS),
    "market": (N_("Market"), None),
    "channels": (N_("Channels"), LineSection.CHANNELS),
    "brand": (N_("Brand"), LineSection.BRAND),
    "deals": (N_("Win/loss"), None),
    "text": (N_("About them"), None),
}


@dataclass(frozen=True)
class RivalPage:
    """A rival with its card and the open tab. `open` is the part of the card that is asked for."""

    rival: Article
    competitor: Term | None
    lines: Lines
    tab: str
    open: str
    curates: bool
    may_propose: bool
    tally: Tally
    markets: list[Market] = field(default_factory=list)
    matrices: list[Term] = field(default_factory=list)
    card: tuple[LineSection, ...] = CARD

    @property
    def standing(self) -> Standing:
        return standing(self.rival)

    @property
    def section(self) -> LineSection | None:
        """The section of lines that stands in the open tab."""
        return TABS[self.tab][1]

    @property
    def tabs(self) -> list[tuple[str, str, str, int | None]]:
        """Key, label and address of each tab, and how many lines it has, where it has lines."""
        return [
            (
                key,
                _(label),
                f"/rivals/{self.rival.id}?tab={key}#depth",
                len(self.lines.standing(section)) if section else None,
            )
            for key, (label, section) in TABS.items()
        ]

    @property
    def parts(self) -> list[Part]:
        """The article's own text."""
        labels = {one.name: _(one.label) for one in kinds.get(self.rival.kind).fields}
        return [
            # Sanitised when it was written.
            Part(part["field"], labels[part["field"]], Markup(part["html"]))  # noqa: S704
            for part in self.rival.parts
        ]


async def rival_page(
    reader: Reader, rival_id: int, *, tab: str = "", open_part: str = "", line_id: str = ""
) -> RivalPage:
    """The page of a visible rival; NotFound otherwise. Only what the tab needs is read.

    `open_part` is the part of the card that stands open, `line_id` a line that shall be seen wherever it stands.
    """
    rival = await find_rival(reader, rival_id)
    lines = await lines_of(rival.id)
    wanted = next((line.section for line in lines.lines if str(line.id) == line_id), None)
    tabs = {section: key for key, (_label, section) in TABS.items() if section}
    chosen = tabs.get(wanted, tab) if wanted else tab
    chosen = chosen if chosen in TABS else "products"
    competitor = competitor_of(rival)
    return RivalPage(
        rival=rival,
        competitor=competitor,
        tally=await tally(reader, competitor.id) if competitor else Tally(),
        lines=lines,
        tab=chosen,
        open=wanted or open_part,
        curates=policy.may_curate(reader, rival),
        may_propose=policy.may_propose(reader, rival),
        markets=await markets(reader, of=rival) if chosen == "market" else [],
        matrices=[await find_product(id_) for id_ in await products_with(rival)]
        if chosen == "products"
        else [],
    )
