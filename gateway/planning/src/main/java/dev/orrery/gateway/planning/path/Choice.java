package dev.orrery.gateway.planning.path;

import dev.orrery.gateway.planning.operation.Budget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Chooses one way to each leaf so that all together cost least: a greedy choice first, leaves with
/// the fewest ways before others, then branch and bound below its cost.
final class Choice {
  // Past this the best choice found so far is taken: a good plan now beats the best one late.
  private static final int MOST_BRANCHES = 20_000;

  private final CallTable table;
  private final Budget budget;
  private int branches;

  Choice(CallTable table, Budget budget) {
    this.table = table;
    this.budget = budget;
  }

  /// Leaves whose ways take the same calls, and so go the same way.
  ///
  /// @param calls by way
  private record Question(List<Calls> calls, List<Integer> leaves) {}

  List<Path> of(List<Leaf> leaves) {
    var byCalls = new LinkedHashMap<List<java.util.BitSet>, Question>();
    for (var i = 0; i < leaves.size(); i++) {
      var calls = leaves.get(i).ways().stream().map(Path::calls).toList();
      byCalls
          .computeIfAbsent(
              calls.stream().map(Calls::bits).toList(), _ -> new Question(calls, new ArrayList<>()))
          .leaves()
          .add(i);
    }
    var questions = new ArrayList<>(byCalls.values());
    questions.sort(Comparator.comparingInt(question -> question.calls().size()));
    var best = new Search(questions).run();
    var chosen = new ArrayList<Path>();
    Map<Integer, Integer> wayOf = new LinkedHashMap<>();
    for (var q = 0; q < questions.size(); q++) {
      for (var leaf : questions.get(q).leaves()) {
        wayOf.put(leaf, best[q]);
      }
    }
    for (var i = 0; i < leaves.size(); i++) {
      chosen.add(leaves.get(i).ways().get(wayOf.getOrDefault(i, 0)));
    }
    return chosen;
  }

  private final class Search {
    private final List<Question> questions;
    // What the questions from an index on take, whichever way each goes.
    private final Calls[] sureFrom;
    private int[] best;
    private long least;

    Search(List<Question> questions) {
      this.questions = questions;
      this.sureFrom = new Calls[questions.size() + 1];
      sureFrom[questions.size()] = Calls.NONE;
      for (var q = questions.size() - 1; q >= 0; q--) {
        var calls = questions.get(q).calls();
        var sure = calls.getFirst();
        for (var way : calls) {
          sure = sure.common(way);
        }
        sureFrom[q] = sureFrom[q + 1].and(sure);
      }
      this.best = new int[questions.size()];
    }

    int[] run() {
      var calls = sureFrom[0];
      for (var q = 0; q < questions.size(); q++) {
        best[q] = cheapest(calls, questions.get(q).calls());
        calls = calls.and(questions.get(q).calls().get(best[q]));
      }
      least = table.cost(calls);
      branch(0, Calls.NONE, new int[questions.size()]);
      return best;
    }

    private int cheapest(Calls given, List<Calls> ways) {
      var found = 0;
      var cost = Long.MAX_VALUE;
      for (var way = 0; way < ways.size(); way++) {
        var addition = table.addition(given, ways.get(way));
        if (addition < cost) {
          found = way;
          cost = addition;
        }
      }
      return found;
    }

    private void branch(int question, Calls given, int[] taken) {
      if (branches > MOST_BRANCHES || budget.isLate()) {
        return;
      }
      branches++;
      var bound = table.cost(given.and(sureFrom[question]));
      if (bound >= least) {
        return;
      }
      if (question == questions.size()) {
        least = bound;
        best = taken.clone();
        return;
      }
      var calls = questions.get(question).calls();
      for (var way = 0; way < calls.size(); way++) {
        taken[question] = way;
        branch(question + 1, given.and(calls.get(way)), taken);
      }
    }
  }
}
