"""What changed since a day or a version."""
