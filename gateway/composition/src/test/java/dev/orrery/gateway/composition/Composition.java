package dev.orrery.gateway.composition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orrery.gateway.composition.CompositionResult.Composed;
import dev.orrery.gateway.composition.CompositionResult.Failed;
import dev.orrery.gateway.composition.findings.CompositionError;
import dev.orrery.gateway.composition.findings.CompositionHint;
import dev.orrery.gateway.composition.findings.ErrorCode;
import dev.orrery.gateway.composition.findings.HintCode;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;

/// Composes a few subgraphs and says what should come of it.
public final class Composition {
  /// The link that most examples begin with.
  public static final String V2 =
      """
      extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
        "@key", "@shareable", "@external", "@requires", "@provides", "@override", "@inaccessible", "@tag",
        "@interfaceObject", "@extends", "@composeDirective", "@authenticated", "@requiresScopes", "@policy",
        "@context", "@fromContext", "@cost", "@listSize"])
      """;

  private final List<SubgraphSource> sources = new ArrayList<>();

  public static Composition of(String name, String sdl) {
    return new Composition().and(name, sdl);
  }

  /// A subgraph of federation 2.
  public Composition and(String name, String sdl) {
    return andRaw(name, V2 + sdl);
  }

  /// A subgraph as it is.
  public Composition andRaw(String name, String sdl) {
    sources.add(new SubgraphSource(name, "http://127.0.0.1/" + name, sdl));
    return this;
  }

  public static Composition ofRaw(String name, String sdl) {
    return new Composition().andRaw(name, sdl);
  }

  public CompositionResult result() {
    var result = Composer.compose(sources);
    CaseLog.record(sources, result);
    return result;
  }

  /// The supergraph, which must read back from its own SDL and have an API schema.
  public Supergraph composes() {
    var result = result();
    if (result instanceof Failed failed) {
      Assertions.fail("does not compose:\n" + text(failed.errors()));
    }
    var supergraph = ((Composed) result).supergraph();
    assertThat(Supergraph.read(supergraph.toSdl())).isEqualTo(supergraph);
    assertThat(supergraph.apiSchema().getQueryType()).isNotNull();
    return supergraph;
  }

  /// The only errors are of these codes, in any order.
  public List<CompositionError> failsWith(ErrorCode... codes) {
    var result = result();
    if (!(result instanceof Failed failed)) {
      throw new AssertionError("composes, but should fail with " + List.of(codes));
    }
    assertThat(failed.errors())
        .as(text(failed.errors()))
        .extracting(CompositionError::code)
        .containsExactlyInAnyOrder(codes);
    assertThat(failed.errors()).allSatisfy(error -> assertThat(error.coordinates()).isNotEmpty());
    return failed.errors();
  }

  /// Composes, with a hint of the code.
  public List<CompositionHint> hints(HintCode code) {
    composes();
    var hints = result().hints().stream().filter(hint -> hint.code() == code).toList();
    assertThat(hints).as("hints %s among %s", code, result().hints()).isNotEmpty();
    return hints;
  }

  private static String text(List<CompositionError> errors) {
    return errors.stream().map(CompositionError::toString).collect(Collectors.joining("\n"));
  }
}
