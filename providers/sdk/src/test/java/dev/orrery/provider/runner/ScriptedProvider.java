package dev.orrery.provider.runner;

import dev.orrery.provider.Action;
import dev.orrery.provider.Outcome;
import dev.orrery.provider.Provider;
import dev.orrery.provider.Work;
import dev.orrery.provider.runner.World.Size;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A provider that does at each resource what the test says, and remembers what it was asked.
final class ScriptedProvider implements Provider<Size, Size> {
  /// What happens at an ensure.
  interface Script {
    Outcome<Size> run(Size desired, Work work) throws InterruptedException;
  }

  final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, Size> present = new ConcurrentHashMap<>();

  void at(String resource, Script script) {
    scripts.put(resource, script);
  }

  long callsAt(String resource) {
    return calls.stream().filter(call -> call.endsWith(resource)).count();
  }

  @Override
  public Outcome<Size> ensure(Size desired, Work work) {
    calls.add("ensure " + desired.wheels() + " " + work.resourceId());
    var script = scripts.get(work.resourceId());
    try {
      if (script != null) {
        return script.run(desired, work);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
    present.put(work.resourceId(), desired);
    return new Outcome.Ready<>(desired);
  }

  @Override
  public Outcome<Size> remove(Work work) {
    calls.add("remove " + work.resourceId());
    present.remove(work.resourceId());
    return new Outcome.Gone<>();
  }

  @Override
  public Outcome<Size> observe(Work work) {
    var size = present.get(work.resourceId());
    return size == null ? new Outcome.Gone<>() : new Outcome.Ready<>(size);
  }

  @Override
  public Outcome<Size> act(Action action, Work work) {
    calls.add("act " + action.name() + " " + work.resourceId());
    return observe(work);
  }
}
