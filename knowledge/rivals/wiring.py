"""What rivals hand to the kernel's registries."""

from collections.abc import Iterable

from hub.files.attaching import register_parent
from hub.identity import Reader
from hub.vocabulary.filing import register_filing
from knowledge import policy
from knowledge.models import RivalDispute, RivalLine
from knowledge.rivals.steps import DISPUTE, LINE


def register() -> None:
    """Files of sources and proofs can be opened by who may read the rival; a product's matrix follows a merge."""
    register_parent(LINE, _visible_lines)
    register_parent(DISPUTE, _visible_disputes)
    register_filing("matrix_feature", "product_id")


async def _visible_lines(reader: Reader, ids: Iterable[int]) -> set[int]:
    lines = await RivalLine.filter(id__in=list(ids))
    visible = await _visible(reader, lines)
    return {line.id for line in lines if line.article_id in visible}


async def _visible_disputes(reader: Reader, ids: Iterable[int]) -> set[int]:
    disputes = await RivalDispute.filter(id__in=list(ids)).select_related("line")
    visible = await _visible(reader, [dispute.line for dispute in disputes])
    return {dispute.id for dispute in disputes if dispute.line.article_id in visible}


async def _visible(reader: Reader, lines: Iterable[RivalLine]) -> set[int]:
    rivals = policy.visible_to(reader).filter(id__in=[line.article_id for line in lines])
    return {int(str(id_)) for id_ in await rivals.values_list("id", flat=True)}
