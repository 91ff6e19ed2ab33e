"""The map: what is asked of it, what it shows, its tables."""
