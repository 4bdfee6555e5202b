/// Events between services: the outbox and its relay on the way out, consumers with an inbox on the
/// way in.
///
/// A service appends a [Change] to its [Outbox] in the transaction of the change itself. One relay
/// per service publishes the rows in order per resource. On the other side an [EventHandler] gets
/// each event once in effect: its inbox row, its work and nothing else are one transaction.
package dev.orrery.kit.events;
