"""Accepting, reacting, watching."""

import pytest

from discussions import answers, reactions, replies, watching
from discussions.errors import NotAnAnswer
from discussions.models import (
    AcceptedAnswer,
    Post,
    Reaction,
    ReactionKind,
    ReadMark,
    Thread,
    Watch,
    WatchLevel,
)
from hub.audit.models import AuditEntry
from hub.errors import Forbidden, NotFound
from hub.vocabulary.experts import name_experts
from tests.discussions.conftest import types_recorded
from tests.factories import Make


async def test_asker_accepts_several_and_takes_one_back(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    first, second = await make.reply(bob, thread), await make.reply(bob, thread)
    accepted = await answers.accept(ann, thread, first)
    await answers.accept(ann, thread, second)
    assert accepted.accepted_by_id == ann.id
    assert (await Thread.get(id=thread.id)).answer_count == 2
    await answers.withdraw(ann, thread, first)
    assert [answer.post_id for answer in await AcceptedAnswer.all()] == [second.id]
    assert (await Thread.get(id=thread.id)).answer_count == 1
    logged = [entry.action for entry in await AuditEntry.filter(object_kind="post").order_by("id")]
    assert logged == ["answer.accepted", "answer.accepted", "answer.withdrawn"]


async def test_accepting_or_withdrawing_twice_is_once(make: Make) -> None:
    ann = await make.reader()
    thread = await make.thread(ann)
    reply = await make.reply(ann, thread)
    first = await answers.accept(ann, thread, reply)
    assert (await answers.accept(ann, thread, reply)).id == first.id
    await answers.withdraw(ann, thread, reply)
    await answers.withdraw(ann, thread, reply)
    assert (await types_recorded())[-2:] == ["AnswerAccepted", "AnswerWithdrawn"]
    assert (await Thread.get(id=thread.id)).answer_count == 0


async def test_experts_of_its_terms_decide_on_a_case(make: Make) -> None:
    ann, bob, cho, dan = [await make.reader() for _one in range(4)]
    team = await make.group(members=[dan])
    dan = await make.fresh(dan)
    tag, other = await make.term(), await make.term()
    await name_experts(None, tag, people=[bob.id], groups=[team.id])
    await name_experts(None, other, people=[cho.id], groups=[])
    thread = await make.thread(ann, terms=[tag])
    reply = await make.reply(ann, thread)
    for expert in (bob, dan):
        await answers.accept(expert, thread, reply)
        await answers.withdraw(expert, thread, reply)
    with pytest.raises(Forbidden):
        await answers.accept(cho, thread, reply)


async def test_only_asker_leads_and_experts_decide(make: Make) -> None:
    ann, bob, lead = await make.reader(), await make.reader(), await make.reader(role="lead")
    thread = await make.thread(ann)
    reply = await make.reply(bob, thread)
    with pytest.raises(Forbidden):
        await answers.accept(bob, thread, reply)
    await answers.accept(lead, thread, reply)
    with pytest.raises(Forbidden):
        await answers.withdraw(bob, thread, reply)


async def test_only_a_living_reply_of_the_same_thread_is_an_answer(make: Make) -> None:
    ann = await make.reader()
    thread, other = await make.thread(ann), await make.thread(ann)
    gone = await replies.delete_post(ann, await make.reply(ann, thread))
    for post in (await Post.get(thread_id=thread.id, number=1), gone, await make.reply(ann, other)):
        with pytest.raises(NotAnAnswer):
            await answers.accept(ann, thread, post)
    assert not await AcceptedAnswer.exists()


async def test_a_reaction_counts_once_and_can_be_taken_back(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    reply = await make.reply(ann, await make.thread(ann))
    for _repetition in range(2):
        await reactions.react(bob, reply, ReactionKind.THANKS)
    await reactions.react(ann, reply, ReactionKind.THANKS)
    assert await Reaction.filter(post_id=reply.id).count() == 2
    await reactions.unreact(bob, reply, ReactionKind.THANKS)
    await reactions.unreact(bob, reply, ReactionKind.THANKS)
    assert [row.user_id for row in await Reaction.all()] == [ann.id]
    assert (await types_recorded()).count("ReactionChanged") == 3
    kept = await Post.get(id=reply.id)
    assert kept.version == (await Thread.get(id=reply.thread_id)).version


async def test_nobody_reacts_to_a_stub(make: Make) -> None:
    ann = await make.reader()
    reply = await make.reply(ann, await make.thread(ann))
    await replies.delete_post(ann, reply)
    with pytest.raises(Forbidden):
        await reactions.react(ann, reply, ReactionKind.AGREE)


async def test_watching_is_chosen_changed_and_given_up(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    await watching.watch(bob, thread)
    assert await watching.watchers_of(thread.id) == {ann.id, bob.id}
    await watching.watch(bob, thread, WatchLevel.MUTED)
    assert await watching.watchers_of(thread.id) == {ann.id}
    await watching.unwatch(bob, thread)
    assert not await Watch.filter(user_id=bob.id).exists()


async def test_nobody_watches_what_they_cannot_see(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    only_ann = await make.audience(ann)
    thread = await make.thread(await make.fresh(ann), audience=only_ann)
    with pytest.raises(NotFound):
        await watching.watch(bob, thread)


async def test_a_read_mark_never_moves_back(make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    thread = await make.thread(ann)
    await watching.mark_read(bob, thread, 5)
    await watching.mark_read(bob, thread, 3)
    assert (await ReadMark.get(user_id=bob.id)).last_number == 5
