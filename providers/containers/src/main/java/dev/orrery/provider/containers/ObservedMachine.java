package dev.orrery.provider.containers;

import java.util.List;

/// `schemas/provider/compute-observed.json`.
record ObservedMachine(
    PowerState powerState,
    List<String> addresses,
    String hostname,
    String name,
    InstanceType instanceType,
    String image,
    String providerReference) {}
