"""What pages, commands and files ask of the graph: one way of looking at it a module."""
