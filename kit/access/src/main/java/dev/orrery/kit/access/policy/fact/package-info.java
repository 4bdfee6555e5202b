/// What the stream `POLICY` says, message by message (`schemas/policy/`).
package dev.orrery.kit.access.policy.fact;
