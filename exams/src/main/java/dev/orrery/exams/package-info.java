/// Fault tests over the whole running house: `./orrery exam NAME`.
@NullMarked
package dev.orrery.exams;

import org.jspecify.annotations.NullMarked;
