package dev.orrery.gateway.execution.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Whatever bytes arrive, the readers of JSON say of them what Jackson says. Inputs that were once
/// trouble lie among the resources and run in every build; `JAZZER_FUZZ=1` looks for more.
class JsonFuzzTest {
  private static final int INPUTS = Integer.getInteger("inputs", 20_000);

  private static final List<byte[]> DOCUMENTS =
      List.of(
          bytes("{\"data\":{\"items\":[{\"name\":\"a\\u00e9\\n\",\"x\":[]},null,-1.5e+3,true]}}"),
          bytes(" [ 0 , -0.0 , 12345678901234567890 , 1E5 , \"ünï😀\" , { } ] "),
          bytes("{\"errors\":[{\"message\":\"m\",\"path\":[\"a\",0]}],\"data\":null}"),
          bytes("{\"a\":{\"a\":{\"n\\u0061me\":\"\\ud83d\\ude00\"}},\"\\u00e9\\\"\":false}"));

  private static final List<byte[]> PIECES =
      List.of(
          bytes("{"),
          bytes("}"),
          bytes("["),
          bytes("]"),
          bytes(","),
          bytes(":"),
          bytes("\""),
          bytes("\\"),
          bytes("\\u"),
          bytes("\\ud800"),
          bytes("\"a\":"),
          bytes("null"),
          bytes("-"),
          bytes("0"),
          bytes("1e"),
          bytes("e99999999999"),
          bytes("."),
          bytes("\uFEFF"),
          bytes("é"),
          bytes("\u0000"),
          bytes("\t"),
          bytes("//"),
          bytes("NaN"),
          bytes("'"),
          bytes("9".repeat(40)),
          new byte[] {(byte) 0xc0, (byte) 0x80},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {(byte) 0xf4},
          new byte[] {(byte) 0xff});

  @FuzzTest(maxDuration = "30m")
  void readsWhatJacksonReads(byte[] bytes) {
    JsonComparison.check(bytes);
  }

  @Test
  void readsWhatJacksonReadsOfDocumentsChangedByChance() {
    var accepted = 0;
    for (var seed = 0; seed < INPUTS; seed++) {
      if (JsonComparison.check(changed(new Random(seed)))) {
        accepted++;
      }
    }
    // Else this would say something about one side only.
    assertThat(accepted).isBetween(INPUTS / 20, INPUTS - INPUTS / 20);
  }

  private static byte[] changed(Random random) {
    var bytes = of(DOCUMENTS, random);
    for (var changes = random.nextInt(8); changes > 0 && bytes.length > 0; changes--) {
      var from = random.nextInt(bytes.length);
      var to = from + random.nextInt(Math.min(8, bytes.length - from) + 1);
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> joined(bytes, from, new byte[0], to);
            case 1 -> joined(bytes, from, of(PIECES, random), from);
            case 2 -> joined(bytes, from, of(PIECES, random), to);
            case 3 -> joined(bytes, to, slice(bytes, from, to), to);
            case 4 -> joined(bytes, from, new byte[] {(byte) random.nextInt(256)}, from + 1);
            default -> {
              var other = of(DOCUMENTS, random);
              yield joined(
                  bytes, from, slice(other, random.nextInt(other.length), other.length), to);
            }
          };
    }
    return bytes;
  }

  private static byte[] of(List<byte[]> all, Random random) {
    return all.get(random.nextInt(all.size()));
  }

  private static byte[] slice(byte[] bytes, int from, int to) {
    return java.util.Arrays.copyOfRange(bytes, from, to);
  }

  /// The first `from` bytes, then `between`, then what follows from `to` on.
  private static byte[] joined(byte[] bytes, int from, byte[] between, int to) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(between);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
