package dev.orrery.provider.simulator;

/// How large a machine is.
record InstanceType(int vcpus, int memoryMib) {}
