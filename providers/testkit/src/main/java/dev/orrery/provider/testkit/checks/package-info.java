/// The rules of the provider contract, one method each. A class is a group, and gets a new instance
/// for each of its checks.
@org.jspecify.annotations.NullMarked
package dev.orrery.provider.testkit.checks;
