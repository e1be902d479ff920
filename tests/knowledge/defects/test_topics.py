"""Topics: everybody who sees one contributes; the team alone reads, unless it opens what is said from then on."""

import re

import pytest

from hub.audiences.models import Audience
from hub.audiences.operations import everyone
from hub.database import new_uid
from hub.errors import Forbidden, InvalidInput, NotFound, UidTaken
from hub.identity import Reader
from knowledge.defects import policy, topics
from knowledge.defects.topics import Words
from knowledge.defects.topics.errors import OpinionReadersChanged, StaleTopic, TopicClosed
from knowledge.defects.topics.forms import TopicForm
from knowledge.defects.topics.queries import TopicFilter, find_topic, list_topics, opinions_of
from knowledge.errors import WideningNotConfirmed
from knowledge.models import Opinion, Topic
from tests.conftest import ClientOf
from tests.defects import Company
from tests.factories import Make
from tests.statements import counted

WORDS = Words("Which ribbon next?", "We think of *resin*.")


async def a_topic(company: Company, audience: Audience | None = None) -> Topic:
    return await topics.publish(company.reviewer, company.team, WORDS, audience=audience or await everyone())


async def heard(reader: Reader, topic: Topic) -> list[str]:
    """What a reader hears of a topic, the first said first; by its page, and by the policy of all opinions."""
    topic = await Topic.get(id=topic.id)
    voices = (await opinions_of(reader, topic, TopicFilter())).voices
    said = [voice.opinion.body for voice in reversed(voices)]
    visible = policy.opinions_visible_to(reader).filter(topic_id=topic.id).order_by("id")
    assert [opinion.body for opinion in await visible] == said
    return said


async def opened(company: Company, topic: Topic) -> Topic:
    with pytest.raises(WideningNotConfirmed) as asked:
        await topics.open_to_readers(company.reviewer, topic)
    return await topics.open_to_readers(company.reviewer, topic, confirmed=asked.value.agreement)


async def test_everybody_hears_their_own_opinions_and_the_team_all(make: Make) -> None:
    company = await Company.of(make)
    topic = await a_topic(company)
    await topics.give(company.reporter, topic, "Resin!", told=None)
    await topics.give(company.stranger, topic, "Wax.", told=None)
    assert await heard(company.second, topic) == ["Resin!", "Wax."]
    assert await heard(company.reporter, topic) == ["Resin!"]
    assert await heard(company.admin, topic) == []
    [of_team], _cursor = await list_topics(company.second, TopicFilter())
    [of_reporter], _cursor = await list_topics(company.reporter, TopicFilter())
    assert (of_team.opinions, of_team.mine) == (2, 0)
    assert (of_reporter.opinions, of_reporter.mine) == (None, 1)


async def test_opening_leaves_with_the_team_what_was_given_in_confidence(make: Make) -> None:
    company = await Company.of(make)
    topic = await a_topic(company)
    early = await topics.give(company.reporter, topic, "Between us: wax.", told=None)
    topic = await opened(company, topic)
    await topics.give(company.stranger, topic, "Resin, loudly.", told=topic.audience_id)
    assert await heard(company.widened, topic) == ["Resin, loudly."]
    assert await heard(company.reviewer, topic) == ["Between us: wax.", "Resin, loudly."]
    with pytest.raises(Forbidden):
        await topics.share(company.reviewer, topic, early, told=topic.audience_id)
    await topics.share(company.reporter, topic, early, told=topic.audience_id)
    assert await heard(company.widened, topic) == ["Between us: wax.", "Resin, loudly."]
    await topics.keep_to_team(company.reviewer, topic)
    assert await heard(company.widened, topic) == []


