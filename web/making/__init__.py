"""What is made beside the pages, so that none of them waits."""
