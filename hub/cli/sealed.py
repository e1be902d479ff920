"""The command that opens sealed reports without a browser: sealed open."""

import hashlib
import io
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
import pyrage

from hub.cli.context import Failure, in_hub, servers
from hub.files.operations import store
from hub.files.sniffing import clean_name
from knowledge.models import PartKind, SealedPart, TeamKey

_SECRET = "AGE-SECRET-KEY-1"  # noqa: S105  # how every one begins
_SAID = {
    "title": "",
    "version": "Version",
    "customer": "Customer",
    "value": "Deal value",
    "currency": "Currency",
}
_ANSWERS = {"weight": "Weight", "wish": "In a few words", "said": "The customer said", "thread": "Case"}


class _Refused(Exception):
    """A part that is not opened; the text says why."""


@click.group("sealed")
def sealed() -> None:
    """Sealed reports on the day on which no browser can open them; docs/sealed.md tells when that is."""


@sealed.command("open")
@click.option(
    "--identity",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="File with the private key of a team, or of its recovery, on a line of its own.",
)
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the opened reports; it must not exist yet.",
)
def open_(identity: Path, folder: Path) -> None:
    """Open every sealed report that a recovered private key opens, and write them to a folder IN THE CLEAR.

    Works on the hub's data, such as a backup that was restored; no web server has to run. Exit code 1 when something
    was refused.
    """
    secrets = secrets_in(identity)
    if folder.exists():
        raise Failure(f"{folder} exists already: choose a new folder.")
    with servers() as (settings, _children):
        opened, refused = in_hub(settings, open_all(secrets, folder))
    for line in refused:
        click.echo(line, err=True)
    click.echo(f"{opened} sealed parts are in {folder}, in the clear. Delete the folder when you are done.")
    if refused:
        raise Failure(f"{len(refused)} were refused.")


def secrets_in(file: Path) -> list[Any]:
    """The private keys in a file; Failure when there is none."""
    lines = [line.strip() for line in file.read_text().splitlines() if line.strip().startswith(_SECRET)]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in lines]
    except pyrage.IdentityError as error:
        raise Failure(f"{file} holds no whole private key: {error}") from error
    if not found:
        raise Failure(f"{file} holds no line that begins with {_SECRET}.")
    return found


async def open_all(secrets: list[Any], folder: Path) -> tuple[int, list[str]]:
    """Write what `secrets` open to a new folder; returns how many parts, and which ones were refused, and why."""
    keys = dict(_opened_keys(secrets, await TeamKey.all().order_by("id")))
    if not keys:
        raise Failure("This private key belongs to no team of this hub, nor to a team's recovery.")
    folder.mkdir(mode=0o700, parents=True)  # noqa: ASYNC240  # a command has nothing else to do
    rows = SealedPart.filter(key_id__in=list(keys)).order_by("defect_id", "id")
    refused = []
    listed: dict[str, dict[str, Any]] = {}
    opened = 0
    for part in await rows.select_related("defect", "entry", "file"):
        place = folder / part.defect.reference
        place.mkdir(mode=0o700, exist_ok=True)
        try:
            if part.kind is PartKind.FILE:
                _write_file(part, keys[part.key_id], place, listed)
            else:
                listed |= _write_words(part, keys[part.key_id], place)
            opened += 1
        except _Refused as error:
            refused.append(f"{part.defect.reference}, part {part.uid}: {error}")
    return opened, refused


def _opened_keys(secrets: list[Any], keys: Iterable[TeamKey]) -> Iterator[tuple[int, Any]]:
    """The private key of each team key that one of `secrets` is, or restores, by its id."""
    by_recipient = {str(secret.to_public()): secret for secret in secrets}
    for key in keys:
        if secret := by_recipient.get(key.recipient):
            yield key.id, secret
        elif (secret := by_recipient.get(key.recovery_recipient)) and key.recovery_wrapped:
            document = json.loads(pyrage.decrypt(key.recovery_wrapped.encode(), [secret]))
            restored = pyrage.x25519.Identity.from_str(document["key"])
            if str(restored.to_public()) != key.recipient:
                raise Failure(f"What restores key {key.uid} holds another key.")
            yield key.id, restored


def _write_words(part: SealedPart, secret: Any, place: Path) -> dict[str, dict[str, Any]]:
    """Write a report's or an entry's words; returns the files that a report lists, by the uid of their part."""
    words = _words(part, secret)
    if part.entry:
        at = part.created_at.strftime("%Y-%m-%d %H.%M")
        (place / f"{at} {part.entry.kind.value} {part.entry.uid}.txt").write_text(words["body"] + "\n")
        return {}
    labels = _SAID | _ANSWERS
    told = [
        f"{label + ': ' if label else ''}{words[name]}" for name, label in labels.items() if words.get(name)
    ]
    (place / "report.txt").write_text("\n".join([part.defect.reference, *told, "", words["body"], ""]))
    return {one["part"]: one for one in words.get("files", ())}


def _words(part: SealedPart, secret: Any) -> dict[str, Any]:
    try:
        words: dict[str, Any] = json.loads(pyrage.decrypt(part.content or b"", [secret]))
    except (pyrage.DecryptError, ValueError) as error:
        raise _Refused("cut off, changed, or sealed to another key") from error
    if words.get("report") != str(part.defect.uid) or words.get("part") != str(part.uid):
        raise _Refused("sealed for another report or another place")
    return words


def _write_file(part: SealedPart, secret: Any, place: Path, listed: dict[str, dict[str, Any]]) -> None:
    told = listed.get(str(part.uid))
    if told is None or part.file is None:
        raise _Refused("a file that the report does not list")
    plain = io.BytesIO()
    try:
        with store().path(part.file.uid).open("rb") as ciphertext:
            pyrage.decrypt_io(ciphertext, plain, [secret])
    except (OSError, pyrage.DecryptError) as error:
        raise _Refused("a file that is missing, cut off or changed") from error
    if hashlib.sha256(plain.getvalue()).hexdigest() != told["digest"]:
        raise _Refused("another file than the one that was sealed")
    # Names come from whoever sealed: they must not leave the folder or replace another file.
    (place / f"{str(part.uid)[-6:]} {clean_name(told['name'])}").write_bytes(plain.getvalue())
