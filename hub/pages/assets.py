"""The browser's files: what is copied from npm, how each file is addressed, what the CSP must allow by hash.

`install_vendor` runs after ``npm ci`` (see the Makefile): it copies the ES modules that the pages
and workers import into ``static/vendor/``. No bundler: the import map gives every module a name and an address that
changes with its content, so that files can be cached for ever.
"""

import base64
import hashlib
import json
import shutil
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from hub.pages.vendoring import ModuleGraph, VendorMissing, content_hash

ROOT = Path(__file__).parent.parent.parent
STATIC = ROOT / "static"
NODE_MODULES = ROOT / "node_modules"
URL_PREFIX = "/static/"

# Import name -> (file in node_modules, file in static/). A bundled build where the entry itself imports many files.
VENDOR = {
    "@hotwired/turbo": ("@hotwired/turbo/dist/turbo.es2017-esm.js", "vendor/turbo.js"),
    "@hotwired/stimulus": ("@hotwired/stimulus/dist/stimulus.js", "vendor/stimulus.js"),
    "@github/relative-time-element": (
        "@github/relative-time-element/dist/bundle.js",
        "vendor/relative-time-element.js",
    ),
    "@github/markdown-toolbar-element": (
        "@github/markdown-toolbar-element/dist/index.js",
        "vendor/markdown-toolbar-element.js",
    ),
    "@github/text-expander-element": (
        "@github/text-expander-element/dist/index.js",
        "vendor/text-expander-element.js",
    ),
    "@github/combobox-nav": ("@github/combobox-nav/dist/index.js", "vendor/combobox-nav.js"),
}
# Packages of many modules, which workers load: import name -> file in node_modules, and below `VENDOR_MODULES` alike.
VENDOR_GRAPHS = {
    "age-encryption": "age-encryption/dist/index.js",
    "shamir-secret-sharing": "shamir-secret-sharing/esm/index.js",
    "@scure/base": "@scure/base/index.js",
    "@noble/hashes/sha2": "@noble/hashes/sha2.js",
}
VENDOR_MODULES = "vendor/modules"
# Loaded when somebody seals or opens something, not with every page.
LAZY = (*VENDOR_GRAPHS, *(f"hub/lib/sealing/{name}" for name in ("worker", "toolkit", "contents", "keys")))

# In the order of the cascade: the first file declares the layers.
STYLESHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/prose.css",
    "css/code.css",
    "css/layout.css",
    "css/controls.css",
    "css/components.css",
    "css/charts.css",
    "css/forms.css",
    "css/thread.css",
    "css/pages.css",
    "css/knowledge.css",
    "css/editing.css",
    "css/promotion.css",
    "css/rivals.css",
    "css/practice.css",
    "css/library.css",
    "css/queues.css",
    "css/defects.css",
    "css/topics.css",
    "css/triage.css",
    "css/sealing.css",
    "css/sealed.css",
    "css/utilities.css",
)

# Turbo 8.0.23 puts its progress bar's style into <head> as it starts; this is the hash of exactly that text.
# A nonce would defeat pages kept by Turbo and by the browser. A test in Chromium notices when an upgrade changes it.
TURBO_STYLE_HASH = "sha256-WAyOw4V+FqDc35lQPyRADLBWbuNK8ahvYEaQIYF1+Ps="


def install_vendor(node_modules: Path = NODE_MODULES, static: Path = STATIC) -> list[Path]:
    """Copy the needed modules from `node_modules` into ``static/vendor/``; returns what was written."""
    copied = []
    for source, target in VENDOR.values():
        origin, destination = node_modules / source, static / target
        if not origin.is_file():
            raise VendorMissing(f"{origin} is missing: run npm ci")
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, destination)
        copied.append(destination)
    graph = ModuleGraph(node_modules, static / VENDOR_MODULES)
    for module in VENDOR_GRAPHS.values():
        graph.copy(module)
    return copied + graph.written


@lru_cache(maxsize=512)
def asset_url(path: str) -> str:
    """The address of a file below ``static/``, with a hash of its content: safe to cache for ever.

    Files do not change while a process runs that names them.
    """
    return f"{URL_PREFIX}{path}?v={_content_hash(path, (STATIC / path).stat().st_mtime_ns)}"


def is_current(path: str, version: str) -> bool:
    """Whether `version` is the hash that `asset_url` gives `path` now; only then may a cache keep it for ever."""
    file = STATIC / path
    return file.is_file() and version == _content_hash(path, file.stat().st_mtime_ns)


@lru_cache
def modules() -> dict[str, str]:
    """Every importable module: name -> address. Our own are named ``hub/…`` after their place in ``static/js/``."""
    named = {name: asset_url(target) for name, (_source, target) in VENDOR.items()}
    named |= {name: asset_url(f"{VENDOR_MODULES}/{file}") for name, file in VENDOR_GRAPHS.items()}
    scripts = STATIC / "js"
    for file in sorted(scripts.rglob("*.js")):
        name = file.relative_to(scripts).with_suffix("").as_posix()
        named[f"hub/{name}"] = asset_url(f"js/{name}.js")
    return named


def preloaded() -> list[str]:
    """Addresses of the modules that every page loads."""
    return [address for name, address in modules().items() if name not in LAZY]


@lru_cache
def import_map() -> str:
    """The JSON inside ``<script type="importmap">``. Holds no ``<``, so it can stand in HTML unescaped."""
    return json.dumps({"imports": modules()}, separators=(",", ":"))


def stylesheets() -> list[str]:
    """Addresses of the style sheets, in the order of the cascade."""
    return [asset_url(path) for path in STYLESHEETS]


def csp_script_hashes() -> list[str]:
    """Source expressions for ``script-src``: the inline import map."""
    return [f"'{_sha256(import_map())}'"]


def csp_style_hashes() -> list[str]:
    """Source expressions for ``style-src``: the style Turbo injects."""
    return [f"'{TURBO_STYLE_HASH}'"]


def template_globals() -> dict[str, Callable[..., object]]:
    """What templates and macros call; add them to the Jinja environment's globals."""
    return {
        "asset_url": asset_url,
        "import_map": import_map,
        "preloaded": preloaded,
        "stylesheets": stylesheets,
    }


@lru_cache(maxsize=512)
def _content_hash(path: str, _modified: int) -> str:
    return content_hash((STATIC / path).read_bytes())


def _sha256(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
