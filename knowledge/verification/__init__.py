"""Whether articles can still be relied on: who verifies them, how often, and what happens when nobody does."""
