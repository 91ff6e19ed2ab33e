"""The pages of the explorer, one module each; a new file here is a new page."""
