package dev.orrery.exams;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// One house for all test classes that leave it whole: up when the first of them asks for it, down
/// after the last.
public final class SharedHouse implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SharedHouse.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == House.class;
  }

  @Override
  public House resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(House.class, _ -> up(), House.class);
  }

  private static House up() {
    try {
      return House.patient();
    } catch (IOException notUp) {
      throw new UncheckedIOException(notUp);
    }
  }
}
