"""Sealed reports: the hub takes ciphertext in, keeps it, and gives it to the browsers of reviewers."""
