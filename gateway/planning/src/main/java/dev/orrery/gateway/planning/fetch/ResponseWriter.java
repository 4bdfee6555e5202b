package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.operation.ApiSchema;
import dev.orrery.gateway.planning.operation.Budget;
import dev.orrery.gateway.planning.operation.NormalField;
import dev.orrery.gateway.planning.operation.NormalObject;
import dev.orrery.gateway.planning.path.Position;
import dev.orrery.gateway.planning.path.Slot;
import dev.orrery.gateway.planning.plan.OutputType;
import dev.orrery.gateway.planning.plan.ResponseField;
import dev.orrery.gateway.planning.plan.ResponseObject;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Says how the data tree becomes the response.
final class ResponseWriter {
  private final ApiSchema api;
  private final DataKeys keys;
  private final Map<Slot, NormalField> origins;
  private final Budget budget;

  ResponseWriter(ApiSchema api, DataKeys keys, Map<Slot, NormalField> origins, Budget budget) {
    this.budget = budget;
    this.api = api;
    this.keys = keys;
    this.origins = origins;
  }

  /// @param at where the object's data lie; null where no fetch of the plan brings them
  ///   (introspection, or types that cannot occur)
  ResponseObject object(NormalObject object, List<String> possibleTypes, @Nullable Position at) {
    var fields = new ArrayList<ResponseField>();
    for (var field : object.fields()) {
      budget.spend();
      var types = field.onTypes().stream().filter(possibleTypes::contains).toList();
      if (types.isEmpty()) {
        continue;
      }
      if (field.name().equals(NormalField.TYPENAME)) {
        var type = new OutputType.NonNull(new OutputType.Scalar("String"));
        fields.add(
            new ResponseField(
                field.responseKey(),
                NormalField.TYPENAME,
                field.name(),
                types,
                field.condition(),
                type,
                null));
      } else {
        fields.addAll(merged(fields(field, types, at)));
      }
    }
    return new ResponseObject(
        object.type(),
        possibleTypes,
        fields,
        object.deniedTypes().stream().filter(possibleTypes::contains).toList());
  }

  private List<ResponseField> fields(NormalField field, List<String> types, @Nullable Position at) {
    var fields = new ArrayList<ResponseField>();
    var slots = at == null ? List.<Slot>of() : slots(field, at);
    var open = new ArrayList<>(types);
    for (var slot : slots) {
      var own = slot.isNarrowed() ? List.of(slot.parentType()) : List.copyOf(types);
      open.removeAll(own);
      var key = keys.find(slot);
      fields.addAll(typed(field, own, key == null ? field.responseKey() : key, slot.child()));
    }
    var noKey = field.isDenied() ? ResponseField.NO_DATA : field.responseKey();
    fields.addAll(typed(field, open, noKey, null));
    return fields;
  }

  private List<Slot> slots(NormalField field, Position at) {
    return at.slots().stream().filter(slot -> origins.get(slot) == field).toList();
  }

  private List<ResponseField> typed(
      NormalField field, List<String> types, String dataKey, @Nullable Position below) {
    var byType = new LinkedHashMap<String, List<String>>();
    for (var type : types) {
      var text = GraphQLTypeUtil.simplePrint(api.field(type, field.name()).getType());
      byType.computeIfAbsent(text, _ -> new ArrayList<>()).add(type);
    }
    var fields = new ArrayList<ResponseField>();
    for (var group : byType.values()) {
      var type = api.field(group.getFirst(), field.name()).getType();
      var base = GraphQLTypeUtil.unwrapAll(type).getName();
      fields.add(
          new ResponseField(
              field.responseKey(),
              dataKey,
              field.name(),
              group,
              field.condition(),
              output(type),
              field.object() == null
                  ? null
                  : object(
                      field.object(),
                      field.object().possibleTypes().stream()
                          .filter(api.possibleTypes(base)::contains)
                          .toList(),
                      below),
              field.denials()));
    }
    return fields;
  }

  /// Puts together what differs in nothing but the object types.
  private static List<ResponseField> merged(List<ResponseField> fields) {
    var all = new LinkedHashMap<ResponseField, List<String>>();
    for (var field : fields) {
      all.computeIfAbsent(on(field, List.of()), _ -> new ArrayList<>()).addAll(field.onTypes());
    }
    var merged = new ArrayList<ResponseField>();
    all.forEach((field, types) -> merged.add(on(field, types)));
    return merged;
  }

  private static ResponseField on(ResponseField field, List<String> types) {
    return new ResponseField(
        field.responseKey(),
        field.dataKey(),
        field.fieldName(),
        types,
        field.condition(),
        field.type(),
        field.object(),
        field.denials());
  }

  private static OutputType output(GraphQLType type) {
    return switch (type) {
      case GraphQLNonNull nonNull -> new OutputType.NonNull(output(nonNull.getWrappedType()));
      case GraphQLList list -> new OutputType.ListOf(output(list.getWrappedType()));
      case GraphQLScalarType scalar -> new OutputType.Scalar(scalar.getName());
      case GraphQLEnumType values ->
          new OutputType.Enumeration(
              values.getName(),
              values.getValues().stream().map(GraphQLEnumValueDefinition::getName).toList());
      case GraphQLNamedType named -> new OutputType.Composite(named.getName());
      default -> throw new IllegalStateException("not an output type: " + type);
    };
  }
}
