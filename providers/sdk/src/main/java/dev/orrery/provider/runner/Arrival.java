package dev.orrery.provider.runner;

import dev.orrery.provider.protocol.Cancel;
import dev.orrery.provider.protocol.Order;
import dev.orrery.provider.protocol.Subjects;
import dev.orrery.provider.protocol.Wire;
import java.io.IOException;

/// What a message turned out to be.
sealed interface Arrival {
  /// An order to carry out.
  record Ordered(Order order) implements Arrival {}

  /// A wish to stop.
  record Cancelled(Cancel cancel) implements Arrival {}

  /// The subject names a resource, so that somebody can be told.
  record Unreadable(Subjects.Address address, String code, String why) implements Arrival {}

  /// The subject names nothing.
  record Unaddressed() implements Arrival {}

  static Arrival read(String subject, byte[] body, int mostBytes) {
    var found = Subjects.readOrder(subject);
    if (found.isEmpty()) {
      return new Unaddressed();
    }
    var address = found.get();
    if (body.length > mostBytes) {
      return new Unreadable(
          address, "ORDER_TOO_LARGE", "%d bytes, %d at most".formatted(body.length, mostBytes));
    }
    try {
      if (address.verb().equals("cancel")) {
        var cancel = Wire.read(body, Cancel.class);
        return cancel.resourceId().equals(address.resourceId())
            ? new Cancelled(cancel)
            : new Unreadable(address, "UNREADABLE_ORDER", "the body names another resource");
      }
      var order = Wire.read(body, Order.class);
      return new Subjects.Address(order.provider(), order.kind(), order.verb(), order.resourceId())
              .equals(address)
          ? new Ordered(order)
          : new Unreadable(address, "UNREADABLE_ORDER", "body and subject do not agree");
    } catch (IOException e) {
      return new Unreadable(address, "UNREADABLE_ORDER", String.valueOf(e.getMessage()));
    }
  }
}
