package dev.orrery.bench.gateway.report;

import dev.orrery.bench.gateway.run.Contender.Deduplication;
import java.util.List;

/// Requests per second as bars, one group for each mode of de-duplication.
final class Plot {
  private static final int LEFT = 290;
  private static final int WIDTH = 900;
  private static final int BAR = 20;
  private static final int STEP = 28;

  private final StringBuilder svg = new StringBuilder();
  private int y = 30;

  private Plot() {}

  static String of(List<Outcome.Measured> ranked) {
    Plot plot = new Plot();
    double most = ranked.stream().mapToDouble(each -> each.reading().requests()).max().orElse(1);
    for (Deduplication mode : Deduplication.values()) {
      List<Outcome.Measured> group =
          ranked.stream().filter(each -> each.contender().deduplication() == mode).toList();
      if (!group.isEmpty()) {
        plot.title("De-duplication: %s".formatted(mode));
        group.forEach(each -> plot.bar(each, most));
        plot.y += 14;
      }
    }
    return plot.document();
  }

  private void title(String text) {
    svg.append(
        "<text x='10' y='%d' font-weight='bold'>%s (requests per second)</text>\n"
            .formatted(y, text));
    y += 12;
  }

  private void bar(Outcome.Measured outcome, double most) {
    String name = outcome.contender().name();
    double requests = outcome.reading().requests();
    int width = (int) Math.max(1, requests / most * (WIDTH - LEFT - 230));
    String color = name.equals("Orrery") ? "#2f6fde" : "#9aa5b1";
    int text = y + BAR - 5;
    svg.append("<text x='%d' y='%d' text-anchor='end'>%s</text>\n".formatted(LEFT - 8, text, name));
    svg.append(
        "<rect x='%d' y='%d' width='%d' height='%d' rx='2' fill='%s'/>\n"
            .formatted(LEFT, y, width, BAR, color));
    svg.append(
        "<text x='%d' y='%d'>%,.0f · %.2f ms CPU · %.1f calls</text>\n"
            .formatted(
                LEFT + width + 6,
                text,
                requests,
                outcome.reading().cpu(),
                outcome.reading().calls()));
    y += STEP;
  }

  private String document() {
    return """
    <svg xmlns='http://www.w3.org/2000/svg' width='%1$d' height='%2$d' viewBox='0 0 %1$d %2$d' \
    font-family='system-ui, sans-serif' font-size='13' fill='#1f2933'>
    <rect width='100%%' height='100%%' fill='white'/>
    %3$s</svg>
    """
        .formatted(WIDTH, y, svg);
  }
}
