/// What was read, as a table and as a picture.
@NullMarked
package dev.orrery.bench.gateway.report;

import org.jspecify.annotations.NullMarked;
