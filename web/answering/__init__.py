"""From a page's blocks to what a browser or a script gets: files, tables, errors, JSON."""
