"""What matters of what happened while somebody was away."""
