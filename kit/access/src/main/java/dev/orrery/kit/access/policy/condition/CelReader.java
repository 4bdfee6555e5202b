package dev.orrery.kit.access.policy.condition;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads conditions: CEL's own parser and type checker first, then a look at every part whether it
/// is one that a condition can use.
final class CelReader {
  private static final String SUBJECT_ID = "subject.id";
  private static final String LABELS = "resource.labels";
  private static final String NOW = "now";
  private static final int DEEPEST = 32;

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(
              CelOptions.current()
                  .maxExpressionCodePointSize(Condition.LONGEST)
                  .maxParseRecursionDepth(DEEPEST)
                  .build())
          .setStandardMacros(CelStandardMacro.HAS)
          .addVar(SUBJECT_ID, SimpleType.STRING)
          .addVar(LABELS, MapType.create(SimpleType.STRING, SimpleType.STRING))
          .addVar(NOW, SimpleType.TIMESTAMP)
          .build();

  private final CelAbstractSyntaxTree tree;

  private CelReader(CelAbstractSyntaxTree tree) {
    this.tree = tree;
  }

  /// @throws ConditionRefused when the text is no condition
  static Clause read(String text) {
    CelAbstractSyntaxTree tree;
    try {
      tree = COMPILER.compile(text).getAst();
    } catch (CelValidationException invalid) {
      throw refused(invalid);
    }
    if (tree.getResultType().kind() != CelKind.BOOL) {
      throw new ConditionRefused(
          "1:1: it comes to %s, and must come to true or false"
              .formatted(tree.getResultType().name()));
    }
    return new CelReader(tree).clause(tree.getExpr());
  }

  private static ConditionRefused refused(CelValidationException invalid) {
    List<CelIssue> errors = invalid.getErrors();
    if (errors.isEmpty()) {
      return new ConditionRefused(String.valueOf(invalid.getMessage()));
    }
    CelIssue first = errors.getFirst();
    CelSourceLocation at = first.getSourceLocation();
    return new ConditionRefused(
        "%d:%d: %s".formatted(at.getLine(), at.getColumn() + 1, first.getMessage()));
  }

