"""Open pages of reports hear that something changed: who may read it, the team of what is its own, nobody else."""

import pytest

from knowledge.defects import deciding, topics, widening
from knowledge.models import Defect
from tests.defects import Company
from tests.factories import Make
from tests.notifications.live import GatewayServer

CANARY = "quagga"


@pytest.fixture
async def company(make: Make) -> Company:
    return await Company.of(make)


async def test_only_its_readers_hear_of_a_report_and_the_team_alone_of_notes(
    gateway: GatewayServer, company: Company
) -> None:
    defect = await company.widen(await company.report(CANARY, CANARY))
    topic = f"defect:{defect.reference}"
    missing = "defect:D-00000000"
    async with (
        gateway.ear(company.reviewer, topic, "defects") as reviewer,
        gateway.ear(company.reporter, topic, "defects") as reporter,
        gateway.ear(company.widened, topic) as widened,
        gateway.ear(company.stranger, topic, missing, "defects") as stranger,
        gateway.ear(company.admin, topic, "defects") as admin,
    ):
        assert reviewer.permitted == reporter.permitted == [topic, "defects"]
        assert stranger.permitted == admin.permitted == ["defects"]
        await company.note(defect, CANARY)
        await company.reply(defect, CANARY)
        await deciding.accept(company.reviewer, await Defect.get(id=defect.id), version=defect.version)
        for ear in (reviewer, reporter, widened):
            heard = await ear.event("knowledge.DefectDecided", topic=topic)
            assert heard == {
                "topic": topic,
                "event": "knowledge.DefectDecided",
                "id": f"defect-{defect.reference}",
                "html": "",
            }
        await reviewer.event("knowledge.DefectDecided", topic="defects")
        written = "knowledge.DefectEntryWritten"
        assert (await reviewer.events()).count(written) == 4
        # The reply, and not the note: on the page, and in the list.
        assert (await reporter.events()).count(written) == 2
        assert (await widened.events()).count(written) == 1
        assert await stranger.events() == await admin.events() == []
        for ear in (reviewer, reporter, widened):
            assert CANARY not in str(ear.heard)


async def test_who_loses_a_report_hears_no_more_of_it(gateway: GatewayServer, company: Company) -> None:
    defect = await company.widen(await company.report())
    topic = f"defect:{defect.reference}"
    async with (
        gateway.ear(company.reviewer, topic) as reviewer,
        gateway.ear(company.widened, topic) as widened,
        gateway.ear(company.former, topic) as former,
    ):
        assert widened.permitted == former.permitted == [topic]
        await company.reply(defect, "One.")
        for ear in (reviewer, widened, former):
            await ear.event("knowledge.DefectEntryWritten")
        await widening.open_to(company.reviewer, defect, group_ids=[], user_ids=[], version=defect.version)
        await company.dismiss()
        await company.reply(defect, "Two.")
        await reviewer.event("knowledge.DefectEntryWritten")
        for ear in (widened, former):
            assert (await ear.events()).count("knowledge.DefectEntryWritten") == 1
            assert await ear.subscribe(topic) == []


async def test_of_a_sealed_report_only_its_reference_is_heard(
    gateway: GatewayServer, company: Company
) -> None:
    defect = await company.sealed()
    async with gateway.ear(company.reviewer, f"defect:{defect.reference}") as reviewer:
        await deciding.accept(company.reviewer, defect, version=defect.version)
        frame = await reviewer.event("knowledge.DefectDecided")
        assert (frame["id"], frame["html"]) == (f"defect-{defect.reference}", "")


async def test_readers_of_a_thread_hear_that_its_line_changed_and_read_no_more_than_that(
    gateway: GatewayServer, company: Company
) -> None:
    thread = await company.make.thread(company.stranger)
    defect = await company.report(CANARY, CANARY, thread=thread)
    async with gateway.ear(company.stranger, f"thread:{thread.id}") as stranger:
        await company.reply(defect, CANARY)
        await deciding.accept(company.reviewer, await Defect.get(id=defect.id), version=defect.version)
        frame = await stranger.event("knowledge.DefectDecided")
        assert f'src="/articles/from-thread/{thread.id}' in frame["html"]
        for secret in (CANARY, defect.reference, "DefectEntryWritten"):
            assert secret not in str(stranger.heard)


async def test_opinions_in_confidence_are_heard_by_the_team_alone(
    gateway: GatewayServer, company: Company
) -> None:
    everyone = await company.make.audience(company.reporter, company.stranger)
    await company.refresh()
    topic = await topics.publish(
        company.reviewer, company.team, topics.Words("Thinner?", "Yes?"), audience=everyone
    )
    name = f"topic:{topic.uid}"
    async with (
        gateway.ear(company.second, name) as second,
        gateway.ear(company.stranger, name) as stranger,
        gateway.ear(company.admin, name) as admin,
    ):
        assert (second.permitted, stranger.permitted, admin.permitted) == ([name], [name], [])
        await topics.give(company.reporter, topic, CANARY, told=None)
        await topics.close(company.reviewer, topic)
        await second.event("knowledge.OpinionGiven")
        await stranger.event("knowledge.TopicChanged")
        assert "knowledge.OpinionGiven" not in await stranger.events()
