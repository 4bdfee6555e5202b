/// The messages of the provider contract as `schemas/provider/*.json` define them, for both ends of
/// the conversation.
package dev.orrery.provider.protocol;
