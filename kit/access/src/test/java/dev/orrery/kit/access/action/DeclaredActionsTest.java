package dev.orrery.kit.access.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.testing.EventSchemas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredActionsTest {

  @ParameterizedTest
  @ValueSource(strings = {"location", "ipam", "instance", "jobs", "permissions"})
  void everyServiceTellsItsActionsByTheContract(String service) {
    DeclaredActions declared = DeclaredActions.of(service);

    assertThat(declared.service()).isEqualTo(service);
    assertThat(declared.message().subject()).isEqualTo("policy.actions." + service);
    EventSchemas.assertFits("policy/actions", new ObjectMapper().valueToTree(declared));
  }

  @Test
  void aServiceWithoutActionsDoesNotStart() {
    assertThatThrownBy(() -> DeclaredActions.of("nowhere"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("/schemas/actions/nowhere.json");
  }
}
