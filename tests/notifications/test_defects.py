"""Who is told of reports of defects, in which words, and what is never among them."""

from datetime import timedelta

import pytest

from discussions import watching
from discussions.models import WatchLevel
from hub.accounts import absence
from hub.audiences import operations as audiences
from hub.identity import Reader
from hub.settings import Settings
from knowledge.defects import deciding, handling, merging, topics
from knowledge.models import Defect, Topic
from notifications import counting, inbox, mailer
from notifications.models import Kind, Mail, MailState, Notification
from notifications.push.writing import write as write_push
from tests.absences import away_for
from tests.conftest import ClientOf, Deliver
from tests.defects import Company
from tests.factories import Make
from tests.notifications.mailing import MailServer, part
from tests.notifications.test_since import back, listed

CANARY = "quagga"


@pytest.fixture
async def company(make: Make) -> Company:
    return await Company.of(make)


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.mailer.owing.GRACE", timedelta(0))


async def lines(reader: Reader) -> list[tuple[str, str]]:
    """What somebody's inbox says: titles and sentences."""
    return [(group.title, line.text) for group in await inbox.groups(reader) for line in group.lines]


async def test_the_team_is_told_of_a_new_report_and_nobody_else(company: Company, deliver: Deliver) -> None:
    defect = await company.report(CANARY, CANARY)
    await deliver("notifier")
    for reader in (company.reviewer, company.second):
        assert await lines(reader) == [(defect.reference, "There is a new report for your team")]
    for reader in (company.reporter, company.stranger, company.admin, company.widened):
        assert await lines(reader) == []


async def test_reporters_of_one_thing_hear_what_becomes_of_it_each_of_their_own(
    company: Company, deliver: Deliver
) -> None:
    main = await company.report("Main")
    other = await company.report("Other", by=company.stranger)
    await merging.merge(company.reviewer, other, main.reference, version=other.version)
    main = await current(main)
    await deciding.accept(company.reviewer, main, version=main.version)
    await deliver("notifier")
    assert await lines(company.reporter) == [(main.reference, "Your report was accepted")]
    assert (other.reference, "Your report was accepted") in await lines(company.stranger)
    assert {title for title, _text in await lines(company.stranger)} == {other.reference}
    told = await Notification.filter(user_id__in=[company.reporter.id, company.stranger.id])
    assert all(note.actor_id is None for note in told)


async def test_notes_reach_who_looks_after_it_and_replies_the_other_side(
    company: Company, deliver: Deliver
) -> None:
    defect = await company.widen(await company.report())
    defect = await handling.assign(company.reviewer, defect, company.second.id, version=defect.version)
    await company.note(defect, CANARY)
    await company.reply(defect, CANARY)
    await company.reply(defect, CANARY, by=company.reporter)
    await deliver("notifier")
    assert {text for _title, text in await lines(company.second)} == {
        "There is a new report for your team",
        "You were asked to look after a report",
        "There is a new note in a report that you look after",
        "There is a new reply in a report for your team",
    }
    assert await lines(company.reporter) == [(defect.reference, "The product team replied to your report")]
    for reader in (company.widened, company.admin, company.stranger):
        assert await lines(reader) == []


async def test_nothing_that_is_sent_has_a_word_of_a_report(
    company: Company,
    deliver: Deliver,
    client_of: ClientOf,
    smtp: MailServer,
    over_smtp: Settings,
    at_once: None,
) -> None:
    defect = await company.report(CANARY, CANARY, said=CANARY)
    await company.reply(defect, CANARY)
    defect = await current(defect)
    await deciding.decline(company.reviewer, defect, CANARY, version=defect.version)
    sealed = await company.sealed()
    await deciding.accept(company.reviewer, sealed, version=sealed.version)
    await deliver("notifier")
    pushes = [await write_push(note) for note in await Notification.all().select_related("actor")]
    assert [push for push in pushes if push]
    await mailer.send_due(over_smtp)
    sent = [
        (message["Subject"], part(message, "plain"), part(message, "html")) for message in smtp.post.messages
    ]
    assert f"[Hub] Your report was declined: {defect.reference}" in [subject for subject, *_rest in sent]
    of_sealed = [text for text in sent if sealed.reference in text[0]]
    # Two reviewers and the third of the team; the reporter, whose report was decided before the first was told.
    assert {subject for subject, *_rest in of_sealed} == {f"[Hub] Something changed: {sealed.reference}"}
    shown = [*sent, *(push.payload.decode() for push in pushes if push)]
    for reader in (company.reporter, company.reviewer):
        client = await client_of(reader)
        pages = ("/notifications", "/notifications/bell", "/api/v1/notifications", "/since")
        shown += [(await client.get(page)).text for page in pages]
    assert defect.reference in str(shown)
    assert CANARY not in str(shown).lower()
    assert "accepted" not in str(of_sealed)


