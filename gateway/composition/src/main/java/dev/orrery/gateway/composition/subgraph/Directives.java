package dev.orrery.gateway.composition.subgraph;

import dev.orrery.gateway.composition.sdl.AppliedDirective;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is applied to one element of a subgraph.
///
/// @param federation the directives of federation and its specs, by their standard names, whatever
///   the subgraph calls them
/// @param other all others, by their own names
public record Directives(List<AppliedDirective> federation, List<AppliedDirective> other) {
  public static final Directives NONE = new Directives(List.of(), List.of());

  public Directives {
    federation = List.copyOf(federation);
    other = List.copyOf(other);
  }

  public boolean has(FederationDirective directive) {
    return all(directive).findAny().isPresent();
  }

  public Optional<AppliedDirective> first(FederationDirective directive) {
    return all(directive).findFirst();
  }

  public Stream<AppliedDirective> all(FederationDirective directive) {
    return federation.stream().filter(it -> it.name().equals(directive.directiveName()));
  }

  public Directives without(FederationDirective directive) {
    return new Directives(
        federation.stream().filter(it -> !it.name().equals(directive.directiveName())).toList(),
        other);
  }

  public Directives with(AppliedDirective directive) {
    return new Directives(Stream.concat(federation.stream(), Stream.of(directive)).toList(), other);
  }

  Directives plus(Directives more) {
    return new Directives(
        Stream.concat(federation.stream(), more.federation.stream()).toList(),
        Stream.concat(other.stream(), more.other.stream()).toList());
  }
}
