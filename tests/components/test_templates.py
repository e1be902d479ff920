"""What every template and script in the repository keeps to, without a browser."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from hub.i18n import LOCALES, PACKAGES, ROOT
from hub.pages import assets
from hub.pages.vendoring import VendorMissing
from tests.components.sheet import PAGES, render_page, render_post

pytestmark = pytest.mark.pure

TEMPLATES = sorted(file for package in PACKAGES for file in (ROOT / package / "templates").rglob("*.html"))
MAIL = {
    file for file in TEMPLATES if file.name == "body.html" or "mail" in file.parts or "email" in file.parts
}
PAGE_TEMPLATES = [file for file in TEMPLATES if file not in MAIL]
SCRIPTS = sorted((assets.STATIC / "js").rglob("*.js"))
FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*="),
    "an event handler": re.compile(r"<[^>{]*\son[a-z]+\s*="),
    "an inline style": re.compile(r"<style"),
    "an inline script": re.compile(r"<script(?![^>]*\b(?:src|importmap))"),
}


def relative(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", PAGES)
def test_every_component_renders_in_every_language(name: str, locale: str) -> None:
    html = render_page(name, locale)
    assert html.count("<h1") == 1
    assert html.rstrip().endswith("</html>")


@pytest.mark.parametrize("file", PAGE_TEMPLATES, ids=relative)
def test_no_template_holds_what_the_content_security_policy_refuses(file: Path) -> None:
    text = file.read_text()
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


def test_forbidden_things_are_recognised() -> None:
    guilty = '<p style="x"><a onclick="y"><style></style><script>z</script>'
    assert all(pattern.search(guilty) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("file", SCRIPTS, ids=relative)
def test_every_script_parses(file: Path) -> None:
    node = shutil.which("node")
    assert node, "npm comes with node"
    checked = subprocess.run(
        [node, "--experimental-default-type=module", "--check", file],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_every_imported_module_is_in_the_import_map() -> None:
    imported = {
        name
        for file in SCRIPTS
        for name in re.findall(r'^import .*?"([^"]+)"$', file.read_text(), re.MULTILINE)
    }
    assert "@hotwired/turbo" in imported
    assert imported <= set(assets.modules())


@pytest.mark.parametrize("file", PAGE_TEMPLATES, ids=relative)
def test_every_action_in_a_template_leads_to_a_method(file: Path) -> None:
    missing = []
    for controller, method in re.findall(r"(?:->|[\"\s])([a-z-]+)#([a-zA-Z]+)", _actions(file)):
        script = assets.STATIC / "js" / "controllers" / f"{controller.replace('-', '_')}.js"
        if not script.exists() or not re.search(
            rf"^  (?:async )?{method}\(|^  {method} =", script.read_text(), re.MULTILINE
        ):
            missing.append(f"{controller}#{method}")
    assert missing == []


def _actions(file: Path) -> str:
    return "\n".join(f" {value}" for value in re.findall(r'data-action"?[=:]\s*"([^"]+)"', file.read_text()))


def test_every_controller_is_registered() -> None:
    app = (assets.STATIC / "js" / "app.js").read_text()
    for script in (assets.STATIC / "js" / "controllers").glob("*.js"):
        name = script.stem.replace("_", "-")
        assert re.search(rf'^  "?{name}"?: \w+Controller,$', app, re.MULTILINE), script


@pytest.mark.parametrize("file", PAGE_TEMPLATES, ids=relative)
def test_every_icon_that_a_template_names_is_drawn(file: Path) -> None:
    drawn = set(re.findall(r'symbol id="([^"]+)"', (assets.STATIC / "icons.svg").read_text()))
    named = re.findall(r'icon\("([a-z-]+)"', file.read_text())
    assert set(named) <= drawn


def test_live_fragments_hide_what_is_personal() -> None:
    html = render_post(2, "en", 31)
    assert html.count("hidden>") >= 3
    assert 'data-only="own lead" hidden' in html


def test_the_lock_file_names_no_registry() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert len(lock["packages"]) > 5
    assert not any("resolved" in package for package in lock["packages"].values())
    assert "registry" not in (ROOT / "package-lock.json").read_text()


def test_the_inline_import_map_is_what_the_policy_allows() -> None:
    html = render_page("plain", "en")
    inline = re.search(r'<script type="importmap"[^>]*>(.*?)</script>', html)
    assert inline
    assert assets.csp_script_hashes() == [f"'{assets._sha256(inline.group(1))}'"]


def test_an_address_is_kept_for_ever_only_under_the_hash_of_its_content() -> None:
    url = assets.asset_url("css/base.css")
    version = url.partition("?v=")[2]
    assert assets.is_current("css/base.css", version)
    assert not assets.is_current("css/base.css", "0123456789ab")
    assert not assets.is_current("css/none.css", version)


def test_vendor_modules_are_copied_or_their_lack_is_told(tmp_path: Path) -> None:
    with pytest.raises(VendorMissing):
        assets.install_vendor(tmp_path, tmp_path / "static")
    copied = assets.install_vendor(static=tmp_path / "static")
    assert {file.name for file in copied} >= {"turbo.js", "stimulus.js"}
    assert all(file.stat().st_size > 100 for file in copied)


def test_modules_for_workers_import_only_files_by_addresses_that_can_be_cached_for_ever() -> None:
    modules = assets.STATIC / assets.VENDOR_MODULES
    written = re.compile(r'^(?:import|export)\b(?:[^;"\']*\bfrom)?\s*["\']([^"\']+)["\']', re.MULTILINE)
    for file in modules.rglob("*.js"):
        for name in written.findall(file.read_text()):
            path, _query, version = name.partition("?v=")
            assert path.startswith("./")
            imported = (file.parent / path).resolve().relative_to(assets.STATIC)
            assert assets.is_current(str(imported), version)
    assert len(list(modules.rglob("*.js"))) > 50
