"""The world of mail servers: messages, ways out, refusals, and what comes back."""
