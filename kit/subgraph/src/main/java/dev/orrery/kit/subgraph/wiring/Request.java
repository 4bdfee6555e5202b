package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.access.InvalidTokenException;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.page.PageRequest;
import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.schema.DataFetchingEnvironment;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a field was asked for, and by whom.
public final class Request {
  private final DataFetchingEnvironment environment;

  Request(DataFetchingEnvironment environment) {
    this.environment = environment;
  }

  /// @throws InvalidTokenException when the request carried no token
  public Viewer viewer() {
    return viewer(environment);
  }

  static Viewer viewer(DataFetchingEnvironment environment) {
    @Nullable Viewer viewer = environment.getGraphQlContext().get(Viewer.class);
    if (viewer == null) {
      throw InvalidTokenException.absent();
    }
    return viewer;
  }

  public Map<String, @Nullable Object> arguments() {
    return arguments(environment);
  }

  @SuppressWarnings("NullAway") // graphql-java does not say that a value may be null
  private static Map<String, @Nullable Object> arguments(DataFetchingEnvironment environment) {
    return environment.getArguments();
  }

  /// The field's name, for a mutation the operation: `setPassword`.
  public String field() {
    return environment.getField().getName();
  }

  /// An argument that the SDL demands.
  public String text(String argument) {
    Object value = Objects.requireNonNull(environment.getArgument(argument), argument);
    return value.toString();
  }

  /// An id that the SDL demands; its prefix was checked before.
  public UUID id(String argument) {
    return TypeId.parse(text(argument)).uuid();
  }

  /// The argument `input` as given: absent fields are absent, others may be `null`.
  public Map<String, @Nullable Object> input() {
    return Objects.requireNonNull(environment.getArgument("input"), "input");
  }

  public PageRequest pageRequest() {
    return pageRequest(environment);
  }

  static PageRequest pageRequest(DataFetchingEnvironment environment) {
    return PageRequest.of(
        arguments(environment), environment.getSelectionSet().contains("totalCount"));
  }

  /// The resource whose field this is.
  public Snapshot source() {
    return Objects.requireNonNull(environment.getSource(), "a root field has no source");
  }

  /// Whether the client wants a field below this one: `addresses/nodes/address`.
  public boolean selects(String pattern) {
    return environment.getSelectionSet().contains(pattern);
  }
}
