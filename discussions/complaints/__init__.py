"""Complaints: cases of their own kind, which go through steps that are due: docs/queues.md."""
