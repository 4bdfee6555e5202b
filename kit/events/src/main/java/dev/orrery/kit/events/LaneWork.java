package dev.orrery.kit.events;

import java.util.List;

/// What is to be done in one lane now, and alone in it.
sealed interface LaneWork {

  String resource();

  /// The messages in hand that it is about.
  List<Delivery> deliveries();

  /// The lane's first message; nothing of the resource waits.
  record Handle(Delivery delivery) implements LaneWork {
    @Override
    public String resource() {
      return delivery.resource();
    }

    @Override
    public List<Delivery> deliveries() {
      return List.of(delivery);
    }
  }

  /// Messages that came while others of the resource wait, and are to wait behind them.
  record Join(String resource, List<Delivery> deliveries) implements LaneWork {}

  /// The time of the first one that waits has come.
  record Resume(String resource) implements LaneWork {
    @Override
    public List<Delivery> deliveries() {
      return List.of();
    }
  }
}
