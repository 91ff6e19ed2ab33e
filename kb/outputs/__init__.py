"""The ways out: one module per format, exposing OUTPUT; the folder is the catalogue."""
