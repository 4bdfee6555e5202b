/// What a provider does so that the testkit can judge its effects: the verification protocol.
@org.jspecify.annotations.NullMarked
package dev.orrery.provider.verification;
