"""The case library: what was learnt from won and lost cases, by the type of the customer."""
