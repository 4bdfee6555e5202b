package dev.orrery.gateway.planning.fetch;

import dev.orrery.gateway.planning.operation.Budget;

/// Keeps documents to what servers take. Selections that differ for each of many types, several
/// levels deep, multiply; better to say so before the first call than to have a subgraph refuse the
/// third.
///
/// The bounds are those that graphql-java has unless told otherwise, the narrowest in wide use:
/// `graphql.parser.ParserOptions`.
final class DocumentSize {
  static final int MOST_TOKENS = 15_000;
  private static final int MOST_CHARACTERS = 1_048_576;

  private DocumentSize() {}

  /// Answers the document.
  ///
  /// @throws Budget.Exhausted when it is too large
  static String checked(String document, Budget budget) {
    if (document.length() > MOST_CHARACTERS || tokens(document) > MOST_TOKENS) {
      throw budget.exhausted(
          "a subgraph would be sent a document of more than %d tokens or %d characters"
              .formatted(MOST_TOKENS, MOST_CHARACTERS));
    }
    return document;
  }

  /// Specification: GraphQL, "Lexical Tokens". Commas count, and so does the end.
  static int tokens(String document) {
    var tokens = 1;
    var i = 0;
    while (i < document.length()) {
      var c = document.charAt(i);
      if (c == '"') {
        i = afterString(document, i);
      } else if (document.startsWith("...", i)) {
        i += 3;
      } else if (isOfWord(c)) {
        while (i < document.length() && isOfWord(document.charAt(i))) {
          i++;
        }
      } else {
        i++;
        if (Character.isWhitespace(c)) {
          continue;
        }
      }
      tokens++;
    }
    return tokens;
  }

  // Names and numbers.
  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '+';
  }

  private static int afterString(String document, int start) {
    var i = start + 1;
    while (i < document.length() && document.charAt(i) != '"') {
      i += document.charAt(i) == '\\' ? 2 : 1;
    }
    return i + 1;
  }
}