async def test_nobody_reads_more_than_its_author_was_told_when_a_topic_gets_more_readers(make: Make) -> None:
    company = await Company.of(make)
    few = await make.audience(company.reporter, company.stranger, company.reviewer)
    await company.refresh()
    topic = await opened(company, await a_topic(company, few))
    await topics.give(company.reporter, topic, "For the few.", told=few.id)
    with pytest.raises(NotFound):
        await find_topic(company.widened, topic.uid)
    everybody = await everyone()
    with pytest.raises(WideningNotConfirmed) as asked:
        await topics.edit(company.reviewer, topic, WORDS, base_version=1, audience=everybody)
    gained = {person.name for person in asked.value.gained}
    assert {"Wanda", "Ada"} <= gained
    assert not gained & {"Rita", "Rob", "Fay", "Otto", "Sam"}
    topic = await topics.edit(
        company.reviewer, topic, WORDS, base_version=1, audience=everybody, confirmed=asked.value.agreement
    )
    assert await heard(company.stranger, topic) == ["For the few."]
    assert await heard(company.widened, topic) == []


async def test_an_opinion_goes_only_to_those_whom_its_author_was_told(make: Make) -> None:
    company = await Company.of(make)
    topic = await opened(company, await a_topic(company))
    with pytest.raises(OpinionReadersChanged):
        await topics.give(company.reporter, topic, "I thought the team alone reads.", told=None)
    await topics.keep_to_team(company.reviewer, topic)
    with pytest.raises(OpinionReadersChanged):
        await topics.give(company.reporter, topic, "I thought all read.", told=topic.audience_id)
    assert await Opinion.all().count() == 0


async def test_what_is_sent_twice_is_kept_once(make: Make) -> None:
    company = await Company.of(make)
    uid, everybody = new_uid(), await everyone()
    first = await topics.publish(company.reviewer, company.team, WORDS, audience=everybody, uid=uid)
    again = await topics.publish(company.reviewer, company.team, WORDS, audience=everybody, uid=uid)
    assert first.id == again.id
    said = await topics.give(company.reporter, first, "Wax.", told=None, uid=uid)
    await topics.close(company.reviewer, first)
    assert (await topics.give(company.reporter, first, "Wax.", told=None, uid=uid)).id == said.id
    for author, body in ((company.reporter, "Resin."), (company.stranger, "Wax.")):
        with pytest.raises(UidTaken):
            await topics.give(author, first, body, told=None, uid=uid)
    with pytest.raises(TopicClosed):
        await topics.give(company.reporter, first, "Wax.", told=None)
    await topics.reopen(company.second, first)
    await topics.give(company.reporter, first, "Wax.", told=None)


@pytest.mark.parametrize("who", ["reviewer", "second", "reporter", "stranger", "admin"])
async def test_the_team_alone_leads_its_topics(make: Make, who: str) -> None:
    company = await Company.of(make)
    topic = await a_topic(company)
    actor = getattr(company, who)
    if policy.may_lead_topic(actor, topic):
        assert who in ("reviewer", "second")
        await topics.edit(actor, topic, Words("Which?", "All."), base_version=1, audience=await everyone())
        with pytest.raises(StaleTopic):
            await topics.edit(actor, topic, WORDS, base_version=1, audience=await everyone())
        return
    for attempt in (
        topics.publish(actor, company.team, WORDS, audience=await everyone()),
        topics.edit(actor, topic, WORDS, base_version=1, audience=await everyone()),
        topics.open_to_readers(actor, topic, confirmed=True),
        topics.close(actor, topic),
    ):
        with pytest.raises(Forbidden):
            await attempt
    assert (await Topic.get(id=topic.id)).version == 1


