package dev.orrery.kit.subgraph.wiring;

import com.apollographql.federation.graphqljava.Federation;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.ErrorAnswers;
import dev.orrery.kit.subgraph.resource.Snapshot;
import graphql.GraphQL;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.AsyncSerialExecutionStrategy;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLSchema;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.TypeRuntimeWiring;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Builds the executable subgraph from its SDL and from what the features wire.
///
/// It refuses to start when a field has no code, or code has no field.
@ApplicationScoped
class SubgraphSchema {
  private static final Executor THREADS = Executors.newVirtualThreadPerTaskExecutor();

  private final String name;
  private final Wiring wiring;
  private final Loaders loaders;
  private final RefusalListener refusals;

  SubgraphSchema(
      @ConfigProperty(name = "orrery.subgraph.name") String name,
      ObjectMapper json,
      Instance<SubgraphPart> parts,
      RefusalListener refusals) {
    this.name = name;
    this.refusals = refusals;
    this.wiring = new Wiring(json);
    parts.forEach(part -> part.wire(wiring));
    this.loaders = new Loaders(wiring, THREADS);
  }

  @Produces
  @ApplicationScoped
  Loaders loaders() {
    return loaders;
  }

  @Produces
  @ApplicationScoped
  GraphQL graphQl() {
    ErrorAnswers errors = new ErrorAnswers();
    return GraphQL.newGraphQL(schema())
        .queryExecutionStrategy(new AsyncExecutionStrategy(errors))
        .mutationExecutionStrategy(new AsyncSerialExecutionStrategy(errors))
        .defaultDataFetcherExceptionHandler(errors)
        .build();
  }

  private GraphQLSchema schema() {
    TypeDefinitionRegistry registry = new SchemaParser().parse(read("common") + "\n" + read(name));
    Prefixes prefixes = Prefixes.of(registry);
    new WiringCheck(registry, wiring, name).check();
    Entities entities = new Entities(wiring, prefixes.byType(), loaders);
    return Federation.transform(registry, runtimeWiring(prefixes))
        .fetchEntities(entities::fetch)
        .resolveEntityType(environment ->
            environment
                .getSchema()
                .getObjectType(((Snapshot) environment.getObject()).text("__typename")))
        .build();
  }

  private RuntimeWiring runtimeWiring(Prefixes prefixes) {
    TypeResolver byPrefix =
        environment ->
            environment
                .getSchema()
                .getObjectType(
                    prefixes.type(
                        TypeId.parse(((Snapshot) environment.getObject()).text("id")).prefix()));
    RuntimeWiring.Builder runtime =
        RuntimeWiring.newRuntimeWiring()
            .scalar(Scalars.DATE_TIME)
            .scalar(Scalars.JSON)
            .scalar(Scalars.LABELS)
            .type(TypeRuntimeWiring.newTypeWiring("Node").typeResolver(byPrefix))
            .type(TypeRuntimeWiring.newTypeWiring("Resource").typeResolver(byPrefix))
            .codeRegistry(
                GraphQLCodeRegistry.newCodeRegistry()
                    .defaultDataFetcher(_ -> new SnapshotFetcher()));
    wiring.scalars().forEach(runtime::scalar);
    wiring
        .values()
        .keySet()
        .forEach(place ->
            runtime.type(
                TypeRuntimeWiring.newTypeWiring(place.type())
                    .dataFetcher(
                        place.field(), new ValueFetcher(place.type() + "." + place.field()))));
    wiring
        .fetchers()
        .forEach((place, fetcher) ->
            runtime.type(
                TypeRuntimeWiring.newTypeWiring(place.type())
                    .dataFetcher(place.field(), new BlockingFetcher(fetcher, loaders, refusals))));
    wiring
        .children()
        .keySet()
        .forEach(place ->
            runtime.type(
                TypeRuntimeWiring.newTypeWiring(place.type())
                    .dataFetcher(
                        place.field(), new ListFetcher(place.type() + "." + place.field()))));
    return runtime.build();
  }

  private static String read(String name) {
    String file = "/schemas/" + name + ".graphql";
    try (@Nullable InputStream in = SubgraphSchema.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(
            "no %s on the class path: is orrery-schemas a dependency?".formatted(file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
