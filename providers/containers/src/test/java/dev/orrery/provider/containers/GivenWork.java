package dev.orrery.provider.containers;

import dev.orrery.provider.Secrets;
import dev.orrery.provider.Work;
import java.time.Instant;
import java.util.Optional;

/// An order as a test wants it.
record GivenWork(String resourceId, long generation, String operationToken) implements Work {
  static final String ORGANIZATION = "org_01h455vb4pex5vsknk084sn02q";

  @Override
  public String kind() {
    return "compute";
  }

  @Override
  public Optional<String> organization() {
    return Optional.of(ORGANIZATION);
  }

  @Override
  public long fencingToken() {
    return generation;
  }

  @Override
  public int attempt() {
    return 1;
  }

  @Override
  public Optional<Instant> deadline() {
    return Optional.empty();
  }

  @Override
  public Optional<String> traceparent() {
    return Optional.empty();
  }

  @Override
  public boolean cancelled() {
    return false;
  }

  @Override
  public Secrets secrets() {
    return Secrets.none();
  }

  @Override
  public void log(String line) {}

  @Override
  public void progress(int percent, String message) {}
}
