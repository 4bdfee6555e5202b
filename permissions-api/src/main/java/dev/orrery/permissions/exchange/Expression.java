package dev.orrery.permissions.exchange;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a trusted issuer's claims are turned into, in CEL (https://cel.dev) over `claims`, a map of
/// them: `claims.email`, `has(claims.groups) && "ops" in claims.groups`.
///
/// One that takes too long to go through, or meets a claim that is not there, has no result.
enum Expression {
  /// Whether somebody gets in.
  CONDITION(CelKind.BOOL),
  /// The e-mail address or the id of who gets in.
  SUBJECT(CelKind.STRING),
  /// The actions that the token is for.
  ACTIONS(CelKind.LIST);

  static final int LONGEST = 2_000;

  private static final CelOptions BOUNDED =
      CelOptions.current()
          .comprehensionMaxIterations(1_000)
          .maxExpressionCodePointSize(LONGEST)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(BOUNDED).build();

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(BOUNDED)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .addVar("claims", MapType.create(SimpleType.STRING, SimpleType.DYN))
          .build();

  private final CelKind result;

  Expression(CelKind result) {
    this.result = result;
  }

  /// Why a text is no such expression.
  Optional<String> problem(String text) {
    try {
      CelKind kind = COMPILER.compile(text).getAst().getResultType().kind();
      return kind == CelKind.DYN || kind == result
          ? Optional.empty()
          : Optional.of("it results in %s, not in %s".formatted(kind, result));
    } catch (CelValidationException invalid) {
      return Optional.of(String.valueOf(invalid.getMessage()));
    }
  }

  boolean holds(@Nullable String text, Map<String, Object> claims) {
    return text == null || Boolean.TRUE.equals(result(text, claims));
  }

  Optional<String> text(String text, Map<String, Object> claims) {
    return result(text, claims) instanceof String value ? Optional.of(value) : Optional.empty();
  }

  Optional<List<String>> texts(String text, Map<String, Object> claims) {
    return result(text, claims) instanceof List<?> list
            && list.stream().allMatch(String.class::isInstance)
        ? Optional.of(list.stream().map(String::valueOf).toList())
        : Optional.empty();
  }

  private @Nullable Object result(String text, Map<String, Object> claims) {
    try {
      return RUNTIME.createProgram(COMPILER.compile(text).getAst()).eval(Map.of("claims", claims));
    } catch (CelValidationException | CelEvaluationException | IllegalArgumentException none) {
      return null;
    }
  }
}
