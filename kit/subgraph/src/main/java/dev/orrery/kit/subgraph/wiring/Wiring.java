package dev.orrery.kit.subgraph.wiring;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.page.Page;
import dev.orrery.kit.subgraph.page.PageRequest;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.ResourceRow;
import dev.orrery.kit.subgraph.resource.ResourceStatus;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.schema.GraphQLScalarType;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Collects which code answers which fields, in the words of the graph's conventions.
public final class Wiring {
  private final ObjectMapper json;
  private final Map<Coordinates, Fetcher> fetchers = new HashMap<>();
  private final Map<Coordinates, Children> children = new HashMap<>();
  private final Map<String, EntityResolver> entities = new HashMap<>();
  private final Map<Coordinates, Values> values = new HashMap<>();
  private final Set<String> stubs = new HashSet<>();
  private final Set<GraphQLScalarType> scalars = new HashSet<>();

  Wiring(ObjectMapper json) {
    this.json = json;
  }

  /// A field's place in the graph: `Site.rooms`.
  record Coordinates(String type, String field) {}

  /// Lists below a parent, the same page of all parents' lists at once.
  @FunctionalInterface
  public interface Children {
    /// @return a page for each parent, empty ones included
    Map<UUID, Page> pages(Viewer viewer, PageRequest request, Collection<UUID> parents);
  }

  /// Finds a batch of entities that other subgraphs, or fields of this one, refer to.
  @FunctionalInterface
  public interface EntityResolver {
    /// An id missing from the answer, whether unknown or hidden, reaches the client as `null`.
    Map<UUID, Snapshot> resolve(Collection<UUID> ids, Viewer viewer);
  }

  /// An input as the class that codegen made of it.
  public <I> I read(Map<String, @Nullable Object> input, Class<I> inputType) {
    return json.convertValue(input, inputType);
  }

  /// Computes a field of many resources at once.
  @FunctionalInterface
  public interface Values {
    /// A resource missing from the answer gets `null`.
    Map<UUID, ?> of(Viewer viewer, Collection<UUID> resources);
  }

  public Wiring field(String type, String field, Fetcher fetcher) {
    if (fetchers.put(new Coordinates(type, field), fetcher) != null) {
      throw new IllegalStateException("two fetchers for %s.%s".formatted(type, field));
    }
    return this;
  }

  public Wiring query(String field, Fetcher fetcher) {
    return field("Query", field, fetcher);
  }

  public Wiring mutation(String field, Fetcher fetcher) {
    return field("Mutation", field, fetcher);
  }

  /// The root fields of one and of many, and the entity.
  public <R extends ResourceRow> Wiring resource(Resources<R> resources) {
    String name = resources.type().name();
    entity(name, resources::findAll);
    query(
        resources.type().singular(),
        request -> {
          UUID id = request.id("id");
          return resources.findAll(Set.of(id), request.viewer()).get(id);
        });
    return query(
        resources.type().plural(),
        request -> resources.page(request.viewer(), request.pageRequest()));
  }

  /// An entity with the prefix of its ids given by its `@prefix` in the SDL.
  public Wiring entity(String type, EntityResolver resolver) {
    entities.put(type, resolver);
    return this;
  }

  /// An entity that another service owns and this one adds fields to; it is taken to exist.
  public Wiring stub(String type) {
    stubs.add(type);
    return this;
  }

  /// The field of a parent that lists its children.
  ///
  /// @param parentField the field of the children that names the parent
  public <R extends ResourceRow> Wiring children(
      String parentType,
      String field,
      Resources<R> resources,
      String parentField,
      String parentColumn) {
    return children(
        parentType,
        field,
        (viewer, request, parents) ->
            resources.pages(viewer, request, parentField, parentColumn, parents));
  }

  public Wiring children(String parentType, String field, Children pages) {
    children.put(new Coordinates(parentType, field), pages);
    return this;
  }

