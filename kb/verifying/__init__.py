"""Verifying a home: all that is kept is checked against each other."""
