package dev.orrery.gateway.conformance.world;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error that `data.json` plants.
final class PlannedError extends RuntimeException implements GraphQLError {
  private static final long serialVersionUID = 1L;

  private final @Nullable String code;

  PlannedError(Map<?, ?> planted) {
    super(String.valueOf(planted.get("$error")));
    this.code = (String) planted.get("code");
  }

  @Override
  public List<SourceLocation> getLocations() {
    return List.of();
  }

  @Override
  public @Nullable ErrorClassification getErrorType() {
    return null;
  }

  @Override
  public Map<String, Object> getExtensions() {
    return code == null ? Map.of() : Map.of("code", code);
  }
}
