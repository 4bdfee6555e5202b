/// Everything between a provider and NATS: hello and heartbeat, the pull consumer, one order at a
/// time for each resource, fencing, reports, acknowledgements.
package dev.orrery.provider.runner;
