/// What the author of a provider writes against: one interface, the outcomes it may answer, and
/// what it is told about the order at hand. Nothing here knows how orders travel.
package dev.orrery.provider;