  /// A field that is not in the snapshot, computed for all resources at the same place at once.
  public Wiring values(String type, String field, Values computation) {
    values.put(new Coordinates(type, field), computation);
    return this;
  }

  /// A scalar of this subgraph's own.
  public Wiring scalar(GraphQLScalarType scalar) {
    scalars.add(scalar);
    return this;
  }

  /// `createX(input)`.
  public <R extends ResourceRow, I> Wiring create(
      Resources<R> resources, Class<I> inputType, Creation<R, I> creation) {
    return create(resources, inputType, ResourceStatus.ACTIVE, creation);
  }

  /// `createX(input)` for a resource that begins its life with a status.
  public <R extends ResourceRow, I> Wiring create(
      Resources<R> resources, Class<I> inputType, ResourceStatus status, Creation<R, I> creation) {
    return create("create" + resources.type().name(), resources, inputType, status, creation);
  }

  /// Another way for a resource to come into the record: `adoptX(input)`.
  public <R extends ResourceRow, I> Wiring create(
      String operation,
      Resources<R> resources,
      Class<I> inputType,
      ResourceStatus status,
      Creation<R, I> creation) {
    return mutation(
        operation,
        request -> {
          Viewer viewer = request.viewer();
          I input = read(request.input(), inputType);
          return payload(
              resources,
              resources.create(
                  viewer,
                  operation,
                  request.input(),
                  status,
                  (transaction, header) -> creation.make(transaction, viewer, header, input)));
        });
  }

  /// `updateX(input)`.
  public <R extends ResourceRow, I> Wiring update(
      Resources<R> resources, Class<I> inputType, Update<R, I> update) {
    return transition("update" + resources.type().name(), "updated", resources, inputType, update);
  }

  /// A mutation that changes one resource: `startX(input)` with the event `x.started`.
  public <R extends ResourceRow, I> Wiring transition(
      String mutation,
      String verb,
      Resources<R> resources,
      Class<I> inputType,
      Update<R, I> update) {
    return mutation(
        mutation,
        request -> {
          Viewer viewer = request.viewer();
          I input = read(request.input(), inputType);
          return payload(
              resources,
              resources.update(
                  viewer,
                  mutation,
                  request.input(),
                  verb,
                  (transaction, row) -> update.apply(transaction, viewer, row, input)));
        });
  }

  /// `deleteX(input)` for what is gone at once.
  public <R extends ResourceRow> Wiring delete(
      Resources<R> resources, Resources.Blockers<? super R> blockers) {
    return deletion("delete" + resources.type().name(), resources, blockers);
  }

  /// A mutation with a name of its own that removes a resource: `releaseX(input)`.
  public <R extends ResourceRow> Wiring deletion(
      String operation, Resources<R> resources, Resources.Blockers<? super R> blockers) {
    return mutation(
        operation,
        request ->
            payload(
                resources,
                resources.delete(request.viewer(), operation, request.input(), blockers)));
  }

  private static <R extends ResourceRow> Answer<Map<String, Object>> payload(
      Resources<R> resources, Answer<Snapshot> answer) {
    return answer.then(snapshot -> Answer.granted(Map.of(resources.type().singular(), snapshot)));
  }

  Map<Coordinates, Fetcher> fetchers() {
    return fetchers;
  }

  Map<Coordinates, Children> children() {
    return children;
  }

  Map<Coordinates, Values> values() {
    return values;
  }

  Set<GraphQLScalarType> scalars() {
    return scalars;
  }

  Map<String, EntityResolver> entities() {
    return entities;
  }

  Set<String> stubs() {
    return stubs;
  }

  /// Makes the row of a new resource, or says why not.
  @FunctionalInterface
  public interface Creation<R, I> {
    Answer<R> make(Transaction transaction, Viewer viewer, ResourceHeader header, I input);
  }

  /// Changes a locked row, or says why not.
  @FunctionalInterface
  public interface Update<R, I> {
    Answer<R> apply(Transaction transaction, Viewer viewer, R row, I input);
  }
}
