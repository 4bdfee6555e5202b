package dev.orrery.laws.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChangesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
"""
a description changes            | WE_WRITE | {"description": "a"}                                  | {"description": "b"}                                                   | COMPATIBLE
an example is given              | WE_READ  | {"type": "string"}                                    | {"type": "string", "examples": ["a"]}                                  | COMPATIBLE
a field is new                   | WE_WRITE | {"properties": {}}                                    | {"properties": {"a": {"type": "string"}}}                              | ADDITIVE
a field is new and always there  | WE_WRITE | {"required": []}                                      | {"required": ["a"], "properties": {"a": {}}}                           | ADDITIVE
a field that may be sent is new  | WE_READ  | {"properties": {}}                                    | {"properties": {"a": {}}}                                              | ADDITIVE
a field that must be sent is new | WE_READ  | {"properties": {}}                                    | {"required": ["a"], "properties": {"a": {}}}                           | BREAKING
a field is gone                  | WE_WRITE | {"properties": {"a": {}}}                             | {"properties": {}}                                                     | BREAKING
a field is not read any more     | WE_READ  | {"properties": {"a": {}}}                             | {"properties": {}}                                                     | BREAKING
a field has another name         | WE_WRITE | {"properties": {"a": {}}}                             | {"properties": {"b": {}}}                                              | BREAKING
a field may be missing           | WE_WRITE | {"required": ["a", "b"]}                              | {"required": ["a"]}                                                    | BREAKING
a field need not be sent         | WE_READ  | {"required": ["a", "b"]}                              | {"required": ["a"]}                                                    | ADDITIVE
an optional field must be sent   | WE_READ  | {"required": []}                                      | {"required": ["a"]}                                                    | BREAKING
an optional field is always sent | WE_WRITE | {"required": []}                                      | {"required": ["a"]}                                                    | ADDITIVE
a text becomes a number          | WE_WRITE | {"type": "string"}                                    | {"type": "integer"}                                                    | BREAKING
a text becomes a number          | WE_READ  | {"type": "string"}                                    | {"type": "integer"}                                                    | BREAKING
null is possible now             | WE_WRITE | {"type": "string"}                                    | {"type": ["string", "null"]}                                           | BREAKING
null is accepted now             | WE_READ  | {"type": "string"}                                    | {"type": ["string", "null"]}                                           | ADDITIVE
null is not sent any more        | WE_WRITE | {"type": ["string", "null"]}                          | {"type": "string"}                                                     | COMPATIBLE
null is refused now              | WE_READ  | {"type": ["string", "null"]}                          | {"type": "string"}                                                     | BREAKING
integers become numbers          | WE_WRITE | {"type": "integer"}                                   | {"type": "number"}                                                     | BREAKING
integers become numbers          | WE_READ  | {"type": "integer"}                                   | {"type": "number"}                                                     | ADDITIVE
numbers become integers          | WE_WRITE | {"type": "number"}                                    | {"type": "integer"}                                                    | COMPATIBLE
another value is sent            | WE_WRITE | {"enum": ["a"]}                                       | {"enum": ["a", "b"]}                                                   | BREAKING
another value is accepted        | WE_READ  | {"enum": ["a"]}                                       | {"enum": ["a", "b"]}                                                   | ADDITIVE
a value is not sent any more     | WE_WRITE | {"enum": ["a", "b"]}                                  | {"enum": ["a"]}                                                        | COMPATIBLE
a value is refused               | WE_READ  | {"enum": ["a", "b"]}                                  | {"enum": ["a"]}                                                        | BREAKING
values stand in another order    | BOTH     | {"enum": ["a", "b"]}                                  | {"enum": ["b", "a"]}                                                   | COMPATIBLE
a constant changes               | WE_WRITE | {"const": "1.0"}                                      | {"const": "1.1"}                                                       | BREAKING
a constant becomes a choice of 1 | WE_WRITE | {"const": "a"}                                        | {"enum": ["a"]}                                                        | COMPATIBLE
a type of event is new           | WE_WRITE | {"enum": ["dev.orrery.site.created.v1"]}              | {"enum": ["dev.orrery.site.created.v1", "dev.orrery.site.moved.v1"]}   | ADDITIVE
a type of event is gone          | WE_WRITE | {"enum": ["dev.orrery.site.created.v1", "dev.orrery.site.moved.v1"]} | {"enum": ["dev.orrery.site.created.v1"]}                | BREAKING
texts may be longer              | WE_WRITE | {"maxLength": 10}                                     | {"maxLength": 20}                                                      | BREAKING
texts may be longer              | WE_READ  | {"maxLength": 10}                                     | {"maxLength": 20}                                                      | ADDITIVE
texts must be shorter            | WE_READ  | {"maxLength": 20}                                     | {"maxLength": 10}                                                      | BREAKING
a least value is demanded        | WE_READ  | {"type": "integer"}                                   | {"type": "integer", "minimum": 1}                                      | BREAKING
a least value is promised        | WE_WRITE | {"type": "integer"}                                   | {"type": "integer", "minimum": 1}                                      | COMPATIBLE
a least value is lower           | BOTH     | {"minimum": 1}                                        | {"minimum": 0}                                                         | BREAKING
a pattern changes                | WE_WRITE | {"pattern": "^a$"}                                    | {"pattern": "^b$"}                                                     | BREAKING
a pattern is dropped             | WE_READ  | {"pattern": "^a$"}                                    | {}                                                                     | ADDITIVE
a format is demanded             | WE_READ  | {"type": "string"}                                    | {"type": "string", "format": "date-time"}                              | BREAKING
unknown fields are refused       | WE_READ  | {"type": "object"}                                    | {"type": "object", "additionalProperties": false}                      | BREAKING
unknown fields are let pass      | WE_READ  | {"additionalProperties": false}                       | {}                                                                     | ADDITIVE
elements change their type       | WE_WRITE | {"items": {"type": "string"}}                         | {"items": {"type": "object"}}                                          | BREAKING
a form is possible besides       | WE_WRITE | {"oneOf": [{"type": "null"}]}                         | {"oneOf": [{"type": "null"}, {"type": "object"}]}                      | BREAKING
a form is accepted besides       | WE_READ  | {"oneOf": [{"type": "null"}]}                         | {"oneOf": [{"type": "null"}, {"type": "object"}]}                      | ADDITIVE
a form is not accepted any more  | WE_READ  | {"oneOf": [{"type": "null"}, {"type": "object"}]}     | {"oneOf": [{"type": "object"}]}                                        | BREAKING
one more rule is promised        | WE_WRITE | {"allOf": [{"minLength": 1}]}                         | {"allOf": [{"minLength": 1}, {"maxLength": 9}]}                        | COMPATIBLE
a condition changes              | WE_READ  | {"if": {"const": 1}, "then": {"minimum": 1}}          | {"if": {"const": 2}, "then": {"minimum": 1}}                           | BREAKING
a type moves to a common place   | WE_WRITE | {"properties": {"a": {"type": "string"}}}             | {"properties": {"a": {"$ref": "#/$defs/t"}}, "$defs": {"t": {"type": "string"}}} | COMPATIBLE
a common type changes            | WE_WRITE | {"$defs": {"t": {"type": "string"}}, "items": {"$ref": "#/$defs/t"}} | {"$defs": {"t": {"type": "object"}}, "items": {"$ref": "#/$defs/t"}} | BREAKING
another common type is meant     | WE_WRITE | {"$defs": {"t": {"type": "string"}, "u": {"type": "null"}}, "items": {"$ref": "#/$defs/t"}} | {"$defs": {"t": {"type": "string"}, "u": {"type": "null"}}, "items": {"$ref": "#/$defs/u"}} | BREAKING
a keyword that nobody knows      | WE_READ  | {}                                                    | {"contentEncoding": "base64"}                                          | BREAKING
a field inside a field is gone   | WE_WRITE | {"properties": {"a": {"properties": {"b": {}}}}}      | {"properties": {"a": {"properties": {}}}}                              | BREAKING
a field may not be set any more  | WE_WRITE | {"properties": {"a": true}}                           | {"properties": {"a": false}}                                           | COMPATIBLE
""")
  void isClassifiedRight(
      String what, Direction direction, String before, String after, Change.Effect expected)
      throws IOException {
    List<Change> changes = changes(direction, before, after);

    assertThat(SchemaChanges.worst(changes)).as("%s: %s", what, changes).isEqualTo(expected);
  }

  @Test
  void aChangeSaysWhereItIs() throws IOException {
    assertThat(
            changes(
                Direction.WE_WRITE,
                "{\"properties\": {\"a\": {\"items\": {\"type\": \"string\"}}}}",
                "{\"properties\": {\"a\": {\"items\": {\"type\": \"integer\"}}}}"))
        .allSatisfy(change -> assertThat(change.path()).isEqualTo("/properties/a/items/type"));
  }

  private static List<Change> changes(Direction direction, String before, String after)
      throws IOException {
    return SchemaChanges.between(
        JSON.readTree(before),
        JSON.readTree(after),
        direction,
        (document, node) ->
            node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node);
  }
}
