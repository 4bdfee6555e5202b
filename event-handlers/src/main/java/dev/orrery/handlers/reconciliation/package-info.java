/// Looks at what providers hold, compares it field by field with what is desired, and puts right,
/// proposes or tells what differs. Everything that is decided is in tables, so that any process can
/// go on where another one fell.
package dev.orrery.handlers.reconciliation;
