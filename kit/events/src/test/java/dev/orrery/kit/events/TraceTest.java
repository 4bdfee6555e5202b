package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  private static final String HEADER = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void readsAndWritesTheHeader() {
    assertThat(Traceparent.parse(HEADER).orElseThrow()).hasToString(HEADER);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\nx: y"
      })
  void aMalformedHeaderIsNoTrace(String header) {
    assertThat(Traceparent.parse(header)).isEmpty();
  }

  @Test
  void aChildKeepsTheTraceAndHasASpanOfItsOwn() {
    Traceparent parent = Traceparent.start();
    assertThat(parent.child().traceId()).isEqualTo(parent.traceId());
    assertThat(parent.child().spanId()).isNotEqualTo(parent.spanId());
  }

  @Test
  void theBoundTraceIsCurrentForTheWorkAndNoLonger() {
    Traceparent trace = Traceparent.start();
    assertThat(Trace.call(trace, Trace::current)).isEqualTo(trace);
    assertThat(Trace.current()).isNotEqualTo(trace);
  }
}