  private Clause clause(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT -> new Clause.Known(Truth.of(expression.constant().booleanValue()));
      case SELECT -> {
        requireLabels(expression.select().operand());
        yield new Clause.HasLabel(literal(expression, expression.select().field()));
      }
      case CALL -> call(expression);
      case NOT_SET, IDENT, LIST, STRUCT, MAP, COMPREHENSION -> throw unusable(expression);
    };
  }

  private Clause call(CelExpr expression) {
    CelCall call = expression.call();
    List<CelExpr> parts = parts(call);
    switch (call.function()) {
      case "!_" -> {
        return new Clause.Not(clause(parts.getFirst()));
      }
      case "_&&_" -> {
        return new Clause.And(clause(parts.getFirst()), clause(parts.getLast()));
      }
      case "_||_" -> {
        return new Clause.Or(clause(parts.getFirst()), clause(parts.getLast()));
      }
      case "@in", "_in_", "in" -> {
        return in(expression, parts.getFirst(), parts.getLast());
      }
      default -> {
        return comparison(expression, call.function(), parts);
      }
    }
  }

  private static List<CelExpr> parts(CelCall call) {
    return call.target().isPresent()
        ? Stream.concat(call.target().stream(), call.args().stream()).toList()
        : call.args();
  }

  private Clause in(CelExpr whole, CelExpr one, CelExpr many) {
    if (many.getKind() == Kind.IDENT) {
      requireLabels(many);
      return new Clause.HasLabel(word(one));
    }
    if (many.getKind() != Kind.LIST) {
      throw unusable(whole);
    }
    List<CelExpr> elements = many.list().elements();
    if (kind(one) == CelKind.STRING) {
      elements.forEach(element -> {
        if (word(element).hasLabels()) {
          throw refused(element, "a list cannot have labels in it");
        }
      });
      return new Clause.OneOf(word(one), elements.stream().map(this::word).toList());
    }
    Part part = part(one).orElseThrow(() -> unusable(whole));
    Set<Long> numbers = elements.stream().map(this::number).collect(Collectors.toSet());
    return new Clause.PartOfNowIn(part.part, part.zone, numbers);
  }

  private Clause comparison(CelExpr whole, String function, List<CelExpr> parts) {
    if (parts.size() != 2) {
      throw unusable(whole);
    }
    CelExpr one = parts.getFirst();
    CelExpr other = parts.getLast();
    return switch (kind(one)) {
      case STRING -> match(whole, function, one, other);
      case TIMESTAMP -> {
        Order order = order(whole, function);
        yield isNow(one)
            ? new Clause.Now(order, moment(other))
            : new Clause.Now(order.mirrored(), isNow(other) ? moment(one) : moment(other));
      }
      case INT -> {
        Order order = order(whole, function);
        Optional<Part> part = part(one);
        yield part.isPresent()
            ? part.get().compared(order, number(other))
            : part(other).orElseThrow(() -> unusable(one)).compared(order.mirrored(), number(one));
      }
      default -> throw unusable(whole);
    };
  }

  private Clause match(CelExpr whole, String function, CelExpr one, CelExpr other) {
    if (function.equals(Order.NOT_EQUAL.function)) {
      return new Clause.Not(new Clause.Matches(Match.EQUAL, word(one), word(other)));
    }
    return Arrays.stream(Match.values())
        .filter(match -> match.function.equals(function))
        .findFirst()
        .map(match -> new Clause.Matches(match, word(one), word(other)))
        .orElseThrow(() -> unusable(whole));
  }

  private Order order(CelExpr whole, String function) {
    return Arrays.stream(Order.values())
        .filter(order -> order.function.equals(function))
        .findFirst()
        .orElseThrow(() -> unusable(whole));
  }

  private Word word(CelExpr expression) {
    return switch (expression.getKind()) {
      case CONSTANT -> literal(expression, expression.constant().stringValue());
      case IDENT -> {
        if (!name(expression).equals(SUBJECT_ID)) {
          throw unusable(expression);
        }
        yield new Word.SubjectId();
      }
      case SELECT -> {
        requireLabels(expression.select().operand());
        yield new Word.Label(literal(expression, expression.select().field()));
      }
      case CALL -> {
        CelCall call = expression.call();
        if (!call.function().equals("_[_]")) {
          throw unusable(expression);
        }
        requireLabels(call.args().getFirst());
        yield new Word.Label(word(call.args().getLast()));
      }
      case NOT_SET, LIST, STRUCT, MAP, COMPREHENSION -> throw unusable(expression);
    };
  }

  /// PostgreSQL has no such character in its texts, so no label has it either.
  private Word literal(CelExpr expression, String text) {
    if (text.indexOf('\0') >= 0) {
      throw refused(expression, "the character U+0000 is in no text");
    }
    return new Word.Literal(text);
  }

  private void requireLabels(CelExpr expression) {
    if (expression.getKind() != Kind.IDENT || !name(expression).equals(LABELS)) {
      throw unusable(expression);
    }
  }

  private static boolean isNow(CelExpr expression) {
    return expression.getKind() == Kind.IDENT && name(expression).equals(NOW);
  }

  /// As it is declared, `subject.id` in one.
  private static String name(CelExpr expression) {
    return expression.ident().name();
  }

  private Instant moment(CelExpr expression) {
    if (expression.getKind() == Kind.CALL
        && expression.call().function().equals("timestamp")
        && expression.call().args().getFirst().getKind() == Kind.CONSTANT
        && kind(expression.call().args().getFirst()) == CelKind.STRING) {
      String text = expression.call().args().getFirst().constant().stringValue();
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeParseException senseless) {
        throw refused(expression, "'%s' is no time such as 2026-11-21T12:00:00Z".formatted(text));
      }
    }
    throw refused(
        expression, "'now' can be compared with times such as timestamp(\"2026-11-21T12:00:00Z\")");
  }

  private long number(CelExpr expression) {
    if (expression.getKind() == Kind.CONSTANT
        && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE) {
      return expression.constant().int64Value();
    }
    throw refused(expression, "a part of the time can be compared with whole numbers");
  }

  private record Part(TimePart part, ZoneId zone) {
    Clause compared(Order order, long number) {
      return new Clause.PartOfNow(part, zone, order, number);
    }
  }

  private Optional<Part> part(CelExpr expression) {
    if (expression.getKind() != Kind.CALL
        || expression.call().target().filter(CelReader::isNow).isEmpty()) {
      return Optional.empty();
    }
    CelCall call = expression.call();
    return Arrays.stream(TimePart.values())
        .filter(part -> part.function.equals(call.function()))
        .findFirst()
        .map(part -> new Part(part, zone(call)));
  }

  private ZoneId zone(CelCall call) {
    if (call.args().isEmpty()) {
      return ZoneOffset.UTC;
    }
    CelExpr given = call.args().getFirst();
    if (given.getKind() == Kind.CONSTANT) {
      String name = given.constant().stringValue();
      if (ZoneId.getAvailableZoneIds().contains(name) || name.matches("[+-]\\d\\d:\\d\\d")) {
        try {
          return ZoneId.of(name);
        } catch (DateTimeException _) {
          throw refused(given, "'%s' is no time zone".formatted(name));
        }
      }
    }
    throw refused(given, "write a time zone such as \"Europe/Berlin\" or \"+01:00\"");
  }

  private CelKind kind(CelExpr expression) {
    return tree.getType(expression.id()).map(type -> type.kind()).orElse(CelKind.ERROR);
  }

  private ConditionRefused unusable(CelExpr expression) {
    String what =
        switch (expression.getKind()) {
          case CALL -> "'%s'".formatted(expression.call().function().replace("_", ""));
          case IDENT -> "'%s'".formatted(name(expression));
          case CONSTANT, NOT_SET, SELECT, LIST, STRUCT, MAP, COMPREHENSION -> "this";
        };
    return refused(
        expression,
        what
            + " cannot be used here: a condition compares texts with == != in startsWith endsWith"
            + " contains, and 'now' or its parts with times and numbers");
  }

  private ConditionRefused refused(CelExpr expression, String why) {
    CelSource source = tree.getSource();
    return Optional.ofNullable(source.getPositionsMap().get(expression.id()))
        .flatMap(source::getOffsetLocation)
        .map(at ->
            new ConditionRefused("%d:%d: %s".formatted(at.getLine(), at.getColumn() + 1, why)))
        .orElseGet(() -> new ConditionRefused(why));
  }
}
