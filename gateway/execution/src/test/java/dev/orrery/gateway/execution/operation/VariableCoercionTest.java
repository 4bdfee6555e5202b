package dev.orrery.gateway.execution.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.json.JsonLimits;
import dev.orrery.gateway.execution.json.JsonValues;
import dev.orrery.gateway.planning.plan.OperationVariable;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableCoercionTest {
  private static final GraphQLSchema SCHEMA =
      UnExecutableSchemaGenerator.makeUnExecutableSchema(
          new SchemaParser()
              .parse(
                  """
                  type Query { a(id: ID, f: Float, b: Boolean): Int }
                  scalar JSON
                  enum Color { RED GREEN }
                  input Point { x: Int! y: Float = 1.5 tags: [String!] color: Color next: Point }
                  input Choice @oneOf { a: Int b: String }
                  """));

  private static VariableCoercion.Coerced coerce(String type, String defaultValue, String json) {
    var coercion =
        new VariableCoercion(SCHEMA, List.of(new OperationVariable("v", type, defaultValue)));
    @SuppressWarnings("unchecked")
    var provided =
        (Map<String, Object>)
            JsonValues.read(json.getBytes(StandardCharsets.UTF_8), JsonLimits.STANDARD);
    return coercion.coerce(provided);
  }

  private static String sent(String type, String defaultValue, String json) {
    var coerced = coerce(type, defaultValue, json);
    assertThat(coerced.errors()).isEmpty();
    var sent = new TreeMap<String, String>();
    coerced.json().forEach((k, v) -> sent.put(k, new String(v, StandardCharsets.UTF_8)));
    return sent.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Int|1",
        "Int|null",
        "Int!|-2147483648",
        "Float|1",
        "Float|1.5",
        "String|\"x\"",
        "ID|\"x\"",
        "ID|12345678901234567890",
        "Boolean|true",
        "Color|\"RED\"",
        "[Int]|[1,null]",
        "[Int!]!|1",
        "[[Int]]|[[1],null]",
        "JSON|{\"any\":[1,\"x\",1.50]}",
        "Point|{\"x\":1}",
        "Point|{\"x\":1,\"tags\":\"one\",\"next\":{\"x\":2,\"y\":null}}",
        "Choice|{\"a\":1}",
      })
  void passesWhatFits(String type, String value) {
    assertThat(sent(type, null, "{\"v\":%s}".formatted(value)))
        .isEqualTo("{v=%s}".formatted(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Int|1.0|Variable \"$v\" must be an Int.",
        "Int|2147483648|Variable \"$v\" must be an Int.",
        "Int|\"1\"|Variable \"$v\" must be an Int.",
        "Int!|null|Variable \"$v\" must not be null: its type is Int!.",
        "Float|\"1\"|Variable \"$v\" must be a Float.",
        "Float|1e999|Variable \"$v\" must be a Float.",
        "String|1|Variable \"$v\" must be a String.",
        "ID|1.5|Variable \"$v\" must be an ID.",
        "Boolean|1|Variable \"$v\" must be a Boolean.",
        "Color|\"BLUE\"|Variable \"$v\" must be a value of the enum Color.",
        "[Int!]|[1,null]|Variable \"$v[1]\" must not be null: its type is Int!.",
        "Point|{}|Variable \"$v.x\" of required type Int! was not given.",
        "Point|{\"x\":1,\"z\":1}|Variable \"$v\" has a field that Point does not define.",
        "Point|{\"x\":1,\"next\":{\"x\":\"1\"}}|Variable \"$v.next.x\" must be an Int.",
        "Point|5|Variable \"$v\" must be an object of type Point.",
        "Choice|{\"a\":1,\"b\":\"x\"}|Variable \"$v\" must have exactly one field of Choice, and not null.",
        "Choice|{\"a\":null}|Variable \"$v\" must have exactly one field of Choice, and not null.",
      })
  void refusesWhatDoesNotFitWithoutRepeatingIt(String type, String value, String message) {
    assertThat(coerce(type, null, "{\"v\":%s}".formatted(value)).errors())
        .extracting(GraphQlError::message, GraphQlError::code)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(message, "INVALID_ARGUMENT"));
  }

  @Test
  void fillsInDefaultsForAbsentVariablesOnly() {
    assertThat(sent("Point", "{x: 1, color: RED, tags: [\"a\"]}", "{}"))
        .isEqualTo("{v={\"x\":1,\"color\":\"RED\",\"tags\":[\"a\"]}}");
    assertThat(sent("Int", "5", "{\"v\":null}")).isEqualTo("{v=null}");
    assertThat(sent("Int", null, "{}")).isEqualTo("{}");
    assertThat(coerce("Int!", null, "{}").errors()).hasSize(1);
  }

  @Test
  void knowsWhichVariablesAreTrue() {
    assertThat(coerce("Boolean", null, "{\"v\":true}").flags()).containsExactly("v");
    assertThat(coerce("Boolean", "true", "{}").flags()).containsExactly("v");
    assertThat(coerce("Boolean", "true", "{\"v\":false}").flags()).isEmpty();
  }
}
