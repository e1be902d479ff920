"""Changing who may read a case: nobody gains unseen, nobody is named to those who may not know."""

import re

import pytest

from discussions import moderation
from discussions.models import Thread
from hub.audiences.operations import everyone
from hub.errors import Conflict
from tests.conftest import ClientOf
from tests.factories import Make


async def test_readers_of_a_space_are_not_named_to_an_author_who_cannot_see_it(
    make: Make, client_of: ClientOf
) -> None:
    author, secret, lead = (
        await make.reader(),
        await make.reader("Sela Secret"),
        await make.reader(role="lead"),
    )
    desk = await make.audience(secret, lead)
    restricted = await make.space(audience=desk)
    only_author = await make.audience(author)
    thread = await make.thread(await make.fresh(author), audience=await everyone())
    await moderation.move(await make.fresh(lead), thread, restricted)
    await moderation.change_audience(await make.fresh(author), thread, only_author)
    client = await client_of(author)
    form = {"_method": "PUT", "readers": "space"}
    answer = await client.post(f"/threads/{thread.id}/audience", data=form)
    assert answer.status_code == 422
    assert "You must be one of the readers yourself." in answer.text
    # Everybody's name is on offer in the list of people; who belongs to the space is not said.
    assert not re.search(r"Sela Secret</li>", answer.text)
    assert (await Thread.get(id=thread.id)).audience_id == only_author.id


async def test_readers_that_changed_meanwhile_are_not_changed_on_an_old_agreement(make: Make) -> None:
    author, colleague = await make.reader(), await make.reader()
    both, alone = await make.audience(author, colleague), await make.audience(author)
    author = await make.fresh(author)
    thread = await make.thread(author, audience=await everyone())
    before = thread.audience_id
    await moderation.change_audience(author, thread, alone, before=before)
    with pytest.raises(Conflict):
        await moderation.change_audience(author, thread, both, before=before)
    assert (await Thread.get(id=thread.id)).audience_id == alone.id
    await moderation.change_audience(author, thread, both, before=alone.id)
    assert (await Thread.get(id=thread.id)).audience_id == both.id
