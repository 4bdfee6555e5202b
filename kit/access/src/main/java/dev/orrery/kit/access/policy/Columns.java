package dev.orrery.kit.access.policy;

import org.jspecify.annotations.Nullable;

/// Where a table keeps what rights are decided by, each as it is written in a statement.
///
/// @param organization a column that is never null
/// @param project null for what never belongs to a project
/// @param labels null for what has no labels; a column of type jsonb otherwise
public record Columns(
    String organization, @Nullable String project, String id, @Nullable String labels) {

  /// `alias.organization_id` and so on.
  public static Columns of(String alias) {
    return new Columns(
        alias + ".organization_id", alias + ".project_id", alias + ".id", alias + ".labels");
  }
}
