package dev.orrery.handlers.provider;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.subgraph.page.Page;
import dev.orrery.kit.subgraph.page.PageRequest;
import dev.orrery.kit.subgraph.resource.Pages;
import dev.orrery.kit.subgraph.wiring.Wiring.Children;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Lists what names its provider below that provider. There are few providers, and each of their
/// lists is a statement of its own.
public record PagesOfProviders(Database database, Pages<?> pages) implements Children {

  @Override
  public Map<UUID, Page> pages(Viewer viewer, PageRequest request, Collection<UUID> providers) {
    var all = new HashMap<UUID, Page>();
    for (var row :
        database.read(transaction ->
            transaction.rows(
                Sql.of("select id, name from provider where id = any(:ids)")
                    .with("ids", providers.toArray(UUID[]::new))))) {
      all.put(
          (UUID) Objects.requireNonNull(row[0]),
          pages.page(viewer, narrowed(request, String.valueOf(row[1]))));
    }
    return all;
  }

  private static PageRequest narrowed(PageRequest request, String provider) {
    Map<String, @Nullable Object> mine = Map.of("provider", Map.of("eq", provider));
    Map<String, @Nullable Object> both =
        request.where().isEmpty() ? mine : Map.of("and", List.of(mine, request.where()));
    return new PageRequest(
        request.size(),
        request.backward(),
        request.cursor(),
        both,
        request.labels(),
        request.orderBy(),
        request.counted());
  }
}
