package dev.orrery.gateway.server.metrics;

import java.math.BigDecimal;

/// The text format of Prometheus.
final class Text {
  private final StringBuilder out = new StringBuilder(4096);

  void head(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  void value(String name, String label, String value, double number) {
    value(name, labels(label, value), number);
  }

  /// @param labels as [#labels] writes them; empty for none
  void value(String name, String labels, double number) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(number(number)).append('\n');
  }

  static String number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? String.valueOf((long) number)
        : BigDecimal.valueOf(number).toPlainString();
  }

  /// @param pairs name, value, name, value
  static String labels(String... pairs) {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      labels.append(i == 0 ? "" : ",").append(pairs[i]).append("=\"");
      labels.append(pairs[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
      labels.append('"');
    }
    return labels.toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
