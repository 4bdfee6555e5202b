/// Who is asking.
@NullMarked
package dev.orrery.gateway.server.auth;

import org.jspecify.annotations.NullMarked;
