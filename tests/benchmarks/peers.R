# One measure by R on one network: Rscript peers.R PACKAGE MEASURE EDGES NODES DIRECTED
# Prints the seconds of the call itself and the peak of memory in kB, or nothing where the package has no such measure.
suppressMessages(library(igraph))
called <- commandArgs(trailingOnly = TRUE)
nodes <- read.csv(called[4], colClasses = "character")
edges <- read.csv(called[3], colClasses = "character")
directed <- called[5] == "TRUE"
g <- simplify(graph_from_data_frame(edges, directed = directed, vertices = nodes))
kind <- if (directed) "digraph" else "graph"
if (called[1] == "igraph") {
  calls <- list(
    betweenness = function() betweenness(g), two_mode_betweenness = function() betweenness(g),
    harmonic = function() harmonic_centrality(g), closeness = function() closeness(g),
    constraint = function() constraint(g), pagerank = function() page_rank(g),
    core = function() coreness(g))
} else {
  A <- as.matrix(as_adjacency_matrix(g))
  calls <- list(
    betweenness = function() sna::betweenness(A, gmode = kind),
    harmonic = function() sna::closeness(A, gmode = kind, cmode = "suminvundir"),
    brokerage = function() sna::brokerage(A, nodes$group))
}
if (!is.null(calls[[called[2]]])) {
  seconds <- system.time(calls[[called[2]]]())[["elapsed"]]
  status <- if (file.exists("/proc/self/status")) readLines("/proc/self/status") else "VmHWM: 0"
  cat(seconds, gsub("[^0-9]", "", grep("^VmHWM", status, value = TRUE)), "\n")
}
