package dev.orrery.kit.access.policy.model;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.orrery.kit.access.Target;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// What conditions mean, by CEL's own interpreter.
final class Meaning {
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setStandardMacros(CelStandardMacro.HAS)
          .addVar("subject.id", SimpleType.STRING)
          .addVar("resource.labels", MapType.create(SimpleType.STRING, SimpleType.STRING))
          .addVar("now", SimpleType.TIMESTAMP)
          .build();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();
  private static final Map<String, CelRuntime.Program> PROGRAMS = new ConcurrentHashMap<>();

  private Meaning() {}

  static boolean holds(@Nullable String condition, String subject, Target target, Instant now) {
    return condition == null || holds(condition, subject, target.labels(), now);
  }

  /// What fails does not hold.
  static boolean holds(String condition, String subject, Map<String, String> labels, Instant now) {
    try {
      return Boolean.TRUE.equals(
          PROGRAMS
              .computeIfAbsent(condition, Meaning::program)
              .eval(Map.of("subject.id", subject, "resource.labels", labels, "now", now)));
    } catch (CelEvaluationException _) {
      return false;
    }
  }

  private static CelRuntime.Program program(String condition) {
    try {
      return RUNTIME.createProgram(COMPILER.compile(condition).getAst());
    } catch (CelValidationException | CelEvaluationException broken) {
      throw new IllegalStateException(condition, broken);
    }
  }
}