async def test_who_left_the_team_is_shown_and_sent_nothing_of_it(
    company: Company, deliver: Deliver, smtp: MailServer, over_smtp: Settings, at_once: None
) -> None:
    """Not even as the reporter of a report, of which they then know no more than any other reporter."""
    await company.report()
    own = await company.report("Mine", by=company.former)
    own = await handling.assign(company.reviewer, own, company.former.id, version=own.version)
    await company.note(own, CANARY)
    await deliver("notifier")
    assert len(await lines(company.former)) == 3
    await company.dismiss()
    assert await lines(company.former) == []
    counted = await counting.unread_counts([company.former, company.reviewer])
    assert counted == {company.former.id: 0, company.reviewer.id: await inbox.unread_count(company.reviewer)}
    await mailer.send_due(over_smtp)
    assert not smtp.post.to(company.former.email or "")
    assert await Mail.filter(user_id=company.former.id, state=MailState.DROPPED).exists()
    own = await current(own)
    await deciding.accept(company.reviewer, own, version=own.version)
    await deliver("notifier")
    assert await lines(company.former) == [(own.reference, "Your report was accepted")]


async def test_a_topic_reaches_its_chosen_readers_and_opinions_its_team(
    company: Company, deliver: Deliver, client_of: ClientOf
) -> None:
    few = await company.make.audience(company.reporter, company.widened)
    await company.refresh()
    words = topics.Words("Thinner labels?", "Would you?", company.product)
    topic = await topics.publish(company.reviewer, company.team, words, audience=few)
    await topics.give(company.reporter, topic, CANARY, told=None)
    await deliver("notifier")
    asked, given = "A product team asks what you think", "There is a new opinion for your team"
    assert await lines(company.reporter) == await lines(company.widened) == [("Thinner labels?", asked)]
    assert await lines(company.second) == [("Thinner labels?", given)]
    assert await lines(company.stranger) == await lines(company.admin) == []
    page = (await (await client_of(company.second)).get("/api/v1/notifications")).text
    assert str(topic.uid) in page
    assert CANARY not in page
    await Topic.filter(id=topic.id).update(audience_id=(await company.make.audience(company.reporter)).id)
    assert await lines(company.widened) == []


async def test_a_question_to_everybody_is_told_to_those_who_follow_its_product(
    company: Company, deliver: Deliver
) -> None:
    await watching.watch_term(company.stranger, company.product, WatchLevel.FIRST_POST)
    words = topics.Words("Thinner labels?", "Would you?", company.product)
    await topics.publish(company.reviewer, company.team, words, audience=await audiences.everyone())
    await deliver("notifier")
    assert {note.user_id for note in await Notification.filter(kind=Kind.TOPIC)} == {company.stranger.id}


async def test_whoever_was_away_reads_the_reference_and_what_became_of_it(
    company: Company, deliver: Deliver
) -> None:
    defect = await company.report(CANARY)
    for reader in (company.reporter, company.former):
        await absence.note_presence(reader.id)
        await away_for(reader, 10)
    await deciding.accept(company.reviewer, defect, version=defect.version)
    new = await company.report(CANARY, by=company.stranger)
    await deliver("notifier")
    assert await listed(await back(company.reporter)) == [(defect.reference, ["Your report was accepted"])]
    told = ["There is a new report for your team"]
    assert sorted(await listed(await back(company.former))) == sorted(
        [(new.reference, told), (defect.reference, told)]
    )
    await company.dismiss()
    assert await listed(company.former) == []


async def current(defect: Defect) -> Defect:
    return await Defect.get(id=defect.id)
