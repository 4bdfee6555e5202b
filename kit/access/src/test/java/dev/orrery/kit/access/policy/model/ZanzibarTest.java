package dev.orrery.kit.access.policy.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.kit.access.policy.model.Zanzibar.Rewrite.Computed;
import dev.orrery.kit.access.policy.model.Zanzibar.Rewrite.This;
import dev.orrery.kit.access.policy.model.Zanzibar.Rewrite.TupleToUserset;
import dev.orrery.kit.access.policy.model.Zanzibar.Rewrite.Union;
import dev.orrery.kit.access.policy.model.Zanzibar.Tuple;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The example of the paper: table 1 and figure 1.
class ZanzibarTest {
  private final Zanzibar paper =
      new Zanzibar(
          Map.of(
              "doc",
              Map.of(
                  "editor", Union.of(new This(), new Computed("owner")),
                  "viewer",
                      Union.of(
                          new This(),
                          new Computed("editor"),
                          new TupleToUserset("parent", "viewer")))),
          List.of(
              new Tuple("doc:readme", "owner", "user:10"),
              new Tuple("group:eng", "member", "user:11"),
              new Tuple("doc:readme", "viewer", "group:eng#member"),
              new Tuple("doc:readme", "parent", "folder:A"),
              new Tuple("folder:A", "viewer", "user:12"),
              new Tuple("group:eng", "member", "group:all#member"),
              new Tuple("group:all", "member", "group:eng#member")));

  @Test
  void anOwnerIsAnEditorAndAViewer() {
    assertThat(paper.check("doc:readme", "editor", "user:10")).isTrue();
    assertThat(paper.check("doc:readme", "viewer", "user:10")).isTrue();
    assertThat(paper.check("doc:readme", "owner", "user:11")).isFalse();
  }

  @Test
  void aMemberOfAGroupHasWhatTheGroupHas() {
    assertThat(paper.check("doc:readme", "viewer", "user:11")).isTrue();
    assertThat(paper.check("doc:readme", "editor", "user:11")).isFalse();
  }

  @Test
  void aViewerOfTheFolderIsAViewerOfTheDocument() {
    assertThat(paper.check("doc:readme", "viewer", "user:12")).isTrue();
    assertThat(paper.check("doc:readme", "editor", "user:12")).isFalse();
  }

  @Test
  void groupsThatContainEachOtherComeToAnEnd() {
    assertThat(paper.check("doc:readme", "viewer", "user:13")).isFalse();
  }
}
