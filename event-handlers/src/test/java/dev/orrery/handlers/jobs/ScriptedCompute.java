package dev.orrery.handlers.jobs;

import dev.orrery.provider.Outcome;
import dev.orrery.provider.Provider;
import dev.orrery.provider.Work;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A provider that answers at each instance what the test says.
final class ScriptedCompute implements Provider<DesiredCompute, ScriptedCompute.Observed> {
  record Observed(String powerState, List<String> addresses) {}

  /// @param attempt of the order
  record Call(String verb, String resource, int attempt, List<String> addresses) {}

  /// What happens at an ensure.
  interface Script {
    Outcome<Observed> run(DesiredCompute desired, Work work);
  }

  final List<Call> calls = new CopyOnWriteArrayList<>();
  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final Map<String, Observed> machines = new ConcurrentHashMap<>();

  void at(String resource, Script script) {
    scripts.put(resource, script);
  }

  List<Call> callsAt(String resource) {
    return calls.stream().filter(call -> call.resource().equals(resource)).toList();
  }

  Outcome<Observed> make(DesiredCompute desired, Work work) {
    var made = new Observed(desired.powerState(), desired.addresses());
    machines.put(work.resourceId(), made);
    return new Outcome.Ready<>(made);
  }

  @Override
  public Outcome<Observed> ensure(DesiredCompute desired, Work work) {
    calls.add(new Call("ensure", work.resourceId(), work.attempt(), desired.addresses()));
    return scripts.getOrDefault(work.resourceId(), this::make).run(desired, work);
  }

  @Override
  public Outcome<Observed> remove(Work work) {
    calls.add(new Call("remove", work.resourceId(), work.attempt(), List.of()));
    machines.remove(work.resourceId());
    return new Outcome.Gone<>();
  }

  @Override
  public Outcome<Observed> observe(Work work) {
    calls.add(new Call("observe", work.resourceId(), work.attempt(), List.of()));
    var machine = machines.get(work.resourceId());
    return machine == null ? new Outcome.Gone<>() : new Outcome.Ready<>(machine);
  }
}
