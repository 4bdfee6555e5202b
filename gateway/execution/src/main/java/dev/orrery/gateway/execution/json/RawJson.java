package dev.orrery.gateway.execution.json;

/// Bytes that are JSON already.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, written as they are
public record RawJson(byte[] bytes) {}
