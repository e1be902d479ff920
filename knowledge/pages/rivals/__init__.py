"""The pages of rivals, below ``/rivals``."""
