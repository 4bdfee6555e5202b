/// The Java side of `./orrery`: local servers, the deploy step and the demo.
@NullMarked
package dev.orrery.launcher;

import org.jspecify.annotations.NullMarked;
