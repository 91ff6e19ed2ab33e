"""What waits to be mended: lists of things and ties with what each lacks, one file a list."""
