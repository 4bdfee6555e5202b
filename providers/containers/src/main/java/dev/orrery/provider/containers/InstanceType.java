package dev.orrery.provider.containers;

/// How large a machine is.
record InstanceType(int vcpus, int memoryMib) {}
