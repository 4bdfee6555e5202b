package dev.orrery.gateway.execution.operation;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import graphql.GraphQLError;
import graphql.language.Document;
import graphql.language.OperationDefinition;
import graphql.language.SourceLocation;
import graphql.parser.InvalidSyntaxException;
import graphql.parser.Parser;
import graphql.parser.ParserEnvironment;
import graphql.parser.ParserOptions;
import graphql.parser.exceptions.ParseCancelledException;
import graphql.schema.GraphQLSchema;
import graphql.validation.Validator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a document and refuses what is too large, not valid, or not there, in the order of what
/// each check costs.
public final class DocumentReader {
  private final GraphQLSchema schema;
  private final OperationLimits limits;
  private final ParserOptions options;

  /// What reading came to.
  public sealed interface Reading {
    record Valid(Document document, OperationDefinition operation) implements Reading {}

    record Invalid(List<GraphQlError> errors) implements Reading {}
  }

  public DocumentReader(GraphQLSchema apiSchema, OperationLimits limits) {
    this.schema = apiSchema;
    this.limits = limits;
    this.options =
        ParserOptions.newParserOptions()
            .captureIgnoredChars(false)
            .captureLineComments(false)
            .captureSourceLocation(true)
            .maxTokens(limits.tokens())
            .build();
  }

  public Reading read(String query, @Nullable String operationName) {
    Document document;
    try {
      document =
          Parser.parse(
              ParserEnvironment.newParserEnvironment()
                  .document(query)
                  .parserOptions(options)
                  .build());
    } catch (ParseCancelledException e) {
      return invalid(
          ErrorCode.QUERY_TOO_COMPLEX,
          "The document is too large: %d tokens are allowed.".formatted(limits.tokens()));
    } catch (InvalidSyntaxException e) {
      return new Reading.Invalid(
          List.of(
              new GraphQlError(
                  "The document is no GraphQL: %s".formatted(e.getMessage()),
                  List.of(),
                  locations(e.getLocation() == null ? List.of() : List.of(e.getLocation())),
                  Map.of("code", ErrorCode.GRAPHQL_PARSE_FAILED.name()))));
    }
    Optional<GraphQlError> tooLarge = OperationSize.check(document, limits);
    if (tooLarge.isPresent()) {
      return new Reading.Invalid(List.of(tooLarge.get()));
    }
    var problems = new Validator().validateDocument(schema, document, Locale.ENGLISH);
    if (!problems.isEmpty()) {
      return new Reading.Invalid(problems.stream().map(DocumentReader::validation).toList());
    }
    return operation(document, operationName);
  }

  private static Reading operation(Document document, @Nullable String name) {
    var operations = document.getDefinitionsOfType(OperationDefinition.class);
    if (name == null || name.isEmpty()) {
      return switch (operations.size()) {
        case 0 -> invalid(ErrorCode.OPERATION_RESOLUTION_FAILURE, "The document has no operation.");
        case 1 -> new Reading.Valid(document, operations.getFirst());
        default ->
            invalid(
                ErrorCode.OPERATION_RESOLUTION_FAILURE,
                "The document has several operations: operationName must say which one to run.");
      };
    }
    for (OperationDefinition operation : operations) {
      if (Objects.equals(operation.getName(), name)) {
        return new Reading.Valid(document, operation);
      }
    }
    return invalid(
        ErrorCode.OPERATION_RESOLUTION_FAILURE, "The document has no operation of the given name.");
  }

  private static Reading invalid(ErrorCode code, String message) {
    return new Reading.Invalid(List.of(GraphQlError.of(code, message)));
  }

  private static GraphQlError validation(GraphQLError problem) {
    List<SourceLocation> locations = problem.getLocations();
    return new GraphQlError(
        problem.getMessage(),
        List.of(),
        locations(locations == null ? List.of() : locations),
        Map.of("code", ErrorCode.GRAPHQL_VALIDATION_FAILED.name()));
  }

  private static List<GraphQlError.Location> locations(List<SourceLocation> locations) {
    return locations.stream()
        .filter(l -> l.getLine() > 0)
        .map(l -> new GraphQlError.Location(l.getLine(), l.getColumn()))
        .toList();
  }
}
