/// The fourth stage: makes fetches of the chosen ways, rewrites them into fewer, orders them, and
/// writes their documents.
@NullMarked
package dev.orrery.gateway.planning.fetch;

import org.jspecify.annotations.NullMarked;
