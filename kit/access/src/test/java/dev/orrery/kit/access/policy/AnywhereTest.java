package dev.orrery.kit.access.policy;

import static dev.orrery.kit.access.policy.Story.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.ids.TypeId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// In which organizations somebody has anything at all.
class AnywhereTest {
  private final Story story = new Story();
  private final TypeId root = story.organization(null);
  private final TypeId acme = story.organization(root);
  private final TypeId globex = story.organization(null);
  private final TypeId ann = story.user();
  private final TypeId viewer = story.role(Level.VIEWER);

  @Test
  void nobodyIsAnywhereAtFirst() {
    assertThat(anywhere(ann)).contains(Set.of());
    assertThat(anywhere(TypeId.generate("user"))).contains(Set.of());
  }

  @Test
  void whoHasAnOrganizationHasThoseBelowItAndNoOther() {
    story.bind(ann, viewer, root);
    assertThat(anywhere(ann)).contains(Set.of(root.uuid(), acme.uuid()));
  }

  @Test
  void whoHasAProjectOrASingleResourceIsInItsOrganizationAlone() {
    story.bind(ann, viewer, acme, story.project(acme), null, null, null);
    assertThat(anywhere(ann)).contains(Set.of(acme.uuid()));
    story.bind(ann, viewer, globex, null, TypeId.generate("inst"), null, null);
    assertThat(anywhere(ann)).contains(Set.of(acme.uuid(), globex.uuid()));
  }

  @Test
  void whatAGroupHasItsMembersHave() {
    story.bind(story.group(root, story.group(root, ann)), viewer, globex);
    assertThat(anywhere(ann)).contains(Set.of(globex.uuid()));
  }

  @Test
  void aConditionCountsForAnywhereAndAnEndForNowhere() {
    story.bind(ann, viewer, acme, null, null, null, "resource.labels.env == 'dev'");
    story.bind(ann, viewer, globex, null, null, NOW, null);
    assertThat(anywhere(ann)).contains(Set.of(acme.uuid()));
  }

  @Test
  void whoIsNotActiveIsNowhere() {
    TypeId former = story.someone("user", false);
    story.bind(former, viewer, root);
    assertThat(anywhere(former)).contains(Set.of());
  }

  @Test
  void manyAreNotNamedWhenThereAreNoOthers() {
    List<TypeId> tops = Stream.generate(() -> story.organization(root)).limit(200).toList();
    story.bind(ann, viewer, root);
    assertThat(anywhere(ann).orElseThrow())
        .as("with one that is another's")
        .hasSize(202)
        .containsAll(tops.stream().map(TypeId::uuid).collect(Collectors.toSet()))
        .doesNotContain(globex.uuid());

    story.bind(ann, viewer, globex);
    assertThat(anywhere(ann)).isEmpty();

    TypeId another = story.organization(null);
    assertThat(anywhere(ann).orElseThrow()).hasSize(203).doesNotContain(another.uuid());
  }

  private Optional<Set<UUID>> anywhere(TypeId who) {
    return story.index.organizations(who.toString(), NOW);
  }
}
