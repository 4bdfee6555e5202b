/// What a provider must remember over a crash to refuse what is stale and to answer a duplicate
/// with the same report.
package dev.orrery.provider.journal;
