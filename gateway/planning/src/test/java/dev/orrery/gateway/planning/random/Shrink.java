package dev.orrery.gateway.planning.random;

import graphql.language.AstTransformer;
import graphql.language.Document;
import graphql.language.Node;
import graphql.language.NodeVisitorStub;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.parser.Parser;
import graphql.util.TraversalControl;
import graphql.util.TraverserContext;
import graphql.util.TreeTransformerUtil;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Makes a failing case smaller while it still fails: first the operation, then the graph, then the
/// operation again.
public final class Shrink {
  private final Fails fails;
  private final long deadline;

  /// Whether a graph and an operation still go wrong.
  @FunctionalInterface
  public interface Fails {
    boolean test(Draft draft, RandomOperation operation);
  }

  /// A graph and an operation for it.
  public record Case(Draft draft, RandomOperation operation) {}

  private Shrink(Fails fails, Duration patience) {
    this.fails = fails;
    this.deadline = System.nanoTime() + patience.toNanos();
  }

  /// The smallest case found within the time.
  public static Case of(Case failing, Fails fails, Duration patience) {
    var shrink = new Shrink(fails, patience);
    var small = new Case(failing.draft(), shrink.operation(failing.draft(), failing.operation()));
    small = new Case(shrink.draft(small), small.operation());
    return new Case(small.draft(), shrink.operation(small.draft(), small.operation()));
  }

  private boolean isLate() {
    return System.nanoTime() - deadline > 0;
  }

  private RandomOperation operation(Draft draft, RandomOperation operation) {
    var best = operation;
    var index = 0;
    while (!isLate()) {
      var document = Parser.parse(best.text());
      if (index >= 2 * count(document)) {
        return best;
      }
      var smaller = best.withText(Tidy.text(without(document, index)));
      if (!smaller.equals(best) && fails.test(draft, smaller)) {
        best = smaller;
      } else {
        index++;
      }
    }
    return best;
  }

  private static int count(Document document) {
    var found = new int[1];
    visit(document, (_, _) -> found[0]++);
    return found[0];
  }

  private interface Visit {
    void at(Selection<?> selection, TraverserContext<Node> context);
  }

  /// Takes one selection away, or (from the middle of the numbers on) its directives.
  private static Document without(Document document, int index) {
    var left = new int[] {index};
    var all = count(document);
    return (Document)
        visit(
            document,
            (selection, context) -> {
              if (left[0]-- == 0) {
                if (context.getParentNode() instanceof SelectionSet set
                    && set.getSelections().size() > 1) {
                  TreeTransformerUtil.deleteNode(context);
                }
              } else if (left[0] + 1 == all) {
                plain(selection, context);
              }
            });
  }

  private static void plain(Selection<?> selection, TraverserContext<Node> context) {
    switch (selection) {
      case graphql.language.Field field ->
          TreeTransformerUtil.changeNode(context, field.transform(b -> b.directives(List.of())));
      case graphql.language.InlineFragment fragment ->
          TreeTransformerUtil.changeNode(context, fragment.transform(b -> b.directives(List.of())));
      default -> {}
    }
  }

  private static Node<?> visit(Document document, Visit visit) {
    return new AstTransformer()
        .transform(
            document,
            new NodeVisitorStub() {
              @Override
              protected TraversalControl visitSelection(
                  Selection<?> selection, TraverserContext<Node> context) {
                visit.at(selection, context);
                return TraversalControl.CONTINUE;
              }
            });
  }

  private Draft draft(Case failing) {
    var best = failing.draft();
    for (var size = Math.max(1, best.pieces().size() / 2); size > 0 && !isLate(); size /= 2) {
      for (var from = 0; from < best.pieces().size() && !isLate(); ) {
        var pieces = best.pieces();
        Set<Draft.Piece> gone =
            new LinkedHashSet<>(pieces.subList(from, Math.min(pieces.size(), from + size)));
        var smaller = best.without(gone);
        if (fails.test(smaller, failing.operation())) {
          best = smaller;
        } else {
          from += size;
        }
      }
    }
    return best;
  }
}
