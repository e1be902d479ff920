"""Pages of keys. What is on them is public among those who see them; everything secret happens in the browser."""
