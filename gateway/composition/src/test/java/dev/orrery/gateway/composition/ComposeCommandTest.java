package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeCommandTest {
  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new ComposeCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(List.of(arguments));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  @Test
  void composesAFolderOfSubgraphs() throws IOException {
    write(
        "users.graphql",
        Composition.V2 + "type Query { me: User } type User @key(fields: \"id\") { id: ID! }");
    write(
        "reviews.graphql",
        Composition.V2 + "type User @key(fields: \"id\") { id: ID! reviews: [String] }");
    write("subgraphs.json", "[{\"name\": \"users\", \"url\": \"http://127.0.0.1:4001/graphql\"}]");
    var target = folder.resolve("supergraph.graphql");
    assertThat(run(folder.toString(), "-o", target.toString())).isZero();
    var supergraph = Supergraph.read(Files.readString(target));
    assertThat(supergraph.subgraph("users").orElseThrow().url())
        .isEqualTo("http://127.0.0.1:4001/graphql");
    assertThat(supergraph.subgraph("reviews").orElseThrow().url())
        .isEqualTo("http://127.0.0.1/reviews");
  }

  @Test
  void composesAListOfSubgraphs() throws IOException {
    write("b.graphql", "type Query { b: Int }");
    write(
        "list.json",
        """
        [ {"name": "a", "url": "http://127.0.0.1/x", "sdl": "type Query {\\n  a: Int \\u0023 note\\n}"},
          {"name": "b", "url": null, "file": "b.graphql"} ]
        """);
    assertThat(run(folder.resolve("list.json").toString(), "--api")).isZero();
    assertThat(out()).contains("a: Int", "b: Int").doesNotContain("join__");
  }

  @Test
  void pointsAtTheLineAndSaysTheWayOut() throws IOException {
    write("a.graphql", "type Query {\n  a(x: Int!): Int\n}\n");
    write("b.graphql", "type Query {\n  a: String\n}\n");
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(err())
        .contains("error[FIELD_TYPE_MISMATCH]: Type of field \"Query.a\"")
        .contains("--> " + folder.resolve("a.graphql") + ":2:3 (subgraph a)")
        .contains("2 |   a(x: Int!): Int\n  |   ^^^^^^^^^^^^^^^")
        .contains("= at: Query.a")
        .contains("= help: Give the field the same type")
        .contains("error[REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH]")
        .contains("do not compose: 2 errors");
    assertThat(out()).isEmpty();
  }

  @Test
  void printsAnErrorWithItsPlaceAndTheWayOut() throws IOException {
    write(
        "a.graphql",
        Composition.V2
            + "enum Sort { UP DOWN }\ntype Query {\n  a(n: Int, sort: Sort = UP): Int\n}\n");
    write(
        "b.graphql",
        Composition.V2 + "enum Sort { DOWN }\ntype Query {\n  b(sort: Sort): Int\n}\n");
    assertThat(run(folder.toString(), "--no-hints")).isEqualTo(1);
    assertThat(err())
        .isEqualTo(
            """
            error[INVALID_GRAPHQL]: Invalid default value UP for "Query.a(sort:)" of type "Sort": in the supergraph "Sort" has no value "UP", which is unknown to "b"
             --> %s:7:13 (subgraph a)
              |
            7 |   a(n: Int, sort: Sort = UP): Int
              |             ^^^^^^^^^^^^^^^
              = at: Query.a(sort:)
              = help: Add "UP" to "Sort" in "b", or choose a default that every subgraph knows.

            The subgraphs do not compose: 1 error.
            """
                .formatted(folder.resolve("a.graphql")));
  }

  @Test
  void printsHintsAndGoesOn() throws IOException {
    write(
        "a.graphql",
        Composition.V2 + "enum Sort {\n  UP\n  DOWN\n}\ntype Query {\n  a(sort: Sort): Int\n}\n");
    write(
        "b.graphql",
        Composition.V2 + "enum Sort { DOWN }\ntype Query {\n  b(sort: Sort): Int\n}\n");
    var target = folder.resolve("supergraph.graphql");
    assertThat(run(folder.toString(), "-o", target.toString())).isZero();
    assertThat(err())
        .isEqualTo(
            """
            hint[INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM]: Enum value "Sort.UP" is left out of the supergraph: not every subgraph accepts it
             --> %s:6:3 (subgraph a)
              |
            6 |   UP
              |   ^^
              = at: Sort.UP

            composed 2 subgraphs into %s
            """
                .formatted(folder.resolve("a.graphql"), target));
  }

  @Test
  void printsTheQueryThatNobodyCanAnswer() throws IOException {
    write(
        "a.graphql",
        Composition.V2 + "type Query {\n  t: T\n}\ntype T @key(fields: \"id\") {\n  id: ID!\n}\n");
    write(
        "b.graphql",
        Composition.V2 + "type T @key(fields: \"no\") {\n  no: ID!\n  name: String\n}\n");
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(err())
        .contains(
            """
            error[SATISFIABILITY_ERROR]: The following supergraph API query:
            {
              t {
                name
              }
            }
            cannot be satisfied by the subgraphs because:
            - from subgraph "a":
              - subgraph "a" cannot resolve "T.name": it does not define the field
              - cannot move to subgraph "b", which has field "T.name", by @key(fields: "no"): the key field(s) cannot be resolved on this path
             --> %s:7:3 (subgraph b)
              |
            7 |   name: String
              |   ^^^^^^^^^^^^
              = at: T.name
              = help: Add a resolvable key that both sides know, or resolve the field where it is reached.
            """
                .formatted(folder.resolve("b.graphql")));
  }

  @Test
  void marksNoMoreThanTheElement() throws IOException {
    write("a.graphql", "type Query { a: Strin }\n");
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(err()).contains("1 | type Query { a: Strin }\n  |              ^^^^^^^^\n");
  }

  @Test
  void filtersByTags() throws IOException {
    write(
        "a.graphql",
        Composition.V2 + "type Query { open: Int closed: Int @tag(name: \"internal\") }");
    assertThat(run(folder.toString(), "--api", "--exclude-tag", "internal")).isZero();
    assertThat(out()).contains("open").doesNotContain("closed");
  }

  @Test
  void refusesWhatItCannotRead() throws IOException {
    assertThat(run(folder.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(err()).contains("does not exist");
    assertThat(run(folder.toString())).isEqualTo(2);
    write("bad.json", "[{\"name\": 1}]");
    assertThat(run(folder.resolve("bad.json").toString())).isEqualTo(2);
    assertThat(err()).contains("line 1: expected '\"'");
    assertThat(run()).isEqualTo(2);
    assertThat(err()).contains("usage:");
  }

  @Test
  void readsWhatIsCommonBeforeEachSubgraph() throws IOException {
    write("common.graphql", "scalar Time\n\n\n");
    write("a.graphql", "type Query { a: Time }");
    write(
        "b.graphql", "type Query {\n  \"\"\"\n  When\n  \"\"\"\n  b: Time\n  \"Odd\" c: Clock\n}");
    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(err())
        .contains(folder.resolve("b.graphql") + ":6:9 (subgraph b)")
        .contains("error[INVALID_GRAPHQL]: [b] Unknown type \"Clock\"")
        .contains("1 error.");
  }
}
