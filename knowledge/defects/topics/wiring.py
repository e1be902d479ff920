"""What topics hand to the kernel: who may download their files, and which terms and audiences they point at."""

from collections.abc import Iterable

from hub.admin.uses import register_audience_use
from hub.files.attaching import register_parent
from hub.i18n import N_
from hub.identity import Reader
from hub.vocabulary.filing import register_filing
from knowledge.defects import policy


def register() -> None:
    """Make topics and opinions known."""
    register_parent("topic", visible_topics)
    register_parent("opinion", visible_opinions)
    register_filing("topic", "product_id")
    register_audience_use(N_("Topics"), "topic")


async def visible_topics(reader: Reader, ids: Iterable[int]) -> set[int]:
    """Which of the topics `reader` may see, and so download the files of."""
    return {topic.id for topic in await policy.topics_visible_to(reader).filter(id__in=list(ids)).only("id")}


async def visible_opinions(reader: Reader, ids: Iterable[int]) -> set[int]:
    """Which of the opinions `reader` may see, and so download the files of."""
    visible = policy.opinions_visible_to(reader).filter(id__in=list(ids))
    return {opinion.id for opinion in await visible.only("id")}
