"""What `python -m hub doctor` finds."""

import asyncio
from pathlib import Path

import pytest

from tests.site import Site
from tests.trials.people import rows_of

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def site(data_dir: Path) -> Site:
    """A hub that has a person and never ran."""
    made = Site(data_dir / "examined", HUB_SECRET_KEY="")
    result = made.command("user", "create", "--email", "ann@example.com", "--name", "Ann", "--role", "admin")
    assert result.returncode == 0, result.stderr
    return made


def test_a_hub_that_never_ran_is_in_order(site: Site) -> None:
    result = site.command("doctor")
    assert result.returncode == 0, result.stdout
    assert "search: preparing" in result.stdout


def test_a_changed_key_is_noticed_until_it_is_said_to_be_meant(site: Site, data_dir: Path) -> None:
    changed = Site(site.folder, HUB_SECRET_KEY="another")
    told = changed.command("doctor")
    assert (told.returncode, "WRONG signing key" in told.stdout) == (1, True)
    assert site.command("doctor").returncode == 0
    assert changed.command("doctor", "--new-key").returncode == 0
    assert site.command("doctor").returncode == 1
    assert site.command("doctor", "--new-key").returncode == 0


async def test_a_backlog_at_rest_is_in_order_and_what_was_given_up_is_not(site: Site) -> None:
    async with rows_of(site) as rows:
        await rows.execute("UPDATE delivery SET run_at = now() - interval '1 hour'")
        assert await rows.fetchval("SELECT count(*) FROM delivery") > 1
    resting = await asyncio.to_thread(site.command, "doctor")
    assert (resting.returncode, "worker: behind" in resting.stdout) == (0, True), resting.stdout
    async with rows_of(site) as rows:
        await rows.execute("UPDATE delivery SET parked_at = now() WHERE id = (SELECT min(id) FROM delivery)")
    parked = await asyncio.to_thread(site.command, "doctor")
    assert (parked.returncode, "WRONG worker" in parked.stdout) == (1, True), parked.stdout
    async with rows_of(site) as rows:
        await rows.execute("UPDATE delivery SET parked_at = NULL")
