/// Knows the providers: who they say they are, and whether they are alive.
package dev.orrery.handlers.provider;
