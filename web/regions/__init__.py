"""Regions: what lies in one, across it, and who bridges it."""
