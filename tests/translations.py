"""Keep the catalogues in step with the source: ``python -m tests.translations`` updates every ``.po`` file.

Catalogues hold messages without places in the source, so that moving a line changes no catalogue.
"""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from hub.i18n import LOCALES, PACKAGES, ROOT, SOURCE_LOCALE, catalogue_path

METHODS = [("**.py", "python"), ("**/templates/**", "jinja2")]
OPTIONS = {
    "**/templates/**": {
        "extensions": "jinja2.ext.i18n,jinja2.ext.loopcontrols",
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "silent": "false",
    }
}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}


def extract(package: str) -> Catalog:
    """Every message that a package shows."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    found = extract_from_dir(str(ROOT / package), METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True)
    for _file, _line, message, _comments, _context in found:
        catalogue.add(message)
    return catalogue


def stored(package: str, locale: str) -> Catalog:
    """The catalogue as it lies in the package, empty when there is none."""
    path = catalogue_path(package, locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def gaps(package: str, locale: str) -> list[str]:
    """What keeps a catalogue from being complete: missing, empty, uncertain or superfluous entries."""
    wanted, present = extract(package), stored(package, locale)
    found = []
    for message in wanted:
        if not message.id:
            continue
        entry = present.get(_key(message.id))
        strings = (entry.string if isinstance(entry.string, tuple) else (entry.string,)) if entry else ("",)
        if entry is None or entry.fuzzy or not all(strings):
            found.append(f"{package}/{locale}: {message.id!r} has no translation")
        elif entry and any(error for error in entry.check(present)):
            found.append(f"{package}/{locale}: {message.id!r} has other placeholders than its translation")
    found += [
        f"{package}/{locale}: {entry.id!r} is translated and used nowhere"
        for entry in present
        if entry.id and wanted.get(_key(entry.id)) is None
    ]
    return found


def clashes(locale: str) -> list[str]:
    """Messages that packages translate differently: the hub has one catalogue, where one of them would win."""
    readings: dict[str, set[str]] = {}
    for package in PACKAGES:
        for message in stored(package, locale):
            if message.id and message.string and any(message.string):
                readings.setdefault(_key(message.id), set()).add(str(message.string))
    return [
        f"{locale}: {id_!r} is translated in several ways"
        for id_, found in readings.items()
        if len(found) > 1
    ]


def update(package: str, locale: str) -> Path:
    """Bring a catalogue up to date: new messages come in empty, unused ones go."""
    wanted, present = extract(package), stored(package, locale)
    fresh = Catalog(locale=locale, charset="utf-8", fuzzy=False)
    for message in sorted((m for m in wanted if m.id), key=lambda m: str(_key(m.id)).casefold()):
        entry = present.get(_key(message.id))
        # A message that became countable, or ceased to be, is translated anew.
        kept = entry and isinstance(entry.id, str) == isinstance(message.id, str)
        fresh.add(message.id, entry.string if entry and kept else "", flags=message.flags)
    path = catalogue_path(package, locale)
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, fresh, omit_header=True, width=110)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Plural-Forms: {fresh.plural_forms}\\n"\n\n'
    )
    path.write_text(header + buffer.getvalue().decode())
    return path


def _key(id_: str | list[str] | tuple[str, ...]) -> str:
    return id_ if isinstance(id_, str) else id_[0]


def main() -> int:
    missing = []
    for package in PACKAGES:
        for locale in LOCALES:
            if locale != SOURCE_LOCALE:
                update(package, locale)
                missing += gaps(package, locale)
    for locale in LOCALES:
        missing += clashes(locale)
    print("\n".join(missing) or "All messages are translated.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
