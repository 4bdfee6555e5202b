package dev.orrery.gateway.execution.json;

/// Checks UTF-8 the way RFC 3629 defines it: no overlong forms, no surrogates, nothing above
/// U+10FFFF.
final class Utf8 {
  private Utf8() {}

  /// The offset behind the multi-byte character that starts at `at`.
  static int next(byte[] source, int at, int limit) {
    int first = source[at] & 0xff;
    int length;
    int lowest = 0x80;
    int highest = 0xbf;
    if (first >= 0xc2 && first <= 0xdf) {
      length = 2;
    } else if (first >= 0xe0 && first <= 0xef) {
      length = 3;
      if (first == 0xe0) {
        lowest = 0xa0;
      } else if (first == 0xed) {
        highest = 0x9f;
      }
    } else if (first >= 0xf0 && first <= 0xf4) {
      length = 4;
      if (first == 0xf0) {
        lowest = 0x90;
      } else if (first == 0xf4) {
        highest = 0x8f;
      }
    } else {
      throw new MalformedJson("broken UTF-8", at);
    }
    for (int i = at + 1; i < at + length; i++) {
      if (i >= limit) {
        throw new MalformedJson("the document ends too early", limit);
      }
      int next = source[i] & 0xff;
      if (next < lowest || next > highest) {
        throw new MalformedJson("broken UTF-8", i);
      }
      lowest = 0x80;
      highest = 0xbf;
    }
    return at + length;
  }
}
