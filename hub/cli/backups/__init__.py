"""Backups: one file with everything that cannot be made again."""

from hub.cli.backups.commands import backup, restore

__all__ = ["backup", "restore"]
