"""An empty hub is filled with the demo company: all of it or nothing, and once."""

import pytest

from discussions.models import Post, Reaction, Revision, Thread
from hub.accounts import passwords
from hub.accounts.models import User
from hub.database import now
from hub.demo import seed
from hub.demo.founding import uid_of
from hub.vocabulary.models import Term
from knowledge.models import Article
from tests.factories import Make


@pytest.fixture(autouse=True)
def _quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hash_password(_password: str) -> str:
        return "no hash at all"

    monkeypatch.setattr(passwords, "hash_password", hash_password)


async def seeded() -> bool:
    return await seed.seed(at=now())


async def test_second_seed_adds_nothing() -> None:
    assert await seeded()
    tables = (User, Thread, Post, Article, Term, Reaction, Revision)
    before = [await table.all().count() for table in tables]
    assert await seeded()
    assert [await table.all().count() for table in tables] == before


async def test_hub_in_use_is_left_alone(make: Make) -> None:
    await make.user()
    assert not await seeded()
    assert await User.all().count() == 1
    assert await Thread.all().count() == 0


async def test_seed_that_fails_leaves_nothing_and_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_given: object) -> None:
        raise RuntimeError("power cut")

    with monkeypatch.context() as cut:
        cut.setattr(seed, "tell", fail)
        with pytest.raises(RuntimeError, match="power cut"):
            await seeded()
    assert await User.all().count() == 0
    assert await seeded()
    assert await Thread.all().count() == 33


def test_uids_are_the_same_in_every_hub() -> None:
    assert uid_of("case", "proud-plant-manager") == uid_of("case", "proud-plant-manager")
    assert uid_of("case", "a") != uid_of("article", "a")
