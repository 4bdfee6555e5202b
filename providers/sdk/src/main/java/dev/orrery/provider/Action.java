package dev.orrery.provider;

import java.util.Map;

/// What an order with the verb `act` asks for.
public record Action(String name, Map<String, Object> arguments) {
  public Action {
    arguments = Map.copyOf(arguments);
  }
}
