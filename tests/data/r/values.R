# Reference values of R's igraph and sna for the measures: one table per network.
#
#   python networks.py FOLDER        writes florentine_* and karate_*
#   cp arcs_* ties_* FOLDER
#   Rscript values.R FOLDER OUT      writes OUT/<network>.csv, for weights OUT/<network>_weighted.csv
#
# Made with R 4.2.2, igraph 1.3.5 and sna 2.7-1 as Debian 12 packages them (r-base-core,
# r-cran-igraph, r-cran-sna). NaN and NA (undefined there) are written as empty cells.
# Names of the roles in sna: w_I coordinator, w_O itinerant, b_OI gatekeeper, b_IO representative,
# b_O liaison, t total. sna takes an undirected tie as two arcs, in its standard deviation too.

suppressMessages({library(igraph)})

ROLES <- c(w_I = "coordinator", w_O = "itinerant", b_OI = "gatekeeper",
           b_IO = "representative", b_O = "liaison", t = "total")

plain <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "")

of_igraph <- function(g, w) {
  loose <- as.undirected(g, mode = "collapse", edge.attr.comb = "ignore")
  list(
    degree = degree(loose),
    in_degree = degree(g, mode = "in"),
    out_degree = degree(g, mode = "out"),
    strength = strength(g, mode = "all", weights = w),
    betweenness = betweenness(g, directed = is_directed(g), weights = NA),
    closeness = closeness(g, mode = "out", weights = NA),
    harmonic = harmonic_centrality(g, mode = "out", weights = NA),
    eigenvector = eigen_centrality(loose, directed = FALSE, weights = NA)$vector,
    pagerank = page_rank(g, algo = "prpack", damping = 0.85, weights = w)$vector,
    core = coreness(g, mode = "all"),
    constraint = constraint(g, weights = if (is.numeric(w)) w else NULL)
  )
}

of_sna <- function(g, group) {
  arcs <- as.matrix(as_adjacency_matrix(g))
  found <- sna::brokerage(arcs, group)
  kinds <- c(raw.nli = "", exp.nli = "expected_", sd.nli = "sd_", z.nli = "z_")
  columns <- list()
  for (kind in names(kinds)) for (role in names(ROLES))
    columns[[paste0(kinds[[kind]], ROLES[[role]])]] <- found[[kind]][, role]
  columns
}

measure <- function(name, directed, folder, out) {
  edges <- read.csv(file.path(folder, paste0(name, "_edges.csv")), colClasses = "character")
  nodes <- read.csv(file.path(folder, paste0(name, "_nodes.csv")), colClasses = "character")
  g <- graph_from_data_frame(edges[, 1:2], directed = directed, vertices = nodes)
  write <- function(columns, file) {
    text <- data.frame(id = nodes$id, lapply(columns, plain), check.names = FALSE)
    write.csv(text, file.path(out, file), row.names = FALSE, quote = FALSE)
  }
  write(c(of_igraph(g, NA), of_sna(g, nodes$group)), paste0(name, ".csv"))
  if (!is.null(edges$weight)) {
    w <- as.numeric(edges$weight)
    write(of_igraph(g, w)[c("strength", "pagerank", "constraint")], paste0(name, "_weighted.csv"))
  }
}

called <- commandArgs(trailingOnly = TRUE)
for (name in c("florentine", "karate", "ties")) measure(name, FALSE, called[1], called[2])
measure("arcs", TRUE, called[1], called[2])
