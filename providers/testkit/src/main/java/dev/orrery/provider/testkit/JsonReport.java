package dev.orrery.provider.testkit;

import dev.orrery.provider.testkit.bench.Json;
import java.util.List;

/// The verdicts for machines.
final class JsonReport {
  private JsonReport() {}

  static byte[] of(Verdicts verdicts, List<String> command) {
    var root = Json.object();
    root.put("contract", 1);
    root.set("command", Json.tree(command));
    root.put("certified", verdicts.certified());
    root.put("effectsJudged", verdicts.verifiable());
    root.put("allChecks", verdicts.whole());
    for (var kind : Verdict.Kind.values()) {
      root.put(word(kind), verdicts.of(kind).size());
    }
    var checks = root.putArray("checks");
    for (var verdict : verdicts.all()) {
      checks
          .addObject()
          .put("name", verdict.check().name())
          .put("clause", verdict.check().clause().words())
          .put("verdict", word(verdict.kind()))
          .put("reason", verdict.reason())
          .put("millis", verdict.took().toMillis());
    }
    return Json.bytes(root);
  }

  private static String word(Verdict.Kind kind) {
    return switch (kind) {
      case PASSED -> "passed";
      case FAILED -> "failed";
      case NOT_APPLICABLE -> "notApplicable";
      case BROKEN -> "broken";
    };
  }
}
