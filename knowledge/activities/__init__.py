"""Market activities: what is planned, what is on, and what came of it."""
