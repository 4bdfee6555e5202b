package dev.orrery.ipam.prefix;

import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import java.util.List;
import java.util.UUID;

/// The addresses directly in prefixes, which move along when the tree changes around them. The
/// caller has locked the tree.
public interface PrefixContents {

  /// How many of a prefix's own addresses lie in another prefix's network.
  long count(Transaction transaction, UUID prefix, PrefixRow within);

  /// A few of a prefix's own addresses.
  List<TypeId> some(Transaction transaction, PrefixRow prefix);

  /// Moves those of a prefix's own addresses that lie in another prefix's network into that one.
  void move(Transaction transaction, UUID from, PrefixRow to, String actor);
}
