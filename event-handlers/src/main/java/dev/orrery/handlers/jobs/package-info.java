/// Turns changes of instances into jobs of steps, and carries them through: every decision and the
/// moment of the next one are in tables, so that any process can go on where another one fell.
package dev.orrery.handlers.jobs;
