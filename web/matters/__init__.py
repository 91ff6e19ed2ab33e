"""What the page of a matter shows beyond its fields, one file a kind; the folder is the catalogue."""
