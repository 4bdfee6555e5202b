package dev.orrery.exams;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Location;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VMDisconnectedException;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.BreakpointRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Makes one thread of a running service stand still at a point of its own code, from outside, as a
/// person does who debugs it: the service holds nothing that an exam could use.
final class Debugger implements AutoCloseable {
  private final VirtualMachine machine;

  private Debugger(VirtualMachine machine) {
    this.machine = machine;
  }

  /// What a JVM is started with that may be debugged at that port of this machine.
  static String agent(int port) {
    return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
  }

  static Debugger attachedTo(int port) throws IOException {
    AttachingConnector connector =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(one -> one.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = connector.defaultArguments();
    Objects.requireNonNull(arguments.get("hostname")).setValue("127.0.0.1");
    Objects.requireNonNull(arguments.get("port")).setValue(String.valueOf(port));
    try {
      return new Debugger(connector.attach(arguments));
    } catch (IllegalConnectorArgumentsException wrong) {
      throw new IllegalStateException(wrong);
    }
  }

  /// A thread that came to the point, and stands there.
  record Standing(ThreadReference thread) {
    /// Whether its callers, from the nearest on, are methods of classes of these names, or of
    /// classes within them.
    boolean isCalledFrom(List<String> classes) {
      try {
        for (int i = 0; i < classes.size(); i++) {
          if (thread.frameCount() <= i + 1
              || !isOf(thread.frame(i + 1).location().declaringType().name(), classes.get(i))) {
            return false;
          }
        }
        return true;
      } catch (IncompatibleThreadStateException running) {
        throw new IllegalStateException(running);
      }
    }

    private static boolean isOf(String type, String name) {
      return type.equals(name) || type.startsWith(name + "$");
    }

    /// A text that a method on its stack was given.
    ///
    /// @param frame 0 is the method where it stands
    String text(int frame, int argument) {
      return ((StringReference) value(frame, argument)).value();
    }

    /// A field of a record that a method on its stack was given.
    String text(int frame, int argument, String field) {
      return ((StringReference) field(value(frame, argument), field)).value();
    }

    /// A field of the first record in a list, which is a field of the object whose method is on its
    /// stack.
    String textOfFirst(int frame, String list, String field) {
      var records = (ArrayReference) field(field(method(frame).thisObject(), list), "elementData");
      return ((StringReference) field(records.getValue(0), field)).value();
    }

    private static Value field(Value of, String name) {
      ObjectReference object = (ObjectReference) of;
      return object.getValue(object.referenceType().fieldByName(name));
    }

    private Value value(int frame, int argument) {
      return method(frame).getArgumentValues().get(argument);
    }

    private StackFrame method(int frame) {
      try {
        return thread.frame(frame);
      } catch (IncompatibleThreadStateException running) {
        throw new IllegalStateException(running);
      }
    }
  }

  /// Waits for a thread to begin a method, called as said. All other threads go on.
  ///
  /// @param callers names of classes, from the nearest caller on
  /// @throws AssertionError when none comes in time
  Standing standAt(
      String type, String method, int parameters, List<String> callers, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    BreakpointRequest request =
        machine.eventRequestManager().createBreakpointRequest(begin(type, method, parameters, end));
    request.setSuspendPolicy(BreakpointRequest.SUSPEND_EVENT_THREAD);
    request.enable();
    while (true) {
      EventSet events =
          machine.eventQueue().remove(Math.max(1, (end - System.nanoTime()) / 1_000_000));
      if (events == null) {
        throw new AssertionError("nobody came to %s.%s".formatted(type, method));
      }
      for (Event event : events) {
        if (event instanceof BreakpointEvent stop && request.equals(stop.request())) {
          Standing standing = new Standing(stop.thread());
          if (standing.isCalledFrom(callers)) {
            return standing;
          }
        }
      }
      events.resume();
    }
  }

  private Location begin(String type, String name, int parameters, long end)
      throws InterruptedException {
    while (true) {
      Optional<Method> method =
          machine.classesByName(type).stream()
              .filter(ReferenceType::isPrepared)
              .flatMap(found -> found.methodsByName(name).stream())
              .filter(found -> found.argumentTypeNames().size() == parameters)
              .findFirst();
      if (method.isPresent()) {
        return method.get().location();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("%s.%s is not there".formatted(type, name));
      }
      Thread.sleep(100);
    }
  }

  /// Lets go of the service, which may have died meanwhile.
  @Override
  public void close() {
    try {
      machine.dispose();
    } catch (VMDisconnectedException died) {
      // It has let go of us.
    }
  }
}
