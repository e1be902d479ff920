"""A person's own settings, and the API's view of them."""

import pytest

from hub.accounts.models import User
from hub.outbox.models import RecordedEvent
from tests.conftest import ClientOf
from tests.factories import Make


async def test_a_guest_sees_no_settings(client_of: ClientOf, make: Make) -> None:
    await make.reader(role="admin")
    guest = await client_of(None)
    for path in ("/settings", "/settings/security", "/settings/tokens", "/people/person1"):
        answer = await guest.get(path)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/session/new")
    assert (await guest.get("/api/v1/me")).status_code == 401
    assert (await guest.put("/settings", data={"name": "Eve"})).status_code == 401


async def test_a_profile_is_changed_and_told(client_of: ClientOf, make: Make) -> None:
    reader = await make.reader()
    client = await client_of(reader)
    sent = {
        "name": "何静",
        "handle": "hejing",
        "job_title": "渠道经理",
        "about": "Ask me about <b>resellers</b>.\n\nAlso ribbons.",
        "locale": "zh",
        "theme": "dark",
        "timezone": "Asia/Shanghai",
    }
    assert (await client.put("/settings", data=sent)).status_code == 303
    user = await User.get(id=reader.id)
    assert {name: getattr(user, name) for name in sent} == sent
    assert await RecordedEvent.filter(type="hub.PersonChanged").count() == 1
    page = await client.get("/settings")
    assert '<html lang="zh-Hans" data-theme="dark">' in page.text
    shown = await client.get("/people/hejing")
    assert "&lt;b&gt;resellers&lt;/b&gt;" in shown.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 101),
        ("job_title", "x" * 101),
        ("about", "x" * 2001),
        ("locale", "fr"),
        ("theme", "pink"),
        ("timezone", "../../etc/passwd"),
        ("timezone", "Mars/Base"),
    ],
)
async def test_a_bad_value_is_refused_beside_its_field_and_nothing_typed_is_lost(
    client_of: ClientOf, make: Make, field: str, value: str
) -> None:
    reader = await make.reader()
    client = await client_of(reader)
    refused = await client.put("/settings", data={"name": "Ann", "about": "typed before", field: value})
    assert refused.status_code == 422
    assert "field__error" in refused.text
    if field != "about":
        assert "typed before" in refused.text
    assert (await User.get(id=reader.id)).name == reader.name


async def test_theme_and_language_are_kept_for_guests_and_people_alike(
    client_of: ClientOf, make: Make
) -> None:
    await make.reader(role="admin")
    guest = await client_of(None)
    await guest.put("/settings/theme", data={"theme": "dark"})
    await guest.put("/settings/locale", data={"locale": "zh"})
    page = await guest.get("/session/new")
    assert '<html lang="zh-Hans" data-theme="dark">' in page.text

    reader = await make.reader()
    client = await client_of(reader)
    as_program = await client.put(
        "/settings/theme", data={"theme": "light"}, headers={"Accept": "application/json"}
    )
    assert as_program.status_code == 204
    assert (await User.get(id=reader.id)).theme == "light"
    assert (await client.put("/settings/theme", data={"theme": "pink"})).status_code == 422


@pytest.mark.parametrize(
    ("referer", "target"),
    [
        ("http://hub.test/threads?q=1", "/threads?q=1"),
        ("http://evil.example/threads", "/"),
        ("http://hub.test//evil.example", "/"),
        ("nonsense", "/"),
    ],
)
async def test_a_switch_leads_back_to_its_own_page_only(
    client_of: ClientOf, referer: str, target: str
) -> None:
    guest = await client_of(None)
    answer = await guest.put("/settings/theme", data={"theme": "dark"}, headers={"Referer": referer})
    assert (answer.status_code, answer.headers["location"]) == (303, target)


async def test_the_api_shows_and_changes_the_caller(client_of: ClientOf, make: Make) -> None:
    reader = await make.reader("Ann Lee", role="lead")
    client = await client_of(reader)
    me = (await client.get("/api/v1/me")).json()
    assert (me["id"], me["uid"], me["role"]) == (reader.id, str(reader.uid), "lead")
    assert me["url"] == f"http://hub.test/people/{reader.handle}"
    assert "password_hash" not in me
    changed = await client.patch("/api/v1/me", json={"job_title": "Support"})
    assert changed.json() == me | {"job_title": "Support"}
    for body in (
        '{"role": "admin"}',
        '{"name": ""}',
        '{"name": 7}',
        '{"handle": "\\ud800"}',
        '{"name": "\\ud800"}',
    ):
        answer = await client.patch("/api/v1/me", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422
    assert (await User.get(id=reader.id)).role == "lead"
