package dev.orrery.gateway.execution.program;

import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.parser.Parser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a fetch document asks for, read back from its text: when the whole fetch fails, errors name
/// these fields.
final class AskedKeys {
  private final Map<String, FragmentDefinition> fragments = new HashMap<>();
  private final SelectionSet root;

  private AskedKeys(Document document) {
    for (var fragment : document.getDefinitionsOfType(FragmentDefinition.class)) {
      fragments.put(fragment.getName(), fragment);
    }
    this.root =
        document.getDefinitionsOfType(OperationDefinition.class).getFirst().getSelectionSet();
  }

  static AskedKeys of(String document) {
    return new AskedKeys(Parser.parse(document));
  }

  /// The data keys at the root.
  List<String> atRoot() {
    Set<String> keys = new LinkedHashSet<>();
    fields(root).forEach(field -> addKey(field, keys));
    return List.copyOf(keys);
  }

  /// The data keys directly below the root field with this data key.
  List<String> below(String rootKey) {
    Set<String> keys = new LinkedHashSet<>();
    for (Field field : fields(root)) {
      if (key(field).equals(rootKey)) {
        fields(field.getSelectionSet()).forEach(child -> addKey(child, keys));
      }
    }
    return List.copyOf(keys);
  }

  private static void addKey(Field field, Set<String> keys) {
    if (!field.getName().equals("__typename")) {
      keys.add(key(field));
    }
  }

  private static String key(Field field) {
    return field.getAlias() == null ? field.getName() : field.getAlias();
  }

  private List<Field> fields(@Nullable SelectionSet selections) {
    List<Field> fields = new ArrayList<>();
    if (selections == null) {
      return fields;
    }
    for (Selection<?> selection : selections.getSelections()) {
      switch (selection) {
        case Field field -> fields.add(field);
        case InlineFragment inline -> fields.addAll(fields(inline.getSelectionSet()));
        case FragmentSpread spread -> {
          FragmentDefinition fragment = fragments.get(spread.getName());
          if (fragment != null) {
            fields.addAll(fields(fragment.getSelectionSet()));
          }
        }
        default -> throw new IllegalStateException("unknown selection " + selection.getClass());
      }
    }
    return fields;
  }
}
