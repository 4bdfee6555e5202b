package dev.orrery.kit.testing;

/// Who a test or service is at PostgreSQL or NATS.
public record Login(String user, String password) {}
