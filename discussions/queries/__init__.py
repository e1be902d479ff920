"""What pages, live frames and the API read."""
