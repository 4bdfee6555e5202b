package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.program.Conditions;
import dev.orrery.gateway.execution.program.Place;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.program.Step.Group;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/// The objects of one group that wait for an answer, each with the number of the representation
/// sent for it.
///
/// Equal representations are sent once. They are compared as bytes inside the request itself: a
/// repeated one is written at the end, recognised, and cut off again.
///
/// Specification: Federation subgraph specification, `Query._entities`.
final class EntityCall {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long SEED = ThreadLocalRandom.current().nextLong();
  private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

  private final Program program;
  private final JsonIndex index;
  private final JsonOutput out;
  private final Group group;
  private int[] objects = new int[16];
  private int[] numbers = new int[16];
  private int count;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int distinct;
  private int[] slots = new int[64];

  EntityCall(Program program, JsonIndex index, JsonOutput out, Group group) {
    this.program = program;
    this.index = index;
    this.out = out;
    this.group = group;
  }

  Group group() {
    return group;
  }

  /// How many objects wait.
  int count() {
    return count;
  }

  int object(int position) {
    return objects[position];
  }

  /// The position of an object's entity in the answer.
  int number(int position) {
    return numbers[position];
  }

  /// How many representations were written.
  int distinct() {
    return distinct;
  }

  /// Writes the list of representations.
  void write(int root, boolean[] conditions) {
    out.write('[');
    for (Place place : group.places()) {
      if (place.condition() == Conditions.ALWAYS || conditions[place.condition()]) {
        TreeWalk walk = TreeWalk.from(index, program.typenameKey(), root, place.steps());
        for (int i = 0; i < walk.count(); i++) {
          add(walk.object(i));
        }
      }
    }
    out.write(']');
  }

  /// Adds one object to an open list.
  void add(int object) {
    int cut = out.length();
    if (distinct > 0) {
      out.write(',');
    }
    int start = out.length();
    if (!group.representation().write(index, object, out)) {
      out.cut(cut);
      return;
    }
    int number = find(start, out.length());
    if (number < distinct) {
      out.cut(cut);
    } else {
      distinct++;
    }
    if (count == objects.length) {
      objects = Arrays.copyOf(objects, count * 2);
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    objects[count] = object;
    numbers[count++] = number;
  }

  /// The number of an equal representation, or the next free one, under which this one is then
  /// known.
  private int find(int start, int end) {
    if (distinct * 2 >= slots.length) {
      grow();
    }
    byte[] bytes = out.array();
    int slot = hash(bytes, start, end) & (slots.length - 1);
    while (slots[slot] != 0) {
      int candidate = slots[slot] - 1;
      if (Arrays.equals(bytes, starts[candidate], ends[candidate], bytes, start, end)) {
        return candidate;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    if (distinct == starts.length) {
      starts = Arrays.copyOf(starts, distinct * 2);
      ends = Arrays.copyOf(ends, distinct * 2);
    }
    slots[slot] = distinct + 1;
    starts[distinct] = start;
    ends[distinct] = end;
    return distinct;
  }

  private void grow() {
    slots = new int[slots.length * 4];
    for (int i = 0; i < distinct; i++) {
      int slot = hash(out.array(), starts[i], ends[i]) & (slots.length - 1);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }

  /// Eight bytes at a time, and seeded, so that nobody can choose ids that collide.
  private static int hash(byte[] bytes, int start, int end) {
    long hash = SEED + (end - start);
    int i = start;
    for (; i + 8 <= end; i += 8) {
      hash = (hash ^ (long) LONGS.get(bytes, i)) * PRIME;
      hash ^= hash >>> 29;
    }
    for (; i < end; i++) {
      hash = (hash ^ bytes[i]) * PRIME;
    }
    return (int) (hash ^ (hash >>> 32));
  }
}
