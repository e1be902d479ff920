"""What makes a good hit come first: the index's settings, ranking of whole questions, highlights."""
