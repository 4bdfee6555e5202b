package dev.orrery.provider.testkit.checks;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a method that checks one rule of the contract; its name says which.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Rule {
  /// The clause it stands on.
  Clause value();

  /// True when the check itself starts the process for the first time, in a world without a past.
  boolean unstarted() default false;

  /// About how many seconds it takes, so that long ones are begun first.
  int seconds() default 1;
}
