package dev.orrery.kit.ids;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An identifier that says what it identifies: `inst_01h455vb4pex5vsknk084sn02q`.
///
/// The text is a prefix of 1 to 63 lower-case letters (inner underscores allowed), `_`, and a UUID
/// in 26 characters of Crockford's base 32. Ids made by [#generate] hold a UUIDv7 (RFC 9562), so
/// they sort by the time of their creation, also as text. Source: the [TypeID specification
/// 0.3](https://github.com/jetify-com/typeid/blob/main/spec/README.md).
public record TypeId(String prefix, UUID uuid) implements Comparable<TypeId> {
  private static final Pattern PREFIX = Pattern.compile("[a-z]([a-z_]{0,61}[a-z])?");

  /// @throws MalformedIdException when the prefix is not of the specification's form
  public TypeId {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new MalformedIdException(
          prefix, "a prefix is 1 to 63 lower-case letters, with underscores only inside");
    }
  }

  /// Makes a new id; within one process, later ids are greater.
  public static TypeId generate(String prefix) {
    return new TypeId(prefix, UuidCreator.getTimeOrderedEpochPlus1());
  }

  /// Reads an id of any kind.
  ///
  /// @throws MalformedIdException when the text is not a TypeID
  public static TypeId parse(String text) {
    int separator = text.lastIndexOf('_');
    if (separator <= 0) {
      throw new MalformedIdException(text, "an id looks like inst_01h455vb4pex5vsknk084sn02q");
    }
    return new TypeId(
        text.substring(0, separator), Base32.decode(text, text.substring(separator + 1)));
  }

  /// Reads an id that must be of one kind.
  ///
  /// @throws MalformedIdException when the text is not a TypeID, or one of another kind
  public static TypeId parse(String text, String expectedPrefix) {
    TypeId id = parse(text);
    if (!id.prefix.equals(expectedPrefix)) {
      throw new MalformedIdException(
          text,
          "expected an id that starts with %s_, got one that starts with %s_"
              .formatted(expectedPrefix, id.prefix));
    }
    return id;
  }

  /// The UUID in a text that is an id of that kind; null when it is none. Makes nothing and throws
  /// nothing, for where ids are read by the million.
  public static @Nullable UUID uuidOf(String text, String prefix) {
    int suffix = prefix.length() + 1;
    return text.length() > suffix && text.startsWith(prefix) && text.charAt(suffix - 1) == '_'
        ? Base32.decodeOrNull(text, suffix)
        : null;
  }

  @Override
  public int compareTo(TypeId other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return prefix + "_" + Base32.encode(uuid);
  }
}
