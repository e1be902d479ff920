"""Rivals: what is known of each competitor, line by line, and what of it may be told to customers.

A rival is the article of the kind `competitor` that is filed under a competitor of the vocabulary. Its lines, disputes,
matrix cells and market shares are for whoever may read the article.
"""
