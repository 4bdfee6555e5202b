package dev.orrery.gateway.conformance.world;

import dev.orrery.gateway.composition.sdl.FieldSet;
import graphql.language.BooleanValue;
import graphql.language.Directive;
import graphql.language.DirectivesContainer;
import graphql.language.Document;
import graphql.language.FieldDefinition;
import graphql.language.ImplementingTypeDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.SchemaDefinition;
import graphql.language.TypeName;
import graphql.language.UnionTypeDefinition;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What one subgraph's SDL says about who owns what, read by itself: no part of the gateway has a
/// say in it.
final class Contract {
  private static final Map<String, String> ROOTS =
      Map.of("query", "Query", "mutation", "Mutation", "subscription", "Subscription");

  private final String subgraph;
  private final FederationNames names;
  private final Map<String, String> roots = new HashMap<>();
  private final Map<String, List<Key>> keys = new HashMap<>();
  private final Map<String, Rules> fields = new LinkedHashMap<>();
  private final Map<String, Set<String>> interfaces = new HashMap<>();
  private final Map<String, String> fieldTypes = new HashMap<>();
  private final Set<String> typesNamed = new TreeSet<>();
  private final Set<String> interfaceObjects = new HashSet<>();
  private final Set<String> externalTypes = new HashSet<>();
  private final Set<String> keyFields = new HashSet<>();
  private final Map<String, Set<String>> contexts = new HashMap<>();

  /// @param resolvable whether `_entities` takes it
  record Key(FieldSet fields, boolean resolvable) {}

  /// @param overrides the subgraph that had the field before
  /// @param label when the override holds; always if null
  /// @param defaults of arguments that have one
  /// @param contextArguments selections on a context by argument, like `$name { field }`
  record Rules(
      boolean external,
      @Nullable FieldSet requires,
      @Nullable FieldSet provides,
      @Nullable String overrides,
      @Nullable String label,
      Map<String, @Nullable Object> defaults,
      Map<String, String> contextArguments) {}

  Contract(String subgraph, String sdl) {
    this.subgraph = subgraph;
    Document document = Parser.parse(sdl);
    document.getDefinitionsOfType(SchemaDefinition.class).stream()
        .flatMap(s -> s.getOperationTypeDefinitions().stream())
        .forEach(o -> roots.put(o.getTypeName().getName(), ROOTS.get(o.getName())));
    this.names = new FederationNames(document);
    for (var type : document.getDefinitionsOfType(ImplementingTypeDefinition.class)) {
      read(type);
    }
    for (var union : document.getDefinitionsOfType(UnionTypeDefinition.class)) {
      readContexts(union.getName(), union);
    }
    keys.forEach((type, all) -> all.forEach(key -> nameKeyFields(type, key.fields())));
  }

  private void read(ImplementingTypeDefinition<?> type) {
    String name = usual(type.getName());
    typesNamed.add(name);
    DirectivesContainer<?> directives = (DirectivesContainer<?>) type;
    for (Directive key : names.find(directives, "key")) {
      boolean resolvable =
          key.getArgument("resolvable") == null
              || ((BooleanValue) key.getArgument("resolvable").getValue()).isValue();
      keys.computeIfAbsent(name, _ -> new ArrayList<>())
          .add(new Key(set(key, "fields"), resolvable));
    }
    if (!names.find(directives, "interfaceObject").isEmpty()) {
      interfaceObjects.add(name);
    }
    if (!names.find(directives, "external").isEmpty()) {
      externalTypes.add(name);
    }
    readContexts(name, directives);
    type.getImplements()
        .forEach(i ->
            interfaces.computeIfAbsent(((TypeName) i).getName(), _ -> new TreeSet<>()).add(name));
    for (FieldDefinition field : type.getFieldDefinitions()) {
      read(name, field);
    }
  }

  private void readContexts(String type, DirectivesContainer<?> directives) {
    for (Directive context : names.find(directives, "context")) {
      contexts
          .computeIfAbsent(
              String.valueOf(FederationNames.text(context, "name")), _ -> new HashSet<>())
          .add(type);
    }
  }

  private void read(String type, FieldDefinition field) {
    Map<String, String> contextArguments = new LinkedHashMap<>();
    Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
    for (InputValueDefinition argument : field.getInputValueDefinitions()) {
      if (argument.getDefaultValue() != null) {
        defaults.put(argument.getName(), Literals.of(argument.getDefaultValue()));
      }
      for (Directive from : names.find(argument, "fromContext")) {
        contextArguments.put(
            argument.getName(), String.valueOf(FederationNames.text(from, "field")));
      }
    }
    List<Directive> override = names.find(field, "override");
    boolean external = !names.find(field, "external").isEmpty() || externalTypes.contains(type);
    fieldTypes.put(
        type + "." + field.getName(),
        graphql.language.AstPrinter.printAst(field.getType()).replaceAll("[\\[\\]!]", ""));
    fields.put(
        type + "." + field.getName(),
        new Rules(
            external,
            first(field, "requires"),
            first(field, "provides"),
            override.isEmpty() ? null : FederationNames.text(override.getFirst(), "from"),
            override.isEmpty() ? null : FederationNames.text(override.getFirst(), "label"),
            defaults,
            contextArguments));
  }

  private @Nullable FieldSet first(FieldDefinition field, String directive) {
    List<Directive> found = names.find(field, directive);
    return found.isEmpty() ? null : set(found.getFirst(), "fields");
  }

  private static FieldSet set(Directive directive, String argument) {
    return FieldSet.parse(String.valueOf(FederationNames.text(directive, argument)));
  }

  private void nameKeyFields(String type, FieldSet set) {
    for (FieldSet.Selection selection : set.selections()) {
      switch (selection) {
        case FieldSet.FieldSelection field -> {
          keyFields.add(type + "." + field.name());
          nameKeyFields(fieldTypes.getOrDefault(type + "." + field.name(), ""), field.selections());
        }
        case FieldSet.FragmentSelection fragment ->
            nameKeyFields(
                fragment.typeCondition() == null ? type : fragment.typeCondition(),
                fragment.selections());
      }
    }
  }

  String subgraph() {
    return subgraph;
  }

  /// The name by which clients know a type: only root types have another here.
  String usual(String type) {
    return roots.getOrDefault(type, type);
  }

  /// See [FederationNames#usual].
  String usualSdl(String sdl) {
    return names.usual(sdl);
  }

  boolean isVersion2() {
    return names.isVersion2();
  }

  List<Key> keys(String type) {
    return keys.getOrDefault(type, List.of());
  }

  /// Objects and interfaces that the SDL defines or extends.
  Set<String> typesNamed() {
    return typesNamed;
  }

  boolean isInterfaceObject(String type) {
    return interfaceObjects.contains(type);
  }

  /// Null for fields that the SDL does not have.
  @Nullable Rules rules(String type, String field) {
    return fields.get(type + "." + field);
  }

  Map<String, Rules> fields() {
    return fields;
  }

  /// The named type of a field, without lists; null for fields that the SDL does not have.
  @Nullable String fieldType(String type, String field) {
    return fieldTypes.get(type + "." + field);
  }

  /// Whether a key names the field, on its own or inside another object's.
  boolean isKeyField(String type, String field) {
    return keyFields.contains(type + "." + field);
  }

  /// The types that implement an interface here.
  Map<String, Set<String>> interfaces() {
    return interfaces;
  }

  /// The types that set a context, by its name.
  Map<String, Set<String>> contexts() {
    return contexts;
  }
}
