"""Copying a package's ES modules, with all that they import, into a folder that a browser can load them from.

Workers know no import map, so every import becomes a relative one; and it ends in the hash of what it names, so that
each file can be cached for ever.
"""

import hashlib
import json
import os
import re
from pathlib import Path

# A statement at the start of a line, as compilers write it; the examples in comments do not start a line.
_IMPORT = re.compile(r'^((?:import|export)\b(?:[^;"\']*\bfrom)?\s*)(["\'])([^"\']+)\2', re.MULTILINE)
# What is left of an import of types alone; as a statement it would make a circle.
_NOTHING = re.compile(r'^import \{\} from "[^"]+";\n', re.MULTILINE)


class VendorMissing(Exception):
    """The npm packages have not been installed, or have not been copied into ``static/vendor/``."""


def content_hash(content: bytes) -> str:
    """What the address of a file with this content carries."""
    return hashlib.sha256(content).hexdigest()[:12]


class ModuleGraph:
    """The modules below a ``node_modules`` folder, copied to the same places below `target`."""

    def __init__(self, node_modules: Path, target: Path) -> None:
        self._source = node_modules.resolve()
        self._target = target
        self._hashes: dict[Path, str | None] = {}

    @property
    def written(self) -> list[Path]:
        """The files that were written by now."""
        return [self._place(file) for file in self._hashes]

    def copy(self, module: str) -> None:
        """Copy the file `module` and what it imports."""
        self._copied(self._source / module)

    def _copied(self, file: Path) -> str:
        """The hash of `file` as it was written; each is written once, after what it imports."""
        if file not in self._hashes:
            if not file.is_file():
                raise VendorMissing(f"{file} is missing: run npm ci")
            self._hashes[file] = None
            text = _IMPORT.sub(
                lambda found: f'{found[1]}"{self._address(found[3], file)}"',
                _NOTHING.sub("", file.read_text()),
            )
            place = self._place(file)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text)
            self._hashes[file] = content_hash(text.encode())
        known = self._hashes[file]
        if known is None:
            raise ValueError(f"{file} imports itself through others: its address cannot carry its hash")
        return known

    def _place(self, file: Path) -> Path:
        return self._target / file.relative_to(self._source)

    def _address(self, name: str, importer: Path) -> str:
        file = (importer.parent / name).resolve() if name.startswith(".") else self._find(name, importer)
        hashed = self._copied(file)
        return f"./{os.path.relpath(file, importer.parent)}?v={hashed}"

    def _find(self, name: str, importer: Path) -> Path:
        """The file of a package that `importer` means by `name`, as Node.js finds it."""
        parts = name.split("/")
        length = 2 if name.startswith("@") else 1
        package, inner = "/".join(parts[:length]), "/".join([".", *parts[length:]])
        for folder in importer.parents:
            root = folder / package if folder.name == "node_modules" else folder / "node_modules" / package
            if root.is_dir():
                return (root / _exported(root, inner)).resolve()
            if folder == self._source:
                break
        raise VendorMissing(f"{package} is missing: run npm ci")


def _exported(package: Path, inner: str) -> str:
    """The file behind `inner` (``.`` for the package itself) in a browser."""
    described = json.loads((package / "package.json").read_text())
    exports = described.get("exports", described.get("module"))
    found = exports if isinstance(exports, str) else exports[inner]
    return str(found if isinstance(found, str) else found.get("import") or found["default"])
