/// How subgraphs are reached.
@NullMarked
package dev.orrery.gateway.execution.http;

import org.jspecify.annotations.NullMarked;
