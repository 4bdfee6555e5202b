/// Secrets for providers: taken in once, sealed at once to the provider's key, and from then on
/// readable by that provider alone.
package dev.orrery.handlers.secret;
