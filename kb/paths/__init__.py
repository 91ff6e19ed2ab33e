"""Shortest routes at size: blocks, betweenness, distances, and what falls apart without a node.

The one door to numba. Everything here takes a network as rows of neighbours (`kb.paths.rows`) and
gives arrays by position; the measures turn them into columns.
"""
