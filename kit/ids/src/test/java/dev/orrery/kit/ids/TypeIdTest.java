package dev.orrery.kit.ids;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeIdTest {
  /// The valid examples of the TypeID specification.
  @ParameterizedTest
  @CsvSource({
    "prefix_00000000000000000000000000,00000000-0000-0000-0000-000000000000",
    "prefix_00000000000000000000000001,00000000-0000-0000-0000-000000000001",
    "prefix_0000000000000000000000000g,00000000-0000-0000-0000-000000000010",
    "prefix_00000000000000000000000010,00000000-0000-0000-0000-000000000020",
    "prefix_7zzzzzzzzzzzzzzzzzzzzzzzzz,ffffffff-ffff-ffff-ffff-ffffffffffff",
    "prefix_0123456789abcdefghjkmnpqrs,0110c853-1d09-52d8-d73e-1194e95b5f19",
    "prefix_01h455vb4pex5vsknk084sn02q,01890a5d-ac96-774b-bcce-b302099a8057",
    "pre_fix_00000000000000000000000000,00000000-0000-0000-0000-000000000000"
  })
  void readsAndWritesTheSpecificationsExamples(String text, UUID uuid) {
    assertThat(TypeId.parse(text).uuid()).isEqualTo(uuid);
    assertThat(new TypeId(text.substring(0, text.lastIndexOf('_')), uuid)).hasToString(text);
  }

  /// The invalid examples of the TypeID specification, and what clients send by mistake.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PREFIX_00000000000000000000000000",
        "12345_00000000000000000000000000",
        "pre.fix_00000000000000000000000000",
        "préfix_00000000000000000000000000",
        "  prefix_00000000000000000000000000",
        "prefix_1234567890123456789012345",
        "prefix_123456789012345678901234567",
        "prefix_1234567890123456789012345 ",
        "prefix_0123456789ABCDEFGHJKMNPQRS",
        "prefix_123456789-123456789-123456",
        "prefix_ooooooooooooooooooooooooooi",
        "prefix_8zzzzzzzzzzzzzzzzzzzzzzzzz",
        "_00000000000000000000000000",
        "prefix__00000000000000000000000000",
        "_",
        "",
        "01h455vb4pex5vsknk084sn02q",
        "prefix_\u4e2d0000000000000000000000000"
      })
  void refusesWhatIsNoId(String text) {
    assertThatThrownBy(() -> TypeId.parse(text))
        .isInstanceOf(MalformedIdException.class)
        .hasMessageContaining("not a valid id");
  }

  @Test
  void refusesAnIdOfAnotherKindAndSaysWhichIsExpected() {
    assertThatThrownBy(() -> TypeId.parse("site_01h455vb4pex5vsknk084sn02q", "inst"))
        .hasMessageContaining("expected an id that starts with inst_")
        .hasMessageContaining("site_01h455vb4pex5vsknk084sn02q");
  }

  @Test
  void everyUuidSurvivesTheRoundTrip() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      assertThat(TypeId.parse(new TypeId("x", uuid).toString()).uuid()).isEqualTo(uuid);
    }
  }

  @Test
  void laterIdsSortAfterEarlierOnesAlsoAsText() {
    List<TypeId> ids = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(TypeId.generate("evt"));
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(ids.getFirst().uuid().version()).isEqualTo(7);
  }
}
