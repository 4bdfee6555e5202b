package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanCommandTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... more) throws IOException {
    var file = Files.writeString(folder.resolve("s.graphql"), Resources.text("store.graphql"));
    var arguments = new java.util.ArrayList<>(java.util.List.of("--supergraph", file.toString()));
    arguments.addAll(java.util.List.of(more));
    return new PlanCommand(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8))
        .run(arguments.toArray(String[]::new));
  }

  private String shown() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsEachStage() throws IOException {
    var query = "{ me { reviews { body } } }";
    assertThat(run("--stage", "graph")).isZero();
    assertThat(shown()).contains("User@accounts").contains("requires {price weight}");
    assertThat(run("--query", query, "--stage", "operation")).isZero();
    assertThat(shown()).contains("query{me{reviews{body}}}");
    assertThat(run("--query", query, "--stage", "paths")).isZero();
    assertThat(shown()).contains("* [accounts] me »{id}[reviews] reviews.body");
    assertThat(run("--query", query, "--stage", "fetches")).isZero();
    assertThat(shown()).contains("1: Fetch(reviews) at \"me\" after 0");
    assertThat(run("--query", query)).isZero();
    assertThat(shown()).contains("QueryPlan {");
    assertThat(run("--query", query, "--stage", "json")).isZero();
    assertThat(shown()).contains("\"kind\":\"EntityFetch\"");
  }

  @Test
  void readsTheQueryFromAFile() throws IOException {
    var file = Files.writeString(folder.resolve("q.graphql"), "{ me { id } }");
    assertThat(run("--query", "@" + file)).isZero();
  }

  @Test
  void saysWhyThereIsNoPlan() throws IOException {
    assertThat(run("--query", "{ nobody }")).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("GRAPHQL_VALIDATION_FAILED");
  }

  @Test
  void tellsHowItIsUsed() throws IOException {
    assertThat(run("--stage", "plan")).isEqualTo(2);
    assertThat(run("--query", "{ me { id } }", "--stage", "soup")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("usage:");
  }
}
