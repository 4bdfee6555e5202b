package dev.orrery.kit.events;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The one place where subjects of events are built.
///
/// `changes.<type>.<verb>.<organization>.<id>`; what belongs to no organization (a region, a
/// provider) has `-` in its place, so that every subject has five tokens and wildcards stay simple.
public final class Subjects {
  /// Stands for "no organization".
  public static final String NO_ORGANIZATION = "-";

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(?:-[a-z0-9]+)*");
  private static final Pattern ID = Pattern.compile("[a-z][a-z_]*_[0-9a-hjkmnp-tv-z]{26}");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_=-]+");

  private Subjects() {}

  /// @throws IllegalArgumentException when a part could not be a single, harmless token
  public static String ofChange(
      String type, String verb, @Nullable String organization, String resource) {
    return "changes.%s.%s.%s.%s"
        .formatted(
            name(type),
            name(verb),
            organization == null ? NO_ORGANIZATION : id(organization),
            id(resource));
  }

  static boolean isChange(String subject) {
    return subject.startsWith("changes.");
  }

  /// What a consumer of `type.verb` or `type.*` listens to.
  ///
  /// @throws IllegalArgumentException when the event is of another form
  static String filterFor(String event) {
    int dot = event.indexOf('.');
    if (dot < 0) {
      throw new IllegalArgumentException(
          "'%s' is no event: write instance.created or instance.*".formatted(event));
    }
    String verb = event.substring(dot + 1);
    return "changes.%s.%s.>"
        .formatted(name(event.substring(0, dot)), verb.equals("*") ? "*" : name(verb));
  }

  static String ofDeadLetter(String consumer, String original) {
    return "deadletters.%s.%s".formatted(token(consumer), original);
  }

  /// What the order of messages is kept for: the last token, which is the resource in changes, work
  /// orders and reports alike.
  static String resourceOf(String subject) {
    return subject.substring(subject.lastIndexOf('.') + 1);
  }

  static String name(String name) {
    return checked(NAME, name, "lower-case letters, digits and inner dashes");
  }

  static String token(String token) {
    return checked(TOKEN, token, "letters, digits, dashes and underscores");
  }

  private static String id(String id) {
    return checked(ID, id, "an id like inst_01h455vb4pex5vsknk084sn02q");
  }

  private static String checked(Pattern form, String text, String expected) {
    if (!form.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' cannot be part of a subject: expected %s".formatted(text, expected));
    }
    return text;
  }
}
