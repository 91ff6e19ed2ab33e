"""Running measures, keeping their results and saying them in words."""
