package dev.orrery.gateway.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.Composer;
import dev.orrery.gateway.composition.CompositionResult.Composed;
import dev.orrery.gateway.composition.SubgraphSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the commands that `docs/debugging-a-plan.md` shows and compares what they print;
/// `-Dorrery.write` writes it anew.
class DebuggingGuideTest {
  private static final Path ROOT = Path.of(System.getProperty("orrery.root", "../.."));
  private static final Path GUIDE = ROOT.resolve("docs/debugging-a-plan.md");
  private static final Pattern SHOWN =
      Pattern.compile("```console\n\\$ \\./orrery plan ([^\n]+)\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TempDir private Path folder;

  @Test
  void showsWhatTheCommandsPrint() throws IOException {
    var supergraph = folder.resolve("supergraph.graphql");
    Files.writeString(supergraph, composed());
    var guide = Files.readString(GUIDE);
    var shown = SHOWN.matcher(guide).results().toList();
    assertThat(shown).hasSizeGreaterThan(4);
    var written =
        SHOWN
            .matcher(guide)
            .replaceAll(match ->
                java.util.regex.Matcher.quoteReplacement(
                    "```console\n$ ./orrery plan %s\n%s```"
                        .formatted(match.group(1), printed(match.group(1), supergraph))));
    if (System.getProperty("orrery.write") != null) {
      Files.writeString(GUIDE, written);
    }
    assertThat(Files.readString(GUIDE)).isEqualTo(written);
  }

  @Test
  void showsEveryStage() throws IOException {
    assertThat(SHOWN.matcher(Files.readString(GUIDE)).results().map(it -> it.group(1)))
        .anySatisfy(it -> assertThat(it).contains("--stage operation"))
        .anySatisfy(it -> assertThat(it).contains("--stage graph"))
        .anySatisfy(it -> assertThat(it).contains("--stage paths"))
        .anySatisfy(it -> assertThat(it).contains("--stage fetches"))
        .anySatisfy(it -> assertThat(it).contains("--stage plan"));
  }

  private static String composed() throws IOException {
    var sources = new ArrayList<SubgraphSource>();
    try (var files = Files.list(ROOT.resolve("examples/federation"))) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString().replace(".graphql", "");
        sources.add(new SubgraphSource(name, "http://127.0.0.1/" + name, Files.readString(file)));
      }
    }
    var result = Composer.compose(sources);
    assertThat(result).isInstanceOf(Composed.class);
    return ((Composed) result).supergraph().toSdl();
  }

  private static String printed(String command, Path supergraph) {
    var words = new ArrayList<String>();
    WORD.matcher(command)
        .results()
        .map(it -> it.group(1) == null ? it.group(2) : it.group(1))
        .forEach(words::add);
    words.replaceAll(it -> it.equals("supergraph.graphql") ? supergraph.toString() : it);
    var out = new ByteArrayOutputStream();
    var print = new PrintStream(out, true, StandardCharsets.UTF_8);
    new PlanCommand(print, print).run(List.copyOf(words).toArray(String[]::new));
    return out.toString(StandardCharsets.UTF_8);
  }
}
