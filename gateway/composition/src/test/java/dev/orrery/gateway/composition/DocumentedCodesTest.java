package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.HintCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds the tables of the guide against the code and its tests.
class DocumentedCodesTest {
  private static final Path GUIDE =
      Path.of(System.getProperty("orrery.root", "../.."), "docs/gateway/composition.md");

  private static final Pattern IN_TICKS = Pattern.compile("`([^`]+)`");

  @Test
  void everyErrorIsInTheGuideWithTheClassesThatRaiseIt() {
    assertThat(rows("## Errors"))
        .isEqualTo(raisedBy("ErrorCode", Arrays.stream(ErrorCode.values()).map(Enum::name)));
  }

  @Test
  void everyHintIsInTheGuideWithTheClassesThatGiveIt() {
    assertThat(rows("## Hints"))
        .isEqualTo(raisedBy("HintCode", Arrays.stream(HintCode.values()).map(Enum::name)));
  }

  @Test
  void everyWayOutIsInTheGuide() throws IOException {
    var guide = Files.readString(GUIDE);
    for (var code : ErrorCode.values()) {
      assertThat(guide)
          .containsPattern(
              "\\| `%s` \\|[^|]*\\| %s \\|".formatted(code, Pattern.quote(code.help())));
    }
  }

  @Test
  void everyCodeIsTested() {
    var tests = String.join("\n", sources("src/test/java").values());
    assertThat(Arrays.stream(ErrorCode.values()).map(Enum::name))
        .allSatisfy(code -> assertThat(tests).containsPattern("\\b" + code + "\\b"));
    assertThat(Arrays.stream(HintCode.values()).map(Enum::name))
        .allSatisfy(code -> assertThat(tests).containsPattern("\\b" + code + "\\b"));
  }

  /// The classes that the rows below a heading name, by code.
  private static Map<String, List<String>> rows(String heading) {
    var rows = new LinkedHashMap<String, List<String>>();
    try {
      Files.readString(GUIDE)
          .lines()
          .dropWhile(line -> !line.equals(heading))
          .skip(1)
          .takeWhile(line -> !line.startsWith("## "))
          .filter(line -> line.startsWith("| `"))
          .map(line -> line.split("\\|"))
          .forEach(cells ->
              rows.put(inTicks(cells[1]).getFirst(), inTicks(cells[2]).stream().sorted().toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static List<String> inTicks(String cell) {
    return IN_TICKS.matcher(cell).results().map(it -> it.group(1)).toList();
  }

  private static Map<String, List<String>> raisedBy(String type, Stream<String> codes) {
    var sources = sources("src/main/java");
    return codes.collect(
        Collectors.toMap(
            code -> code,
            code -> {
              var raised = Pattern.compile(type + "\\." + code + "\\b");
              return sources.entrySet().stream()
                  .filter(it -> raised.matcher(it.getValue()).find())
                  .map(Map.Entry::getKey)
                  .sorted()
                  .toList();
            }));
  }

  private static Map<String, String> sources(String folder) {
    try (var files = Files.walk(Path.of(folder))) {
      return files
          .filter(it -> it.toString().endsWith(".java"))
          .collect(
              Collectors.toMap(
                  it -> it.getFileName().toString().replace(".java", ""),
                  it -> {
                    try {
                      return Files.readString(it);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  },
                  (a, b) -> a + b));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
