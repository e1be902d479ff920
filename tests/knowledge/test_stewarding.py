"""Confidence, readers and owner."""

import pytest

from hub.audit.models import AuditEntry
from hub.errors import Forbidden, InvalidInput
from hub.outbox.models import RecordedEvent
from knowledge.articles import change_audience, change_confidence, change_owner, compose, publish
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Article, Confidence
from tests.factories import Make
from tests.knowledge.factories import CONTENT, an_article


async def test_the_owner_and_leads_validate_and_others_do_not(make: Make) -> None:
    owner, lead, member = await make.reader(), await make.reader(role="lead"), await make.reader()
    article = await an_article(owner)
    with pytest.raises(Forbidden):
        await change_confidence(member, article, Confidence.VALIDATED)
    validated = await change_confidence(lead, article, Confidence.VALIDATED)
    assert (validated.confidence, validated.validated_by_id) == (Confidence.VALIDATED, lead.id)
    again = await change_confidence(owner, article, Confidence.VALIDATED)
    assert again.validated_by_id == owner.id
    assert validated.validated_at
    assert again.validated_at
    assert again.validated_at > validated.validated_at
    assert await AuditEntry.filter(action="article.confidence_changed").count() == 2


async def test_an_article_is_handed_over_to_its_readers_only(make: Make) -> None:
    owner, heir, outsider = await make.reader(), await make.reader(), await make.user(active=False)
    article = await an_article(owner)
    with pytest.raises(Forbidden):
        await change_owner(heir, article, await make.user())
    with pytest.raises(InvalidInput):
        await change_owner(owner, article, outsider)
    new_owner = await make.user("Eve")
    assert (await change_owner(owner, article, new_owner)).owner_id == new_owner.id
    assert await RecordedEvent.filter(type="knowledge.ArticleOwnerChanged").count() == 1


async def test_widening_names_only_those_who_could_read_neither_article_nor_source(make: Make) -> None:
    owner, source_reader, outsider = (
        await make.reader("Ann"),
        await make.reader("Bo"),
        await make.reader("Olga"),
    )
    narrow, wide = await make.audience(owner), await make.audience(owner, source_reader)
    everyone = await (await make.space()).audience
    owner = await make.fresh(owner)
    thread = await make.thread(owner, audience=wide)
    article = await publish(
        owner, await compose("solution", "Cold", CONTENT), audience=narrow, sources=[thread]
    )
    assert (await change_audience(owner, article, wide)).audience_id == wide.id
    with pytest.raises(WideningNotConfirmed) as asked:
        await change_audience(owner, article, everyone)
    assert [user.id for user in asked.value.gained] == [outsider.id]
    assert (await Article.get(id=article.id)).audience_id == wide.id
    await change_audience(owner, article, everyone, confirmed=True)
    assert (await Article.get(id=article.id)).audience_id == everyone.id
    assert await RecordedEvent.filter(type="knowledge.ArticleAudienceChanged").count() == 2


async def test_an_article_of_several_sources_is_for_those_who_can_read_all_of_them(make: Make) -> None:
    owner, first, second = await make.reader("Ann"), await make.reader("Bo"), await make.reader("Cy")
    one, two = await make.audience(owner, first), await make.audience(owner, second)
    owner = await make.fresh(owner)
    threads = [await make.thread(owner, audience=audience) for audience in (one, two)]
    with pytest.raises(WideningNotConfirmed) as asked:
        await publish(owner, await compose("solution", "Cold", CONTENT), audience=one, sources=threads)
    assert [user.id for user in asked.value.gained] == [first.id]


async def test_readers_without_the_owner_or_the_actor_are_refused(make: Make) -> None:
    owner, lead, other = await make.reader(), await make.reader(role="lead"), await make.reader()
    article = await an_article(owner)
    with pytest.raises(InvalidInput):
        await change_audience(owner, article, await make.audience(other))
    with pytest.raises(InvalidInput):
        await change_audience(lead, article, await make.audience(lead, other))
    with pytest.raises(Forbidden):
        await change_audience(other, article, await make.audience(owner, other))
