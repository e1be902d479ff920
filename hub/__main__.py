"""``python -m hub``."""

import gc

# What is imported stays. Looking for garbage in it would take a third of the time until a command begins.
gc.disable()

from hub.cli import main  # noqa: E402

gc.freeze()
gc.enable()
main()
