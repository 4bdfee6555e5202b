package dev.orrery.gateway.server.metrics;

import java.util.concurrent.atomic.LongAdder;

/// Durations, counted in buckets.
final class Histogram {
  private static final double[] SECONDS = {
    0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };

  private final LongAdder[] buckets = new LongAdder[SECONDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  Histogram() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  void add(long duration) {
    double seconds = duration / 1e9;
    int bucket = 0;
    while (bucket < SECONDS.length && seconds > SECONDS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    nanos.add(duration);
  }

  /// @param labels as [Text#labels] writes them; empty for none
  void write(Text text, String name, String labels) {
    String separator = labels.isEmpty() ? "" : ",";
    long count = 0;
    for (int i = 0; i < buckets.length; i++) {
      count += buckets[i].sum();
      String limit = i < SECONDS.length ? Text.number(SECONDS[i]) : "+Inf";
      text.value(name + "_bucket", labels + separator + Text.labels("le", limit), count);
    }
    text.value(name + "_sum", labels, nanos.sum() / 1e9);
    text.value(name + "_count", labels, count);
  }
}
