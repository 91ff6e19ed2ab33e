"""The knowledge base: words, ledger, identity, graph, network, measures, outputs."""
