package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.HintCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DocumentedCodesTest {
  @Test
  void everyCodeIsInTheGuide() throws IOException {
    var guide =
        Files.readString(
            Path.of(System.getProperty("orrery.root", "../.."), "docs/gateway/composition.md"));
    for (var code : ErrorCode.values()) {
      assertThat(guide).contains("| `" + code + "` |");
    }
    for (var code : HintCode.values()) {
      assertThat(guide).contains("`" + code + "`");
    }
  }
}
