"""The measures: one module each, exposing MEASURE; the folder is the catalogue."""
