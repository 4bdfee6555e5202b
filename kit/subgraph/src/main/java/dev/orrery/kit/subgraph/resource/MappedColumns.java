package dev.orrery.kit.subgraph.resource;

import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Transient;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The columns that a row's class reads. Selecting others too, as `t.*` does in a table with
/// columns that PostgreSQL derives for itself, makes Hibernate Reactive 3.2 fail with a
/// `NullPointerException`.
final class MappedColumns {
  private static final ClassValue<String> KNOWN =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> row) {
          return names(row).map("t."::concat).collect(Collectors.joining(", "));
        }
      };

  private MappedColumns() {}

  /// The columns of the table `t`, ready for a `select`.
  static String of(Class<?> row) {
    return KNOWN.get(row);
  }

  private static Stream<String> names(Class<?> mapped) {
    return Stream.of(mapped.getDeclaredFields()).flatMap(MappedColumns::names);
  }

  private static Stream<String> names(Field field) {
    if (isNotPersistent(field)) {
      return Stream.empty();
    }
    if (field.isAnnotationPresent(Embedded.class)) {
      return names(field.getType());
    }
    @Nullable Column column = field.getAnnotation(Column.class);
    return Stream.of(column == null || column.name().isEmpty() ? field.getName() : column.name());
  }

  private static boolean isNotPersistent(Field field) {
    return Modifier.isStatic(field.getModifiers())
        || Modifier.isTransient(field.getModifiers())
        || field.isSynthetic()
        || field.isAnnotationPresent(Transient.class);
  }
}
