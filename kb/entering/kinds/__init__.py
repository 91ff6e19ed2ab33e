"""The kinds of entry, one file each; the folder is the catalogue."""
