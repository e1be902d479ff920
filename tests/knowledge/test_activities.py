"""Market activities: their list, their calendar, and who is asked what they brought."""

from datetime import date, timedelta

from hub.audiences.operations import everyone
from hub.database import now
from hub.identity import Reader
from knowledge.activities.asking import ask_for_results
from knowledge.articles import compose, edit, publish
from knowledge.models import Article
from notifications.models import Notification
from tests.conftest import ClientOf, Deliver
from tests.factories import Make
from tests.statements import counted

TODAY = now().date()


async def an_activity(
    owner: Reader, title: str, starts: date, days: int = 1, *, audience: object = None, **content: str
) -> Article:
    given = {"starts_on": str(starts), "ends_on": str(starts + timedelta(days - 1)), "region": "Shanghai"}
    manuscript = await compose("activity", title, given | {"plan": "A stand."} | content)
    return await publish(owner, manuscript, audience=audience or await everyone())  # type: ignore[arg-type]  # or one


async def test_activities_stand_in_the_list_by_what_is_to_be_done(make: Make, client_of: ClientOf) -> None:
    owner = await make.reader()
    await an_activity(owner, "Fair to come", TODAY + timedelta(40))
    await an_activity(owner, "Fair of today", TODAY, 3)
    await an_activity(owner, "Fair just over", TODAY - timedelta(3))
    await an_activity(owner, "Fair forgotten", TODAY - timedelta(20))
    await an_activity(owner, "Fair told of", TODAY - timedelta(20), result="Twelve leads.", region="Munich")
    client = await client_of(owner)
    page = (await client.get("/activities")).text
    order = ["Fair forgotten", "Fair of today", "Fair to come", "Fair just over", "Fair told of"]
    places = [page.index(f">{title}</a>") for title in order]
    assert places == sorted(places)
    assert page.count("Result overdue") >= 2
    only = (await client.get("/activities?region=munich")).text
    assert "Fair told of" in only
    assert "Fair forgotten" not in only
    paged = (await client.get("/activities?limit=1")).text
    assert "Fair told of" not in paged
    more = paged.split('class="pagination pagination--more"><a class="button" href="')[1].split('"')[0]
    assert "Fair told of" in (await client.get(more.replace("&amp;", "&") + "&limit=1")).text


async def test_the_calendar_shows_every_day_of_an_activity(make: Make, client_of: ClientOf) -> None:
    owner = await make.reader()
    await an_activity(owner, "Long fair", date(2026, 4, 29), 5)
    secret = await make.audience(owner)
    await an_activity(await make.fresh(owner), "Zirconium", date(2026, 4, 2), audience=secret)
    client = await client_of(await make.fresh(owner))
    assert (await client.get("/activities/calendar?month=2026-05")).text.count("Long fair</span>") == 5
    april = (await client.get("/activities/calendar?month=2026-04")).text
    assert "Zirconium" in april
    assert "/activities/calendar?month=2026-03" in april
    outside = await client_of(await make.reader())
    for path in ("/activities/calendar?month=2026-04", "/activities"):
        assert "Zirconium" not in (await outside.get(path)).text
    assert (await client.get("/activities/calendar?month=2026-13")).status_code == 422
    assert (await client.get("/activities?month=x")).status_code == 422


async def test_an_overdue_result_is_asked_for_once_until_it_is_given(
    make: Make, deliver: Deliver, client_of: ClientOf
) -> None:
    owner, runner = await make.reader(), await make.reader()
    late = await an_activity(owner, "Late", TODAY - timedelta(10), runner=str(runner.uid))
    narrow = await make.audience(owner)
    await an_activity(
        await make.fresh(owner), "Mine", TODAY - timedelta(10), runner=str(runner.uid), audience=narrow
    )
    await an_activity(owner, "Recent", TODAY - timedelta(7))
    await an_activity(owner, "Done", TODAY - timedelta(30), result="Leads.")
    assert await ask_for_results(now(), 100) == 2
    assert await ask_for_results(now(), 100) == 0
    await deliver("notifier")
    told = {(note.user_id, note.reason) for note in await Notification.all()}
    assert told == {(runner.id, "result_overdue"), (owner.id, "result_overdue")}
    assert "what did it bring" in (await (await client_of(runner)).get("/notifications")).text
    put_off = late.content | {"ends_on": str(TODAY - timedelta(9))}
    await edit(owner, late, base_revision=1, title="Late", content=put_off, terms=[])
    assert await ask_for_results(now(), 100) == 1


async def test_more_activities_take_no_more_statements(make: Make, client_of: ClientOf) -> None:
    owner = await make.reader()
    client = await client_of(owner)

    async def statements(path: str) -> int:
        await client.get(path)
        with counted() as made:
            await client.get(path)
        return len(made)

    month = f"/activities/calendar?month={TODAY:%Y-%m}"
    await an_activity(owner, "First", TODAY, runner=str(owner.uid))
    few = [await statements(path) for path in ("/activities", month)]
    for number in range(5):
        other = await make.reader()
        await an_activity(other, f"Fair {number}", TODAY, runner=str(other.uid))
    assert [await statements(path) for path in ("/activities", month)] == few
