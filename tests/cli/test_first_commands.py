from pathlib import Path

import httpx
import pytest

from tests.site import Site

pytestmark = pytest.mark.pure


def test_the_first_person_and_token_can_come_before_the_first_start(data_dir: Path) -> None:
    site = Site(data_dir / "first")
    made = site.command(
        *(
            "user",
            "create",
            "--email",
            "a@example.com",
            "--name",
            "Ada",
            "--role",
            "admin",
            "--password-stdin",
        ),
        stdin="correct horse battery\n",
    )
    assert (made.returncode, made.stderr) == (0, "")
    token = site.command("token", "create", "--email", "a@example.com")
    assert token.returncode == 0
    assert token.stdout.count("\n") == 1
    with site:
        headers = {"Authorization": f"Bearer {token.stdout.strip()}"}
        case = {"title": "The first case", "body": "It needs no space of its own."}
        posted = httpx.post(f"{site.url}/api/v1/threads", json=case, headers=headers)
        assert posted.status_code == 201
        assert httpx.get(f"{site.url}/setup").status_code == 404
        form = {"email": "a@example.com", "password": "correct horse battery"}
        assert httpx.post(f"{site.url}/session", data=form).status_code == 303


def test_what_cannot_be_done_is_said_in_a_sentence(data_dir: Path) -> None:
    site = Site(data_dir / "sentences")
    for arguments, word in [
        (("token", "create", "--email", "nobody@example.com"), "nobody@example.com"),
        (("user", "create", "--email", "nonsense", "--name", "N"), "email"),
        (("user", "deactivate", "--email", "nobody@example.com"), "nobody@example.com"),
    ]:
        result = site.command(*arguments)
        assert result.returncode == 1
        assert word in result.stderr
        assert "Traceback" not in result.stderr
