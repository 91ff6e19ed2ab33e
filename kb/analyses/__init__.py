"""Analyses of whole networks: one module each, exposing ANALYSIS; the folder is the catalogue."""
