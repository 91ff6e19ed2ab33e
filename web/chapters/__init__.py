"""The chapters of a thing's page: one module each, found by being there."""
