/// JSON without a tree of objects: the bytes of each subgraph stay as they came and an index of
/// plain `int`s says where each value starts and ends.
@NullMarked
package dev.orrery.gateway.execution.json;

import org.jspecify.annotations.NullMarked;
