package dev.orrery.provider.testkit.checks;

import dev.orrery.provider.testkit.bench.Bench;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Locale;

/// One rule, ready to be run.
///
/// @param name `group.the-rule-in-words`
/// @param unstarted whether the check starts the process itself, on a bench without a past
/// @param seconds about how long it takes
public record Check(String name, Clause clause, boolean unstarted, int seconds, Method method) {

  static Check of(Method method, Rule rule) {
    var name = dashed(method.getDeclaringClass().getSimpleName()) + "." + dashed(method.getName());
    return new Check(name, rule.value(), rule.unstarted(), rule.seconds(), method);
  }

  private static String dashed(String camelCase) {
    return camelCase
        .replaceAll("(?<=.)([A-Z])", "-$1")
        .toLowerCase(Locale.ROOT)
        .replaceAll("-([a-z])(?=-)", "-$1");
  }

  /// Looks whether the provider keeps the rule.
  ///
  /// @throws dev.orrery.provider.testkit.bench.Broken when it does not
  /// @throws dev.orrery.provider.testkit.bench.NotApplicable when there is nothing to look at
  public void run(Bench bench) {
    try {
      var constructor = method.getDeclaringClass().getDeclaredConstructor(Bench.class);
      method.invoke(constructor.newInstance(bench));
    } catch (InvocationTargetException e) {
      switch (e.getCause()) {
        case RuntimeException thrown -> throw thrown;
        case Error thrown -> throw thrown;
        case null, default -> throw new IllegalStateException(name, e);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(name + " cannot be run", e);
    }
  }
}
