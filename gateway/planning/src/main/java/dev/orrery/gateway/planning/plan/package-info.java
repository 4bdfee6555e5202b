/// What a client's operation turned into: which subgraph to ask what, in which order, and how the
/// answers become the response. Every type here is immutable; one plan serves many requests at
/// once.
///
/// **Data keys.** All fetches of a plan write into one data tree, and every fetch document already
/// uses that tree's names as its aliases. At one position of the tree a data key never means two
/// things for the same runtime type. So merging an answer needs no renaming: projection
/// ([ResponseField#dataKey()]), representations ([RepresentationField#dataKey()]) and paths
/// ([PathElement.Key]) all read by data key, and only the projection knows the client's names.
@NullMarked
package dev.orrery.gateway.planning.plan;

import org.jspecify.annotations.NullMarked;
