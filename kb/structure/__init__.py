"""What several measures count in a network: its triangles, its holes, its go-betweens."""
