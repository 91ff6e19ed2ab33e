"""The server under the explorer: where it listens, what it logs and counts, when it reads anew."""
