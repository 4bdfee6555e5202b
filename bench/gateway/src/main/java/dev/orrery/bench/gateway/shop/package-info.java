/// The subgraphs behind every gateway that is measured.
@NullMarked
package dev.orrery.bench.gateway.shop;

import org.jspecify.annotations.NullMarked;
