package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.CompositionResult.Composed;
import dev.orrery.gateway.composition.CompositionResult.Failed;
import dev.orrery.gateway.composition.sdl.Literal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/// Writes every composition of a test run to the folder that the system property
/// `composition.cases` names, for the differential test against other composers.
final class CaseLog {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private CaseLog() {}

  static void record(List<SubgraphSource> sources, CompositionResult result) {
    var folder = System.getProperty("composition.cases");
    if (folder == null) {
      return;
    }
    var test =
        StackWalker.getInstance()
            .walk(frames ->
                frames
                    .filter(frame -> frame.getClassName().endsWith("Test"))
                    .map(frame ->
                        frame.getClassName().replaceAll(".*\\.", "") + "." + frame.getMethodName())
                    .reduce((_, outer) -> outer)
                    .orElse("unknown"));
    var json =
        "{\"test\": %s, \"subgraphs\": [%s], \"codes\": [%s], \"hints\": [%s], \"supergraph\": %s}"
            .formatted(
                quoted(test),
                sources.stream()
                    .map(it ->
                        "{\"name\": %s, \"url\": %s, \"sdl\": %s}"
                            .formatted(quoted(it.name()), quoted(it.url()), quoted(it.sdl())))
                    .collect(Collectors.joining(", ")),
                switch (result) {
                  case Failed failed ->
                      failed.errors().stream()
                          .map(it -> quoted(it.code().name()))
                          .distinct()
                          .collect(Collectors.joining(", "));
                  case Composed _ -> "";
                },
                result.hints().stream()
                    .map(it -> quoted(it.code().name()))
                    .distinct()
                    .collect(Collectors.joining(", ")),
                switch (result) {
                  case Composed composed -> quoted(composed.supergraph().toSdl());
                  case Failed _ -> "null";
                });
    try {
      Files.createDirectories(Path.of(folder));
      Files.writeString(Path.of(folder, "%04d.json".formatted(COUNT.incrementAndGet())), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// GraphQL and JSON quote strings alike.
  private static String quoted(String text) {
    return Literal.string(text).text();
  }
}
