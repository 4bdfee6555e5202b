/// The gateway as a Quarkus application: configuration, HTTP, authentication, limits. The only part
/// of the gateway that knows Quarkus.
@NullMarked
package dev.orrery.gateway.server;

import org.jspecify.annotations.NullMarked;
