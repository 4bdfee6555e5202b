package dev.orrery.kit.access.policy;

import dev.orrery.kit.access.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A set of rows, by where they lie.
///
/// @param organizations all of these, those below them included
/// @param projects of an organization, all of these
/// @param resources in a place, exactly these
public record Reach(
    Set<UUID> organizations, Map<UUID, Set<UUID>> projects, Map<Place, Set<UUID>> resources) {
  /// Where a resource lies.
  ///
  /// @param project null for anywhere in the organization
  public record Place(UUID organization, @Nullable UUID project) {}

  static final Reach NOWHERE = new Reach(Set.of(), Map.of(), Map.of());

  public boolean isEmpty() {
    return organizations.isEmpty() && projects.isEmpty() && resources.isEmpty();
  }

  public boolean includes(UUID organization, @Nullable UUID project, @Nullable UUID resource) {
    return organizations.contains(organization)
        || (project != null && projects.getOrDefault(organization, Set.of()).contains(project))
        || (resource != null && isNamed(organization, project, resource));
  }

  boolean includes(Target target) {
    return includes(target.organization(), target.project(), target.resource());
  }

  private boolean isNamed(UUID organization, @Nullable UUID project, UUID resource) {
    return resources.getOrDefault(new Place(organization, null), Set.of()).contains(resource)
        || (project != null
            && resources
                .getOrDefault(new Place(organization, project), Set.of())
                .contains(resource));
  }

  /// A condition in SQL that holds for exactly these rows; `false` when there are none. It is as
  /// long for a thousand places as for two: databases go through long ones row by row.
  ///
  /// @param bind takes a value in and answers its place in the statement
  String sql(Columns columns, Function<Object, String> bind) {
    List<String> parts = new ArrayList<>();
    if (!organizations.isEmpty()) {
      parts.add("%s = any(%s)".formatted(columns.organization(), bind.apply(array(organizations))));
    }
    @Nullable String project = columns.project();
    PlaceRows inProjects = new PlaceRows(bind, columns.organization(), project);
    PlaceRows inOrganizations = new PlaceRows(bind, columns.organization(), columns.id());
    PlaceRows inBoth = new PlaceRows(bind, columns.organization(), project, columns.id());
    projects.forEach((organization, ids) -> ids.forEach(id -> inProjects.add(organization, id)));
    resources.forEach((place, ids) ->
        ids.forEach(id -> {
          @Nullable UUID within = place.project();
          if (within == null) {
            inOrganizations.add(place.organization(), id);
          } else {
            inBoth.add(place.organization(), within, id);
          }
        }));
    inOrganizations.sql().ifPresent(parts::add);
    if (project != null) {
      inProjects.sql().ifPresent(parts::add);
      inBoth.sql().ifPresent(parts::add);
    }
    return switch (parts.size()) {
      case 0 -> "false";
      case 1 -> parts.getFirst();
      default -> "(%s)".formatted(String.join(" or ", parts));
    };
  }

  private static UUID[] array(Set<UUID> ids) {
    return ids.toArray(UUID[]::new);
  }

  /// Collects what bindings reach.
  static final class Growing {
    private final Set<UUID> organizations = new HashSet<>();
    private final Map<UUID, Set<UUID>> projects = new HashMap<>();
    private final Map<Place, Set<UUID>> resources = new HashMap<>();

    void add(Snapshot snapshot, Binding binding) {
      @Nullable Organization organization = snapshot.organizations().get(binding.organization);
      if (organization == null) {
        return;
      }
      int number = Scope.number(binding.scope);
      if (Scope.isOrganization(binding.scope)) {
        addTree(snapshot, organization);
      } else if (Scope.isProject(binding.scope)) {
        @Nullable Project project = snapshot.projects().get(number);
        if (project != null && project.organization() == binding.organization) {
          projects.computeIfAbsent(organization.id(), _ -> new HashSet<>()).add(project.id());
        }
      } else {
        addResource(snapshot, binding, organization);
      }
    }

    private void addResource(Snapshot snapshot, Binding binding, Organization organization) {
      @Nullable UUID resource = snapshot.resources().get(Scope.number(binding.scope));
      @Nullable Project project = snapshot.projects().get(binding.project);
      boolean lies =
          binding.project == Names.UNKNOWN
              || (project != null && project.organization() == binding.organization);
      if (resource != null && lies) {
        resources
            .computeIfAbsent(
                new Place(organization.id(), project == null ? null : project.id()),
                _ -> new HashSet<>())
            .add(resource);
      }
    }

    private void addTree(Snapshot snapshot, Organization organization) {
      if (organizations.add(organization.id())) {
        for (int child : organization.children()) {
          @Nullable Organization below = snapshot.organizations().get(child);
          if (below != null) {
            addTree(snapshot, below);
          }
        }
      }
    }

    /// The organizations in which there is anything.
    Set<UUID> anywhere() {
      Set<UUID> all = new HashSet<>(organizations);
      all.addAll(projects.keySet());
      resources.keySet().forEach(place -> all.add(place.organization()));
      return all;
    }

    /// Without what lies in organizations that are there as a whole.
    Reach reach() {
      projects.keySet().removeAll(organizations);
      resources.keySet().removeIf(place -> organizations.contains(place.organization()));
      return new Reach(Set.copyOf(organizations), copy(projects), copy(resources));
    }

    private static <K> Map<K, Set<UUID>> copy(Map<K, Set<UUID>> sets) {
      Map<K, Set<UUID>> copy = new HashMap<>();
      sets.forEach((key, ids) -> copy.put(key, Set.copyOf(ids)));
      return Map.copyOf(copy);
    }
  }
}
