package dev.orrery.gateway.composition.supergraph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One `@link` of the supergraph, other than those to the specs `link` and `join`.
///
/// @param purpose `SECURITY` or `EXECUTION`: a gateway that does not know such a spec must refuse
///   the supergraph
public record Link(
    String url, @Nullable String as, List<Import> imports, @Nullable String purpose) {
  public Link {
    imports = List.copyOf(imports);
  }

  /// @param name with its `@` for a directive
  public record Import(String name, @Nullable String as) {
    public String localName() {
      return as == null ? name : as;
    }
  }
}
