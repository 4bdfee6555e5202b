package dev.orrery.kit.access.policy;

import static dev.orrery.kit.access.policy.Story.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.policy.fact.FactKind;
import dev.orrery.kit.access.policy.fact.Level;
import dev.orrery.kit.ids.TypeId;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WhyTest {
  private final Story story = new Story();
  private final TypeId root = story.organization(null);
  private final TypeId acme = story.organization(root);
  private final TypeId ann = story.user();
  private final TypeId viewer = story.role(Level.VIEWER);
  private final TypeId editor = story.role(Level.EDITOR);
  private final UUID instance = UUID.randomUUID();
  private final Target target = new Target(acme.uuid(), null, instance, Map.of("env", "prod"));

  @Test
  void aGrantIsExplainedFromWhoAsksByGroupsToThePlace() {
    TypeId inner = story.group(acme, ann);
    TypeId outer = story.group(acme, inner);
    TypeId binding = story.bind(outer, editor, root);

    assertThat(why("instance.update")).isInstanceOf(Why.Granted.class);
    assertThat(why("instance.update").steps())
        .containsExactly(
            "%s is in %s".formatted(ann, inner),
            "%s is in %s".formatted(inner, outer),
            "%s gives %s the role EDITOR on %s".formatted(binding, outer, root),
            "EDITOR allows instance.update, which is granted to EDITOR",
            "%s is a part of %s".formatted(acme, root),
            "%s lies in %s".formatted(new TypeId("resource", instance), acme));
  }

  @Test
  void ofManyGrantsTheNearestIsNamed() {
    story.bind(story.group(acme, ann), editor, acme);
    story.bind(ann, viewer, root);
    TypeId nearest = story.bind(ann, viewer, acme, null, new TypeId("inst", instance), null, null);

    assertThat(why("instance.read"))
        .isInstanceOfSatisfying(
            Why.Granted.class, granted -> assertThat(granted.by().binding()).isEqualTo(nearest));
  }

  @Test
  void aDenialNamesWhatFallsShortAndWhatIsMissing() {
    TypeId weak = story.bind(ann, viewer, acme);
    TypeId over = story.bind(ann, editor, acme, null, null, NOW, null);
    TypeId elsewhere =
        story.bind(ann, editor, acme, null, null, null, "resource.labels.env == 'dev'");
    story.bind(ann, editor, story.organization(null));

    assertThat(why("instance.update").steps())
        .containsExactly(
            "%s gives %s the role VIEWER on %s, which does not allow instance.update"
                .formatted(weak, ann, acme),
            "%s gives %s the role EDITOR on %s, until %s, which is over"
                .formatted(over, ann, acme, NOW),
            "%s gives %s the role EDITOR on %s, where resource.labels.env == 'dev', which has a condition that does not hold"
                .formatted(elsewhere, ann, acme),
            "missing: a binding of EDITOR, or of a role with 'instance.update', on %s or above"
                .formatted(new TypeId("resource", instance)));
  }

  @Test
  void whereLabelsAreUnknownAConditionMustHoldWhateverTheyAre() {
    story.bind(ann, editor, acme, null, null, null, "!has(resource.labels.locked)");
    assertThat(why("instance.update")).isInstanceOf(Why.Granted.class);

    assertThat(whateverTheLabels().steps().getFirst())
        .endsWith(", which counts only where its condition holds");

    story.bind(ann, editor, acme, null, null, null, "subject.id == '%s'".formatted(ann));
    assertThat(whateverTheLabels()).isInstanceOf(Why.Granted.class);
  }

  @Test
  void aGroupCanBeAskedAboutThoughItNeverAsks() {
    TypeId group = story.group(acme, ann);
    story.bind(group, editor, acme);

    assertThat(story.index.why(group.toString(), "instance.update", target, NOW))
        .isInstanceOf(Why.Granted.class);
    assertThat(story.index.check(group.toString(), "instance.update", target, NOW)).isFalse();
  }

  private Why whateverTheLabels() {
    return story.index.whyWhateverTheLabels(ann.toString(), "instance.update", target, NOW);
  }

  @Test
  void aDenialThatNoBindingCouldTurnSaysSo() {
    story.bind(ann, editor, acme);
    assertThat(why("instance.melt").steps()).contains("no service has an action 'instance.melt'");
    assertThat(why("instance.migrate").steps())
        .contains("instance.migrate is for operators of the platform alone");
    story.gone(FactKind.SUBJECT, ann);
    assertThat(why("instance.read").steps()).contains(ann + " is not active");
  }

  private Why why(String action) {
    Why why = story.index.why(ann.toString(), action, target, NOW);
    assertThat(why instanceof Why.Granted)
        .isEqualTo(story.index.check(ann.toString(), action, target, NOW));
    return why;
  }
}
