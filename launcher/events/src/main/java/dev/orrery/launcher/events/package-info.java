/// `./orrery events`: what an operator does with events.
@NullMarked
package dev.orrery.launcher.events;

import org.jspecify.annotations.NullMarked;
