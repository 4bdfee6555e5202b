package dev.orrery.provider.simulator;

import dev.orrery.provider.journal.AppendLog;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The machines, rebuilt at each start from the effects that made them.
final class World implements AutoCloseable {
  private final Map<String, Machine> machines;
  private final AppendLog effects;

  private World(Map<String, Machine> machines, AppendLog effects) {
    this.machines = machines;
    this.effects = effects;
  }

  static World open(Path home) {
    var machines = new ConcurrentHashMap<String, Machine>();
    return new World(
        machines, AppendLog.open(home.resolve("world.journal"), line -> replay(line, machines)));
  }

  private static void replay(String line, Map<String, Machine> machines) {
    try {
      var effect = Wire.read(line.getBytes(StandardCharsets.UTF_8), Effect.class);
      var machine = effect.machine();
      if (machine == null) {
        machines.remove(effect.resourceId());
      } else {
        machines.put(effect.resourceId(), machine);
      }
    } catch (IOException e) {
      throw new IllegalStateException("world.journal has a broken line: " + line, e);
    }
  }

  Optional<Machine> find(String resourceId) {
    return Optional.ofNullable(machines.get(resourceId));
  }

  List<Machine> all() {
    return List.copyOf(machines.values());
  }

  /// Changes one machine, alone with it; a null is a machine that is not there. When the step
  /// leaves it as it was, nothing happened and nothing is written. Returns once the effect is on
  /// disk.
  ///
  /// @return what happened, and the machine afterwards
  Changed change(String resourceId, @Nullable String operationToken, Step step) {
    var happened = new AtomicReference<@Nullable Effect>();
    var machine =
        machines.compute(
            resourceId,
            (id, before) -> {
              var after = step.from(before);
              if (Objects.equals(before, after)) {
                return before;
              }
              var what = Effect.between(before, after);
              var effect = new Effect(Instant.now(), what, id, operationToken, after);
              effects.append(new String(Wire.write(effect), StandardCharsets.UTF_8));
              happened.set(effect);
              return after;
            });
    return new Changed(Optional.ofNullable(happened.get()), Optional.ofNullable(machine));
  }

  /// @param effect empty when the machine was left as it was
  /// @param machine empty when there is none
  record Changed(Optional<Effect> effect, Optional<Machine> machine) {}

  /// What becomes of a machine.
  interface Step {
    @Nullable Machine from(@Nullable Machine before);
  }

  @Override
  public void close() {
    effects.close();
  }
}
