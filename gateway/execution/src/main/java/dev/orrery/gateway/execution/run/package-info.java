/// One run of a program: fetch, merge, project.
@NullMarked
package dev.orrery.gateway.execution.run;

import org.jspecify.annotations.NullMarked;
