package dev.orrery.kit.subgraph.wiring;

import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.schema.DataFetcher;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLOutputType;
import graphql.schema.GraphQLTypeUtil;
import graphql.schema.PropertyDataFetcher;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;

/// Answers the fields that need no code: those of a snapshot, and the references among them.
///
/// A reference to an entity of this subgraph is loaded, in one batch with all its like; one to
/// another subgraph's becomes a stub, which the gateway completes.
record SnapshotFetcher() implements DataFetcher<@Nullable Object> {

  @Override
  public @Nullable Object get(DataFetchingEnvironment environment) throws Exception {
    String field = environment.getFieldDefinition().getName();
    if (!(environment.getSource() instanceof Snapshot snapshot)) {
      return PropertyDataFetcher.fetching(field).get(environment);
    }
    @Nullable Object value = snapshot.get(field);
    GraphQLOutputType type = environment.getFieldType();
    if (value == null || !(GraphQLTypeUtil.unwrapAll(type) instanceof GraphQLObjectType object)) {
      return value;
    }
    return switch (value) {
      case String id -> reference(environment, object, id);
      case Map<?, ?> copy when isEntity(object) && copy.get("id") instanceof String id ->
          reference(environment, object, id);
      case List<?> ids when ids.stream().allMatch(String.class::isInstance) ->
          references(environment, object, ids);
      default -> value;
    };
  }

  private static boolean isEntity(GraphQLObjectType type) {
    return type.hasAppliedDirective("key");
  }

  private Object reference(DataFetchingEnvironment environment, GraphQLNamedType type, String id) {
    @Nullable DataLoader<UUID, Snapshot> loader = environment.getDataLoader(type.getName());
    TypeId typed = TypeId.parse(id);
    return loader == null ? Entities.stub(type.getName(), typed) : loader.load(typed.uuid());
  }

  private Object references(
      DataFetchingEnvironment environment, GraphQLNamedType type, List<?> ids) {
    @Nullable DataLoader<UUID, Snapshot> loader = environment.getDataLoader(type.getName());
    return loader == null
        ? ids.stream()
            .map(id -> Entities.stub(type.getName(), TypeId.parse(id.toString())))
            .toList()
        : loader.loadMany(ids.stream().map(id -> TypeId.parse(id.toString()).uuid()).toList());
  }
}
