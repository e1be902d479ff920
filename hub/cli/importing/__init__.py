"""The command that brings texts in from elsewhere: import."""

from hub.cli.importing.commands import import_

__all__ = ["import_"]
