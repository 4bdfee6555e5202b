package dev.orrery.permissions.user;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import java.util.Locale;
import java.util.regex.Pattern;

/// An address that a user is known by, in lower case: hardly any mail server tells cases apart, and
/// two users that differ in nothing else would be a trap.
public record EmailAddress(String text) {
  private static final int LONGEST = 254;

  /// What mail servers take in practice: a part of RFC 5321's grammar without quoting and comments.
  private static final Pattern FORM =
      Pattern.compile(
          "[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

  public static Answer<EmailAddress> read(String given, String path) {
    String text = given.toLowerCase(Locale.ROOT);
    return text.length() <= LONGEST && FORM.matcher(text).matches()
        ? Answer.granted(new EmailAddress(text))
        : Answer.refused(
            new InvalidArgument(
                path, "'%s' is not an e-mail address such as ada@example.com".formatted(given)));
  }
}
