"""A secret rival: its text, lines, a disputed one with proof, a matrix cell and a market share carry the canary."""

from dataclasses import dataclass
from decimal import Decimal

from hub.audiences.models import Audience
from hub.audiences.operations import everyone
from hub.database import now
from hub.identity import Reader
from hub.vocabulary.models import Facet, Term
from knowledge.models import Article, LineSection, MatrixFeature, RivalDispute, RivalLine
from knowledge.rivals.disputes import dispute
from knowledge.rivals.lines import write_line
from knowledge.rivals.matrix import add_feature, fill_cell
from knowledge.rivals.naming import new_rival
from knowledge.rivals.shares import Share, enter_share
from knowledge.rivals.wording import Wording
from tests.factories import Make


@dataclass(frozen=True)
class SecretRival:
    """The competitor and the feature are for everybody, all else is secret."""

    rival: Article
    line: RivalLine
    dispute: RivalDispute
    feature: MatrixFeature


async def secret_rival(
    owner: Reader, audience: Audience, make: Make, *, canary: str, proof: str
) -> SecretRival:
    """`proof` is Markdown that names a secret file."""
    competitor = await make.term(Facet.COMPETITOR, "A public competitor")
    product = await make.term(Facet.PRODUCT, "A public product")
    keeper = await make.reader("Kay Keeper", role="lead")
    feature = await add_feature(keeper, product, "A public feature")
    rival = await new_rival(owner, competitor, f"Who they are: {canary}.", audience=audience)
    today = now().date()
    lines = [
        await write_line(
            owner,
            rival,
            Wording(
                section=section,
                text=f"A line on {canary}.",
                source=f"{canary} told us",
                observed_on=today,
                sendable=sendable,
            ),
        )
        for section, sendable in ((LineSection.SAY, True), (LineSection.BRAND, False))
    ]
    disputed = await dispute(owner, lines[0], f"Not {canary}. {proof}", revision=1)
    await fill_cell(owner, feature, rival, f"Twice {canary}", source=canary, observed_on=today)
    await enter_share(
        owner, rival, Share(region=f"East {canary}", year=2026, share=Decimal(12), source=canary)
    )
    return SecretRival(rival, lines[0], disputed, feature)


async def more_rivals(curator: Reader, competitor: Term, product: Term, secret: SecretRival) -> None:
    """Another rival with a bit of everything, and more of everything that the secret one has."""
    rival = await new_rival(curator, competitor, "They print.", audience=await everyone())
    feature = await add_feature(curator, product, "Speed")
    further = await add_feature(curator, await secret.feature.product, f"Feature {rival.id}")
    today = now().date()
    for number, one in enumerate((rival, secret.rival)):
        for section in (LineSection.SAY, LineSection.BRAND):
            text = f"Line of {competitor.id}."
            wording = Wording(section=section, text=text, source="Heard", observed_on=today, sendable=True)
            line = await write_line(curator, one, wording)
            await dispute(curator, line, "No.", revision=1)
        for row in (feature, further, secret.feature):
            await fill_cell(curator, row, one, f"Much {competitor.id}", source="Seen", observed_on=today)
        for year in (2020, 2021):
            entry = Share(region=f"Region {competitor.id}", year=year, place=number + 1, source="Study")
            await enter_share(curator, one, entry)