async def test_a_topic_is_asked_and_answered_by_the_pages(make: Make, client_of: ClientOf) -> None:
    company = await Company.of(make)
    team, rep = await client_of(company.reviewer), await client_of(company.reporter)
    form = await team.get("/topics/new")
    assert "Otto" in form.text
    everybody = (await everyone()).id
    sent = {"title": "Which ribbon?", "body": "", "audience": str(everybody)}
    refusal = await team.post("/topics", data=sent)
    assert refusal.status_code == 422
    assert 'href="#field-body"' in refusal.text
    assert 'value="Which ribbon?"' in refusal.text
    place = (await team.post("/topics", data=sent | {"body": "Tell us."})).headers["location"].split("?")[0]
    page = await rep.get(place)
    assert page.headers["cache-control"] == "no-store"
    assert "Only the team" in page.text
    assert "Rita" in page.text
    assert (await rep.post(f"{place}/opinions", data={"body": "Wax, for my customers."})).status_code == 303
    assert "Wax, for my customers." in (await team.get(place)).text
    other = await client_of(company.stranger)
    assert "Wax, for my customers." not in (await other.get(place)).text
    question = await team.get(f"{place}/opening")
    assert all(name in question.text for name in ("Otto", "Sam", "Ada"))
    agreement = re.search(r'name="confirmed" value="(\w+)"', question.text)
    assert agreement
    answer = {"_method": "PUT", "confirmed": agreement.group(1)}
    await make.reader("Late")
    refusal = await team.post(f"{place}/opening", data=answer)
    assert refusal.status_code == 409
    assert "Late" in refusal.text
    agreement = re.search(r'name="confirmed" value="(\w+)"', refusal.text)
    assert agreement
    assert (
        await team.post(f"{place}/opening", data=answer | {"confirmed": agreement.group(1)})
    ).status_code == 303
    refusal = await other.post(f"{place}/opinions", data={"body": "I began before it was opened."})
    assert refusal.status_code == 409
    assert "I began before it was opened." in refusal.text
    assert "Everybody who can read this topic" in refusal.text
    shared = re.search(r'action="(/topics/\S+/readers)"', (await rep.get(place)).text)
    assert shared
    assert (
        await other.post(shared.group(1), data={"_method": "PUT", "readers": everybody})
    ).status_code == 404
    assert (await rep.post(shared.group(1), data={"_method": "PUT", "readers": everybody})).status_code == 303
    assert "Wax, for my customers." in (await other.get(place)).text


async def test_what_was_said_first_stands_on_the_last_page(make: Make, client_of: ClientOf) -> None:
    company = await Company.of(make)
    topic = await a_topic(company)
    for number in range(31):
        await topics.give(company.reporter, topic, f"Opinion no. {number}.", told=None)
    client = await client_of(company.reviewer)
    page = await client.get(f"/topics/{topic.uid}")
    assert "Opinion no. 30." in page.text
    assert "Opinion no. 0." not in page.text
    more = re.search(r'href="(/topics/[^"]+cursor=[^"]+)"', page.text)
    assert more
    page = await client.get(more.group(1))
    assert "Opinion no. 0." in page.text
    assert "Opinion no. 1." not in page.text


async def test_only_members_of_a_product_team_can_ask(make: Make, client_of: ClientOf) -> None:
    company = await Company.of(make)
    plain = await make.group(members=[company.stranger])
    stranger = await client_of(await make.fresh(company.stranger))
    assert (await stranger.get("/topics/new")).status_code == 403
    sent = {"title": "T", "body": "B", "audience": (await everyone()).id, "team": plain.id}
    assert (await stranger.post("/topics", data=sent)).status_code == 403
    reviewer = await client_of(company.reviewer)
    refusal = await reviewer.post("/topics", data=sent)
    assert refusal.status_code == 422
    assert "Please choose the team that asks." in refusal.text
    with pytest.raises(InvalidInput):
        await TopicForm(title="T", body="B", product="nothing").words()


async def test_pages_of_topics_take_a_handful_of_statements(make: Make, client_of: ClientOf) -> None:
    company = await Company.of(make)
    topic = await a_topic(company)
    client = await client_of(company.reviewer)

    async def statements(url: str) -> int:
        await client.get(url)
        with counted() as found:
            await client.get(url)
        return len(found)

    urls = ["/topics", f"/topics/{topic.uid}"]
    few = [await statements(url) for url in urls]
    for number in range(10):
        await topics.give(company.reporter, topic, f"Wax {number}.", told=None)
        await a_topic(company)
    assert [await statements(url) for url in urls] == few
    assert max(few) <= 12
