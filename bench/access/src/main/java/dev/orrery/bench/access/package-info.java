/// What the policy costs: `bench/access/run`.
package dev.orrery.bench.access;
