/// Documents that clients name instead of sending them.
@org.jspecify.annotations.NullMarked
package dev.orrery.gateway.server.documents;
