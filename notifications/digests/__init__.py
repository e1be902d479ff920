"""Digests: what is unread and was told in no mail, gathered, ranked and short."""
