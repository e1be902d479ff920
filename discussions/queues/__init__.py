"""The queues of cases that wait for somebody, and what happens when one waits too long: docs/queues.md."""
