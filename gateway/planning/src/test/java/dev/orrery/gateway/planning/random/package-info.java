/// Federated graphs, data and operations made by chance, and the search for the smallest one that
/// still goes wrong.
package dev.orrery.gateway.planning.random;
