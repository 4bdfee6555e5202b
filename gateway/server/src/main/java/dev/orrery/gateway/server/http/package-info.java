/// GraphQL over HTTP, to the letter of the specification of that name.
@NullMarked
package dev.orrery.gateway.server.http;

import org.jspecify.annotations.NullMarked;
