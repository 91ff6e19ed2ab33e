"""Networks: slices of the graph, and tables of one's own, as arrays."""
