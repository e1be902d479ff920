"""The system account that runs PostgreSQL when the hub itself runs as root, which PostgreSQL refuses to."""

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import TypedDict

from hub.embedded.processes import ServerFailed

_NAME = "pgserver"


class RunAs(TypedDict, total=False):
    """Arguments for `subprocess` that start a program as another account."""

    user: int
    group: int
    extra_groups: list[int]


def server_account() -> pwd.struct_passwd | None:
    """The account to run PostgreSQL as, created when missing; None when the hub is not root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(_NAME)
    except KeyError:
        pass
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    command = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _NAME]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise ServerFailed(
            "PostgreSQL does not run as root, and no account could be made for it. "
            "Run the hub as an ordinary user, or set HUB_DATABASE_URL."
        ) from error
    return pwd.getpwnam(_NAME)


def run_as(account: pwd.struct_passwd | None) -> RunAs:
    """How to start a program as `account`; nothing special for None."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def let_through(path: Path) -> None:
    """Let other accounts pass through the folders above `path`, without letting them list those folders."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)
