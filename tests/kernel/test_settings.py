import re
import subprocess
import sys
from pathlib import Path

import pytest

from hub.settings import Settings
from tests.site import ROOT

pytestmark = pytest.mark.pure


def test_every_setting_is_documented() -> None:
    documented = set(
        re.findall(r"^\| `(HUB_\w+)`", (ROOT / "docs" / "settings.md").read_text(), re.MULTILINE)
    )
    assert documented == {f"HUB_{name.upper()}" for name in Settings.model_fields}


def test_a_bad_setting_is_named_and_ends_the_command(tmp_path: Path) -> None:
    environment = {"HUB_PORT": "many", "HUB_DATA_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    result = subprocess.run(
        [sys.executable, "-m", "hub", "migrate"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "HUB_PORT" in result.stderr
    assert "Traceback" not in result.stderr


def test_the_generated_key_is_kept_and_private(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    first = settings.signing_key()
    assert settings.signing_key() == Settings(data_dir=tmp_path).signing_key() == first
    assert len(first) >= 32
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
