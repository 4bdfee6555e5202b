package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.policy.fact.PolicyFact;

/// A role in a snapshot of the policy, with its patterns resolved to the actions declared so far.
///
/// @param actions one bit for each action's number
record Role(PolicyFact.Role fact, long[] actions) {
  static Role of(PolicyFact.Role fact, Actions actions) {
    return new Role(fact, actions.of(fact));
  }

  /// @param toProvider whether the one who asks acts for a provider
  boolean grants(int action, boolean toProvider) {
    return contains(action) && toProvider == fact.forProviders();
  }

  boolean contains(int action) {
    int word = action >> 6;
    return word < actions.length && (actions[word] >>> action & 1) != 0;
  }
}
