package dev.orrery.ipam.address;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import java.util.Locale;
import java.util.regex.Pattern;

/// A host's name as RFC 1123, section 2.1, has it, in lower case and without the final dot.
record DnsName(String text) {
  private static final int LONGEST = 253;
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

  static Answer<DnsName> parse(String text, String path) {
    String name = text.toLowerCase(Locale.ROOT);
    if (name.endsWith(".")) {
      name = name.substring(0, name.length() - 1);
    }
    return name.length() <= LONGEST && FORM.matcher(name).matches()
        ? Answer.granted(new DnsName(name))
        : Answer.refused(
            new InvalidArgument(
                path,
                "'%s' is not a DNS name; write, for example, web-1.example.com".formatted(text)));
  }
}
