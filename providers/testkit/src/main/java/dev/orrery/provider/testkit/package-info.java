/// Holds a provider to its contract: `Verify` from the command line, `ProviderContract` in JUnit.
@org.jspecify.annotations.NullMarked
package dev.orrery.provider.testkit;
