package dev.orrery.gateway.planning.operation;

import dev.orrery.gateway.planning.plan.OperationKind;
import graphql.GraphQLError;
import graphql.language.Document;
import graphql.language.FragmentDefinition;
import graphql.language.OperationDefinition;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.validation.Validator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a client's document: parses it, validates it against the API, and picks the operation.
public final class OperationReader {
  private final ApiSchema api;

  public OperationReader(ApiSchema api) {
    this.api = api;
  }

  /// What reading came to.
  public sealed interface Reading {
    /// @param fragments by name
    record Read(
        OperationKind kind,
        OperationDefinition operation,
        Map<String, FragmentDefinition> fragments)
        implements Reading {}

    record SyntaxError(Problem problem) implements Reading {}

    record Invalid(List<Problem> problems) implements Reading {}

    record NoSuchOperation(Problem problem) implements Reading {}
  }

  /// A fault in a document; lines and columns count from 1, and 0 means unknown.
  public record Problem(String message, int line, int column) {
    static Problem of(String message, graphql.language.@Nullable SourceLocation at) {
      return new Problem(message, at == null ? 0 : at.getLine(), at == null ? 0 : at.getColumn());
    }
  }

  public Reading read(String document, @Nullable String operationName) {
    Document parsed;
    try {
      parsed = Parser.parse(document);
    } catch (InvalidSyntaxException e) {
      return new Reading.SyntaxError(Problem.of(String.valueOf(e.getMessage()), e.getLocation()));
    }
    var operations = parsed.getDefinitionsOfType(OperationDefinition.class);
    var fitting =
        operations.stream()
            .filter(o -> operationName == null || operationName.equals(o.getName()))
            .toList();
    if (fitting.isEmpty()) {
      return noOperation(
          operationName == null
              ? "The document holds no operation"
              : "Unknown operation named \"%s\"".formatted(operationName));
    }
    if (fitting.size() > 1 && operationName == null) {
      return noOperation("Must provide an operation name: the document holds several operations");
    }
    var errors = new Validator().validateDocument(api.schema(), parsed, Locale.ENGLISH);
    if (!errors.isEmpty()) {
      return new Reading.Invalid(errors.stream().map(OperationReader::problem).toList());
    }
    var operation = fitting.getFirst();
    var fragments = new LinkedHashMap<String, FragmentDefinition>();
    parsed
        .getDefinitionsOfType(FragmentDefinition.class)
        .forEach(f -> fragments.put(f.getName(), f));
    return new Reading.Read(kind(operation), operation, fragments);
  }

  private static Reading noOperation(String message) {
    return new Reading.NoSuchOperation(new Problem(message, 0, 0));
  }

  private static OperationKind kind(OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> OperationKind.QUERY;
      case MUTATION -> OperationKind.MUTATION;
      case SUBSCRIPTION -> OperationKind.SUBSCRIPTION;
    };
  }

  private static Problem problem(GraphQLError error) {
    var locations = error.getLocations();
    return Problem.of(
        error.getMessage(), locations == null || locations.isEmpty() ? null : locations.getFirst());
  }
}
