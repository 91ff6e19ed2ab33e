# What R says of any network: Rscript live.R FOLDER OUT
#
# FOLDER/networks.csv lists name, directed, weighted, brokerage (whether sna may be asked: it takes the
# cube of the nodes). For each, FOLDER/<name>_edges.csv and <name>_nodes.csv (with the columns g and, for
# a two-mode network, mode) are read, self-ties and parallels dropped (the first weight stays), and
# OUT/<name>.csv is written. igraph and sna give what they have; Burt's effective size and hierarchy,
# participation, partial credit and the two-mode normalisations are written here as their papers print
# them, in matrices.

suppressMessages({library(igraph)})

ROLES <- c(w_I = "coordinator", w_O = "itinerant", b_OI = "gatekeeper",
           b_IO = "representative", b_O = "liaison", t = "total")

plain <- function(x) ifelse(is.finite(x), sprintf("%.17g", x), "")

of_igraph <- function(g, w) {
  loose <- as.undirected(g, mode = "collapse", edge.attr.comb = "ignore")
  found <- list(
    degree = degree(loose), in_degree = degree(g, mode = "in"), out_degree = degree(g, mode = "out"),
    strength = strength(g, mode = "all", weights = w),
    closeness = closeness(g, mode = "out", weights = NA),
    harmonic = harmonic_centrality(g, mode = "out", weights = NA),
    eigenvector = eigen_centrality(loose, directed = FALSE, weights = NA)$vector,
    pagerank = page_rank(g, algo = "prpack", damping = 0.85, weights = w)$vector,
    core = coreness(g, mode = "all"),
    constraint = constraint(g, weights = if (is.numeric(w)) w else NULL),
    reach = neighborhood.size(g, 2, mode = "out") - 1,
    betweenness = betweenness(g, directed = is_directed(g), weights = NA))
  if (is.numeric(w)) {
    found$betweenness_lengths <- betweenness(g, directed = is_directed(g), weights = 1 / w)
  }
  found
}

of_burt <- function(A) {
  S <- A + t(A); n <- nrow(S)
  if (isSymmetric(unname(A))) S <- A
  contact <- S > 0; many <- rowSums(contact)
  P <- S / pmax(rowSums(S), 1e-300); M <- S / pmax(apply(S, 1, max), 1e-300)
  size <- rowSums(contact * (1 - P %*% t(M)))
  dyadic <- contact * (P + P %*% P)^2
  r <- dyadic / pmax(rowSums(dyadic), 1e-300) * many
  terms <- ifelse(r > 0, r * log(pmax(r, 1e-300)), 0)
  list(effective_size = ifelse(many > 0, size, NA), efficiency = ifelse(many > 0, size / many, NA),
       hierarchy = ifelse(many > 1, rowSums(terms) / (many * log(many)), NA))
}

of_groups <- function(A, group) {
  U <- (A + t(A)) > 0; many <- rowSums(U)
  member <- outer(group, sort(unique(group)), "==") * 1
  share <- (U %*% member) / pmax(many, 1)
  own <- rowSums(U * outer(group, group, "=="))
  list(participation = ifelse(many > 0, 1 - rowSums(share^2), NA),
       internal = own, external = many - own,
       ei_index = ifelse(many > 0, (many - 2 * own) / many, NA))
}

of_pairs <- function(A) {
  B <- (A > 0) * 1; two <- B %*% B; diag(two) <- 0
  credit <- ifelse(B == 0 & two > 0, 1 / pmax(two, 1), 0)
  list(partial_credit = sapply(seq_len(nrow(B)), function(v) sum(outer(B[, v], B[v, ]) * credit)))
}

of_sna <- function(A, group) {
  found <- sna::brokerage((A > 0) * 1, group)
  kinds <- c(raw.nli = "", exp.nli = "expected_", sd.nli = "sd_", z.nli = "z_")
  columns <- list()
  for (kind in names(kinds)) for (role in names(ROLES))
    columns[[paste0(kinds[[kind]], ROLES[[role]])]] <- found[[kind]][, role]
  columns
}

of_two_modes <- function(g, mode) {
  own <- as.vector(table(mode)[mode]); other <- length(mode) - own
  s <- (own - 1) %/% other; t <- (own - 1) %% other
  most <- (other^2 * (s + 1)^2 + other * (s + 1) * (2 * t - s - 1) - t * (2 * s - t + 3)) / 2
  D <- distances(g, weights = NA); D[is.infinite(D)] <- 0
  reached <- rowSums(D > 0)
  list(degree_borgatti_everett = degree(g) / other,
       closeness_borgatti_everett = ifelse(reached > 0,
         (other + 2 * (own - 1)) / rowSums(D) * reached / (length(mode) - 1), NA),
       betweenness_borgatti_everett = ifelse(most > 0, betweenness(g, weights = NA) / most, NA))
}

measure <- function(row, folder, out) {
  edges <- read.csv(file.path(folder, paste0(row$name, "_edges.csv")), colClasses = "character")
  nodes <- read.csv(file.path(folder, paste0(row$name, "_nodes.csv")), colClasses = "character")
  ties <- data.frame(edges[, c("source", "target")])
  if (row$weighted) ties$w <- as.numeric(edges$weight)
  g <- graph_from_data_frame(ties, directed = row$directed, vertices = nodes)
  g <- simplify(g, edge.attr.comb = "first")
  w <- if (row$weighted) E(g)$w else NA
  columns <- of_igraph(g, w)
  if (row$brokerage) {
    A <- as.matrix(as_adjacency_matrix(g)); W <- A
    if (row$weighted) W <- as.matrix(as_adjacency_matrix(g, attr = "w"))
    columns <- c(columns, of_burt(W), of_groups(A, nodes$g), of_pairs(A), of_sna(A, nodes$g))
  }
  if (!is.null(nodes$mode)) columns <- c(columns, of_two_modes(g, nodes$mode))
  text <- data.frame(id = nodes$id, lapply(columns, plain), check.names = FALSE)
  write.csv(text, file.path(out, paste0(row$name, ".csv")), row.names = FALSE, quote = FALSE)
}

called <- commandArgs(trailingOnly = TRUE)
listed <- read.csv(file.path(called[1], "networks.csv"))
for (k in seq_len(nrow(listed))) measure(listed[k, ], called[1], called[2])
