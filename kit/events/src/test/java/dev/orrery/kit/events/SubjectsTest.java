package dev.orrery.kit.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectsTest {
  private static final String ORGANIZATION = "org_01h455vb4pex5vsknk084sn02q";
  private static final String INSTANCE = "inst_01h455vb4pex5vsknk084sn02q";

  @Test
  void aChangeNamesTypeVerbOrganizationAndResource() {
    assertThat(Subjects.ofChange("instance", "created", ORGANIZATION, INSTANCE))
        .isEqualTo("changes.instance.created." + ORGANIZATION + "." + INSTANCE);
  }

  @Test
  void whatBelongsToNobodyHasADashInPlaceOfTheOrganization() {
    assertThat(Subjects.ofChange("provider", "created", null, INSTANCE))
        .isEqualTo("changes.provider.created.-." + INSTANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", ">", "a.b", "a b", "Instance", "a\n", "-a"})
  void refusesWhatWouldChangeTheShapeOfASubject(String type) {
    assertThatThrownBy(() -> Subjects.ofChange(type, "created", ORGANIZATION, INSTANCE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Subjects.ofChange("instance", "created", ORGANIZATION, type))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConsumerFollowsOneVerbOrAll() {
    assertThat(Subjects.filterFor("instance.created")).isEqualTo("changes.instance.created.>");
    assertThat(Subjects.filterFor("instance.*")).isEqualTo("changes.instance.*.>");
    assertThatThrownBy(() -> Subjects.filterFor("instance"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
