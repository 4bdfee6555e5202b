package dev.orrery.permissions.group;

import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Sql;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.permissions.binding.Giving;
import dev.orrery.permissions.binding.Subjects;
import dev.orrery.permissions.binding.Subjects.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/// How groups get members. Whoever joins gets all that the group has, so only who could give that
/// may let somebody in.
@ApplicationScoped
class Joining {
  static final int MOST_MEMBERS = 1000;

  private static final String CONTAINED =
      """
      with recursive reach(id) as (
        select cast(:member as text)
        union
        select m.member from reach r
        join user_group g on type_id('grp', g.id) = r.id
        cross join lateral jsonb_array_elements_text(g.members -> 'all') as m(member))
      select 1 from reach where id = :group
      """;

  private final Subjects subjects;
  private final Giving giving;

  Joining(Subjects subjects, Giving giving) {
    this.subjects = subjects;
    this.giving = giving;
  }

  Answer<GroupRow> joined(
      Transaction transaction, Viewer viewer, GroupRow group, List<String> members) {
    TypeId id = new TypeId("grp", group.id());
    Set<String> all = group.members();
    for (int i = 0; i < members.size(); i++) {
      String member = members.get(i);
      Subject subject =
          subjects
              .find(
                  transaction, viewer, member, group.header().organization(), "input.members." + i)
              .orRollBack();
      if (subject.providerAccount()) {
        return Answer.refused(new GroupError.NoProviders(subject.id()));
      }
      if (contains(transaction, member, id)) {
        return Answer.refused(new GroupError.PartOfItself(id, member));
      }
      all.add(member);
    }
    if (all.size() > MOST_MEMBERS) {
      return Answer.refused(new GroupError.TooMany(id, MOST_MEMBERS));
    }
    if (all.size() > group.members().size()) {
      giving.mayGiveAllOf(transaction, viewer, id).orRollBack();
    }
    group.members(all);
    return Answer.granted(group);
  }

  private static boolean contains(Transaction transaction, String member, TypeId group) {
    return !transaction
        .rows(Sql.of(CONTAINED).with("member", member).with("group", group.toString()))
        .isEmpty();
  }
}
