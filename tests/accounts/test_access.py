"""What ends somebody's access, and that it ends at once."""

import httpx
import pytest

from hub.accounts import operations, sessions
from hub.accounts.models import ApiToken, PasswordReset, Session, User
from hub.accounts.operations import LastAdmin
from hub.identity import Reader
from tests.conftest import ClientOf
from tests.factories import Make


async def bearer(client_of: ClientOf, secret: str) -> httpx.AsyncClient:
    client = await client_of(None)
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


async def test_ending_one_session_elsewhere_works_at_once(client_of: ClientOf, make: Make) -> None:
    reader = await make.reader()
    here, there = await client_of(reader), await client_of(reader)
    assert (await there.get("/settings")).status_code == 200
    lost = await Session.all().order_by("-id").first()
    assert lost

    assert (await here.delete(f"/settings/sessions/{lost.uid}")).status_code == 303

    assert (await there.get("/settings")).status_code == 303
    assert (await here.get("/settings")).status_code == 200


async def test_nobody_ends_somebody_elses_session(client_of: ClientOf, make: Make) -> None:
    ann, bob = await make.reader(), await make.reader()
    anns, bobs = await client_of(ann), await client_of(bob)
    session = await Session.get(user_id=ann.id)
    assert (await bobs.delete(f"/settings/sessions/{session.uid}")).status_code == 404
    assert (await anns.get("/settings")).status_code == 200


async def test_signing_out_everywhere_else_keeps_this_browser(client_of: ClientOf, make: Make) -> None:
    reader = await make.reader()
    here, there = await client_of(reader), await client_of(reader)
    assert (await here.delete("/settings/sessions")).status_code == 303
    assert (await here.get("/settings")).status_code == 200
    assert (await there.get("/settings")).status_code == 303


async def test_a_token_is_shown_once_and_stored_as_a_digest(client_of: ClientOf, make: Make) -> None:
    client = await client_of(await make.reader())

    made = await client.post("/settings/tokens", data={"name": "Importer"})

    assert made.status_code == 201
    assert made.headers["cache-control"] == "no-store"
    secret = made.text.split('value="hub_')[1].split('"')[0]
    token = await ApiToken.get()
    assert secret not in str([getattr(token, name) for name in ApiToken._meta.fields])
    assert token.token_digest == sessions.digest(f"hub_{secret}")
    again = await client.get("/settings/tokens")
    assert "Importer" in again.text
    assert secret not in again.text
    program = await bearer(client_of, f"hub_{secret}")
    assert (await program.get("/api/v1/me")).status_code == 200


async def test_a_revoked_token_is_refused_at_once_and_nobody_revokes_anothers(
    client_of: ClientOf, make: Make
) -> None:
    ann, bob = await make.reader(), await make.reader()
    token, secret = await sessions.create_token(ann.id, "script")
    program = await bearer(client_of, secret)
    assert (await program.get("/api/v1/me")).json()["id"] == ann.id

    assert (await (await client_of(bob)).delete(f"/settings/tokens/{token.uid}")).status_code == 404
    assert (await program.get("/api/v1/me")).status_code == 200
    assert (await (await client_of(ann)).delete(f"/settings/tokens/{token.uid}")).status_code == 303
    assert (await program.get("/api/v1/me")).status_code == 401


async def test_a_token_makes_no_further_tokens_and_changes_no_password(
    client_of: ClientOf, make: Make
) -> None:
    reader = await make.reader()
    _token, secret = await sessions.create_token(reader.id, "script")
    program = await bearer(client_of, secret)
    assert (await program.get("/api/v1/me")).status_code == 200
    for method, path in (
        ("POST", "/settings/tokens"),
        ("GET", "/settings/tokens"),
        ("PUT", "/settings/password"),
        ("DELETE", "/settings/sessions"),
    ):
        sent = {"name": "another", "current": "x", "new": "x"}
        assert (await program.request(method, path, data=sent)).status_code == 403
    assert await ApiToken.all().count() == 1


async def test_deactivation_cuts_cookie_and_token_at_once_and_for_good(
    client_of: ClientOf, make: Make
) -> None:
    reader = await make.reader()
    user = await User.get(id=reader.id)
    browser = await client_of(reader)
    _token, secret = await sessions.create_token(reader.id, "script")
    program = await bearer(client_of, secret)
    assert (await browser.get("/settings")).status_code == 200
    assert (await program.get("/api/v1/me")).status_code == 200

    await operations.deactivate(None, user)

    assert (await browser.get("/settings")).headers["location"].startswith("/session/new")
    assert (await program.get("/api/v1/me")).status_code == 401
    await operations.reactivate(None, user)
    assert (await browser.get("/settings")).status_code == 303
    assert (await program.get("/api/v1/me")).status_code == 401


async def test_changing_the_password_signs_other_browsers_out(client_of: ClientOf) -> None:
    user = await operations.create_user(
        None, email="ann@example.com", name="Ann", password="a sentence to remember"
    )
    reader = await _reader(user)
    here, there = await client_of(reader), await client_of(reader)

    wrong = await here.put("/settings/password", data={"current": "not it", "new": "another sentence"})
    assert wrong.status_code == 422
    assert (await there.get("/settings")).status_code == 200
    right = await here.put(
        "/settings/password", data={"current": "a sentence to remember", "new": "another sentence"}
    )
    assert right.status_code == 303

    assert (await here.get("/settings")).status_code == 200
    assert (await there.get("/settings")).status_code == 303
    fresh = await client_of(None)
    for password, status in (("a sentence to remember", 401), ("another sentence", 303)):
        answer = await fresh.post("/session", data={"email": "ann@example.com", "password": password})
        assert answer.status_code == status


async def test_a_changed_role_counts_at_once(client_of: ClientOf, make: Make) -> None:
    await make.reader(role="admin")
    reader = await make.reader()
    client = await client_of(reader)
    assert (await client.get("/admin/people")).status_code == 404
    await operations.change_role(None, await User.get(id=reader.id), "admin")
    assert (await client.get("/admin/people")).status_code == 200


async def test_the_last_admin_stays_one(make: Make) -> None:
    first, second = await make.user(role="admin"), await make.user(role="admin")
    await operations.change_role(None, first, "member")
    with pytest.raises(LastAdmin):
        await operations.change_role(None, second, "member")
    with pytest.raises(LastAdmin):
        await operations.deactivate(None, second)
    assert (await User.get(id=second.id)).active


async def test_a_shut_out_person_gets_no_new_password_through_an_old_link(
    make: Make, client_of: ClientOf
) -> None:
    user = await make.user()
    client = await client_of(None)
    await client.post("/password-resets", data={"email": user.email or ""})
    assert await PasswordReset.filter(user_id=user.id).count() == 1
    await operations.deactivate(None, user)
    assert await PasswordReset.filter(user_id=user.id).count() == 0


async def _reader(user: User) -> Reader:
    return await Make().fresh(user)
