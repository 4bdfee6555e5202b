package dev.orrery.kit.access.policy;

import static dev.orrery.kit.access.policy.Story.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.ActionPattern;
import dev.orrery.kit.access.policy.fact.FactKind;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.access.policy.fact.PolicyFact;
import dev.orrery.kit.access.policy.fact.Stamp;
import dev.orrery.kit.events.Received;
import dev.orrery.kit.events.Traceparent;
import dev.orrery.kit.ids.TypeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PolicyIndexTest {
  private final Story story = new Story();
  private final TypeId root = story.organization(null);
  private final TypeId acme = story.organization(root);
  private final TypeId globex = story.organization(null);
  private final TypeId project = story.project(acme);
  private final TypeId ann = story.user();
  private final TypeId viewer = story.role(Level.VIEWER);
  private final TypeId editor = story.role(Level.EDITOR);
  private final TypeId owner = story.role(Level.OWNER);
  private final UUID instance = UUID.randomUUID();

  private final Asker annWhoAskedBefore = story.index.asker(ann.toString());

  @Test
  void grantsNothingToAnybodyByItself() {
    assertThat(may("instance.read", Target.in(acme.uuid()))).isFalse();
  }

  @Test
  void aRoleOnAnOrganizationHoldsBelowItAndNowhereElse() {
    story.bind(ann, viewer, root);
    assertThat(may("instance.read", Target.in(root.uuid()))).isTrue();
    assertThat(may("instance.read", inProject(acme, project))).isTrue();
    assertThat(may("instance.read", Target.in(globex.uuid()))).isFalse();
    assertThat(may("instance.update", Target.in(acme.uuid()))).isFalse();
  }

  @Test
  void aRoleOnAProjectHoldsInItAlone() {
    story.bind(ann, viewer, acme, project, null, null, null);
    assertThat(may("instance.read", inProject(acme, project))).isTrue();
    assertThat(may("instance.read", Target.in(acme.uuid()))).isFalse();
    assertThat(may("instance.read", inProject(globex, project))).isFalse();
  }

  @Test
  void aRoleOnAResourceHoldsOnlyWhereTheBindingSaysItLies() {
    story.bind(ann, viewer, globex, null, new TypeId("inst", instance), null, null);
    assertThat(may("instance.read", new Target(globex.uuid(), null, instance, Map.of()))).isTrue();
    assertThat(may("instance.read", new Target(acme.uuid(), null, instance, Map.of()))).isFalse();
  }

  @Test
  void membersOfNestedGroupsHaveWhatTheGroupHas() {
    TypeId inner = story.group(acme, ann);
    TypeId outer = story.group(acme, inner);
    story.bind(outer, editor, acme);
    assertThat(may("instance.update", Target.in(acme.uuid()))).isTrue();
    story.fill(inner, acme);
    assertThat(may("instance.update", Target.in(acme.uuid()))).isFalse();
  }

  @Test
  void groupsThatContainEachOtherAreHarmless() {
    TypeId one = story.group(acme, ann);
    TypeId other = story.group(acme, one);
    story.fill(one, acme, ann, other);
    story.bind(other, viewer, acme);
    assertThat(may("instance.read", Target.in(acme.uuid()))).isTrue();
  }

  @Test
  void organizationsThatLieInEachOtherAreHarmless() {
    story.tell(new PolicyFact.Organization(story.next(), root, acme));
    story.bind(ann, viewer, root);
    assertThat(may("instance.read", Target.in(acme.uuid()))).isTrue();
    assertThat(story.index.visible(ann.toString(), "instance.read", NOW))
        .isEqualTo(
            new Visible.Some(
                new Reach(java.util.Set.of(root.uuid(), acme.uuid()), Map.of(), Map.of())));
  }

  @Test
  void aBindingHoldsUntilItExpires() {
    story.bind(ann, viewer, acme, null, null, NOW.plusSeconds(1), null);
    Target target = Target.in(acme.uuid());
    assertThat(may("instance.read", target)).isTrue();
    assertThat(story.index.check(ann.toString(), "instance.read", target, NOW.plusMillis(1_000)))
        .isFalse();
  }

  @Test
  void aBindingWithAConditionHoldsWhereThatDoes() {
    story.bind(ann, viewer, acme, null, null, null, "resource.labels.env == 'dev'");
    assertThat(may("instance.read", labelled(Map.of("env", "dev")))).isTrue();
    assertThat(may("instance.read", labelled(Map.of("env", "prod")))).isFalse();
    assertThat(may("instance.read", labelled(Map.of()))).isFalse();
  }

  @Test
  void aConditionThatNobodyUnderstandsNeverHolds() {
    story.bind(ann, owner, acme, null, null, null, "moon.isFull()");
    assertThat(may("instance.read", Target.in(acme.uuid()))).isFalse();
    assertThat(story.index.unusable()).isEqualTo(1);
  }

  @Test
  void rolesForProvidersAndOtherRolesAreOfNoUseToOneAnother() {
    TypeId robot = TypeId.generate("sa");
    story.tell(new PolicyFact.Subject(story.next(), robot, true, true));
    TypeId forProviders = TypeId.generate("role");
    story.tell(
        new PolicyFact.Role(
            story.next(),
            forProviders,
            null,
            "reports",
            null,
            true,
            List.of(new ActionPattern("*.read"))));
    story.bind(robot, owner, acme);
    story.bind(ann, forProviders, acme);
    Target target = Target.in(acme.uuid());
    assertThat(may("instance.read", target)).isFalse();
    assertThat(story.index.check(robot.toString(), "instance.read", target, NOW)).isFalse();
    story.bind(robot, forProviders, acme);
    assertThat(story.index.check(robot.toString(), "instance.read", target, NOW)).isTrue();
  }

  @Test
  void whoIsNotActiveMayDoNothing() {
    TypeId ben = story.someone("sa", false);
    story.bind(ben, owner, acme);
    assertThat(story.index.check(ben.toString(), "instance.read", Target.in(acme.uuid()), NOW))
        .isFalse();
  }

  @Test
  void builtInRolesIncludeThoseBeforeThemButNeverThePlatform() {
    story.bind(ann, owner, acme);
    Target target = Target.in(acme.uuid());
    assertThat(may("instance.read", target)).isTrue();
    assertThat(may("binding.create", target)).isTrue();
    assertThat(may("instance.migrate", target)).isFalse();
    assertThat(may("instance.unheardof", target)).isFalse();
  }

  @Test
  void patternsTakeInActionsThatAreDeclaredLater() {
    story.bind(ann, story.role("volume.*", "*.read"), acme);
    Target target = Target.in(acme.uuid());
    assertThat(may("site.read", target)).isTrue();
    assertThat(may("volume.attach", target)).isFalse();
    story.tell(
        new PolicyFact.Actions(
            Stamp.of(0, 0),
            "volumes",
            List.of(
                Story.action("volume.attach", Level.EDITOR),
                Story.action("volume.destroyAll", Level.PLATFORM))));
    assertThat(may("volume.attach", target)).isTrue();
    assertThat(may("volume.destroyAll", target)).isFalse();
    assertThat(may("site.read", target)).isTrue();
  }

  @Test
  void whatIsGoneGrantsNothingAndDoesNotComeBackWithAnOldMessage() {
    PolicyFact.Binding binding =
        new PolicyFact.Binding(
            story.next(), TypeId.generate("bind"), ann, owner, acme, null, null, null, null);
    story.tell(binding);
    story.gone(FactKind.BINDING, binding.binding());
    story.tell(binding);
    assertThat(may("instance.read", Target.in(acme.uuid()))).isFalse();
  }

  @Test
  void anOrganizationThatIsGoneTakesItsRightsAlong() {
    story.bind(ann, owner, root);
    story.gone(FactKind.ORGANIZATION, acme);
    assertThat(may("instance.read", Target.in(acme.uuid()))).isFalse();
    assertThat(may("instance.read", Target.in(root.uuid()))).isTrue();
  }

  @Test
  void showsTheFactsOfOneRevisionTogether() {
    TypeId group = story.group(acme, ann);
    long before = story.index.revision();
    story.tell(new PolicyFact.Group(new Stamp(before + 1, 100, true), group, acme, List.of()));
    assertThat(story.index.revision()).isEqualTo(before);
    story.tell(
        new PolicyFact.Binding(
            Stamp.of(before + 1, 1),
            TypeId.generate("bind"),
            group,
            owner,
            acme,
            null,
            null,
            null,
            null));
    assertThat(story.index.revision()).isEqualTo(before + 1);
    assertThat(may("instance.read", Target.in(acme.uuid()))).isFalse();
  }

  @Test
  void whoeverWaitsForARevisionGoesOnOnceItIsThere() throws Exception {
    long next = story.index.revision() + 1;
    assertThat(story.index.awaitRevision(next, Duration.ZERO)).isFalse();
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return story.index.awaitRevision(next, Duration.ofSeconds(20));
          } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
          }
        });
    story.tell(new PolicyFact.Organization(Stamp.of(next, 1), TypeId.generate("org"), null));
    assertThat(waiting.get()).isTrue();
  }

  @Test
  void countsWhatItDoesNotKnowAndTakesWhatMakesNoSenseForGone() throws Exception {
    TypeId binding = story.bind(ann, viewer, acme);
    receive("policy.weather." + binding, "{}");
    assertThat(story.index.ignored()).isEqualTo(1);
    receive(
        "policy.binding." + binding,
        "{\"revision\": 99, \"version\": 99, \"binding\": \"%s\", \"subject\": 7}"
            .formatted(binding));
    assertThat(story.index.unusable()).isEqualTo(1);
    assertThat(may("instance.read", Target.in(acme.uuid()))).isFalse();
  }

  @Test
  void readsBindingsAsTheyAreWritten() throws Exception {
    TypeId binding = TypeId.generate("bind");
    receive(
        "policy.binding." + binding,
        """
        {"revision": 99, "version": 1, "gone": false, "binding": "%s", "subject": "%s", "role": "%s",
         "organization": "%s", "project": null, "resource": null, "expiresAt": "2026-11-21T12:00:01Z",
         "condition": null, "note": "unknown fields are ignored"}
        """
            .formatted(binding, ann, viewer, acme));
    assertThat(may("instance.read", Target.in(acme.uuid()))).isTrue();
    assertThat(story.index.revision()).isEqualTo(99);
  }

  private void receive(String subject, String body) throws Exception {
    story.index.apply(
        new Received<>(subject, "1", new ObjectMapper().readTree(body), NOW, Traceparent.start()));
    story.index.complete();
  }

  private Target labelled(Map<String, String> labels) {
    return new Target(acme.uuid(), null, instance, labels);
  }

  private static Target inProject(TypeId organization, TypeId project) {
    return Target.in(organization.uuid(), project.uuid());
  }

  private boolean may(String action, Target target) {
    boolean checked = story.index.check(ann.toString(), action, target, NOW);
    assertThat(annWhoAskedBefore.check(action, target, NOW)).isEqualTo(checked);
    assertThat(story.index.visible(ann.toString(), action, NOW).includes(target))
        .isEqualTo(checked);
    return checked;
  }
}
