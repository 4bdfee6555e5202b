/// Who may see what: `@authenticated`, `@requiresScopes`, `@policy`. Selections that a viewer may
/// not have leave the operation before it is planned, so nobody is ever asked for them.
@NullMarked
package dev.orrery.gateway.planning.access;

import org.jspecify.annotations.NullMarked;
