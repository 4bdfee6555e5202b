package dev.orrery.gateway.execution.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Several JSON documents of one request, indexed by offset and joined where they describe the same
/// object.
///
/// A value is an `int`, its place in the index; 0 means "no such value". Documents are never
/// changed: when a later answer knows more about an object, [#attach] hangs its object behind the
/// first one, and [#field] looks through both. One thread at a time.
///
/// Layout, in `int`s: `kind | document << 4`, start, end; an array adds its size and its elements;
/// an object adds its size, the first attachment, the last visit, and pairs of key and value.
public final class JsonIndex {
  private static final int START = 1;
  private static final int END = 2;
  private static final int LEAF_SIZE = 3;
  private static final int COUNT = 3;
  private static final int ELEMENTS = 4;
  private static final int ATTACHED = 4;
  private static final int VISIT = 5;
  private static final int FIELDS = 6;

  private static final byte[] EMPTY_OBJECT = {'{', '}'};

  private final KeyTable keys;
  private final int[] marks;
  private final List<byte[]> documents = new ArrayList<>(8);
  private int[] words;
  private int size = 1;
  private int mark;
  private int visit;

  public JsonIndex(KeyTable keys) {
    this(keys, 1024);
  }

  /// @param length how long it will probably become; see [#length]
  public JsonIndex(KeyTable keys, int length) {
    this.keys = keys;
    this.words = new int[Math.max(64, length)];
    this.marks = new int[keys.size()];
  }

  /// How many `int`s are in use.
  public int length() {
    return size;
  }

  /// The keys that can be looked up.
  public KeyTable keys() {
    return keys;
  }

  /// Reads a document and answers its root.
  ///
  /// The array is kept, not copied: it must not change any more.
  ///
  /// @throws MalformedJson when the bytes are not strict JSON, or exceed the limits
  public int read(byte[] source, int length, JsonLimits limits) {
    if (length > limits.maxBytes()) {
      throw new MalformedJson(
          "longer than %d bytes".formatted(limits.maxBytes()), limits.maxBytes());
    }
    // At least that much; rather than grow in many steps.
    if (size + length / 4 > words.length) {
      words = Arrays.copyOf(words, size + length / 2);
    }
    int document = documents.size();
    documents.add(source);
    return new JsonReader(this, document, source, length, limits.maxDepth()).read();
  }

  /// An object without fields of its own, to attach others to.
  public int newObject() {
    if (documents.isEmpty()) {
      documents.add(EMPTY_OBJECT);
    }
    return object(0, 0, 0, marks, 0, 0);
  }

  /// One of [JsonKind].
  public int kind(int node) {
    return words[node] & 0xf;
  }

  public boolean isObject(int node) {
    return kind(node) == JsonKind.OBJECT;
  }

  public boolean isArray(int node) {
    return kind(node) == JsonKind.ARRAY;
  }

  public boolean isNull(int node) {
    return kind(node) == JsonKind.NULL;
  }

  public boolean isString(int node) {
    int kind = kind(node);
    return kind == JsonKind.STRING || kind == JsonKind.ESCAPED_STRING;
  }

  /// The document that holds the bytes of `node`.
  public byte[] source(int node) {
    return documents.get(words[node] >>> 4);
  }

  /// Offset of the first byte of `node`, its opening quote or bracket included.
  public int start(int node) {
    return words[node + START];
  }

  /// Offset behind the last byte of `node`.
  public int end(int node) {
    return words[node + END];
  }

  /// How many elements an array has, or how many known fields an object has.
  public int count(int node) {
    return words[node + COUNT];
  }

  public int element(int array, int position) {
    return words[array + ELEMENTS + position];
  }

  /// The value of a key, wherever a document knows it; a value that is not null wins over null. 0
  /// when absent.
  public int field(int object, int key) {
    int found = own(object, key);
    int next = words[object + ATTACHED];
    if (next == 0 || (found != 0 && !isNull(found))) {
      return found;
    }
    while (next != 0) {
      int candidate = field(words[next], key);
      if (candidate != 0) {
        if (!isNull(candidate)) {
          return candidate;
        }
        found = candidate;
      }
      next = words[next + 1];
    }
    return found;
  }

  private int own(int object, int key) {
    int fields = object + FIELDS;
    int end = fields + 2 * words[object + COUNT];
    for (int i = fields; i < end; i += 2) {
      if (words[i] == key) {
        return words[i + 1];
      }
    }
    return 0;
  }

  /// The value of a key, with a guess where in the object it stands. Fields come back in the order
  /// they were asked for, so a right guess makes reading an object linear.
  public int field(int object, int key, int guess) {
    int at = object + FIELDS + 2 * guess;
    if (guess < words[object + COUNT] && words[at] == key && !isNull(words[at + 1])) {
      return words[at + 1];
    }
    return field(object, key);
  }

  /// Lets `target` also know what `addition` knows, deeply: objects under the same key are joined,
  /// lists are joined by position. A value that `target` has already is kept, unless it is null.
  public void attach(int target, int addition) {
    if (target == addition) {
      return;
    }
    int fields = addition + FIELDS;
    int end = fields + 2 * words[addition + COUNT];
    for (int i = fields; i < end; i += 2) {
      int value = words[i + 1];
      if (kind(value) >= JsonKind.OBJECT) {
        int existing = field(target, words[i]);
        if (existing != 0) {
          join(existing, value);
        }
      }
    }
    int cell = allocate(2);
    words[cell] = addition;
    words[cell + 1] = 0;
    int last = words[target + ATTACHED];
    if (last == 0) {
      words[target + ATTACHED] = cell;
      return;
    }
    while (words[last + 1] != 0) {
      last = words[last + 1];
    }
    words[last + 1] = cell;
  }

  private void join(int existing, int value) {
    if (isObject(existing) && isObject(value)) {
      attach(existing, value);
    } else if (isArray(existing) && isArray(value)) {
      int shared = Math.min(count(existing), count(value));
      for (int i = 0; i < shared; i++) {
        join(element(existing, i), element(value, i));
      }
    }
  }

  /// Numbers for [#visit] that no earlier caller got, `count` of them, starting with the answer.
  public int newVisits(int count) {
    int first = visit + 1;
    visit += count;
    return first;
  }

  /// Marks an object as seen; false when it was seen under this number before.
  public boolean visit(int object, int number) {
    if (words[object + VISIT] == number) {
      return false;
    }
    words[object + VISIT] = number;
    return true;
  }

  /// The text of a string, decoded.
  public String text(int string) {
    return JsonText.decode(source(string), start(string) + 1, end(string) - 1);
  }

  /// Whether a string without escapes has exactly these bytes between its quotes.
  public boolean isText(int string, byte[] expected) {
    int length = end(string) - start(string) - 2;
    if (kind(string) == JsonKind.ESCAPED_STRING) {
      return Arrays.equals(text(string).getBytes(StandardCharsets.UTF_8), expected);
    }
    if (length != expected.length) {
      return false;
    }
    byte[] source = source(string);
    int from = start(string) + 1;
    for (int i = 0; i < length; i++) {
      if (source[from + i] != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /// The bytes of a value as they came, as text; for messages and tests.
  public String raw(int node) {
    int start = start(node);
    return new String(source(node), start, end(node) - start, StandardCharsets.UTF_8);
  }

  /// What a value is, in words, for messages.
  public String describe(int node) {
    return JsonKind.name(kind(node));
  }

  int leaf(int kind, int document, int start, int end) {
    int node = allocate(LEAF_SIZE);
    int[] w = words;
    w[node] = kind | document << 4;
    w[node + START] = start;
    w[node + END] = end;
    return node;
  }

  int object(int document, int start, int end, int[] pairs, int from, int to) {
    int node = allocate(FIELDS + to - from);
    words[node] = JsonKind.OBJECT | document << 4;
    words[node + START] = start;
    words[node + END] = end;
    words[node + COUNT] = (to - from) / 2;
    words[node + ATTACHED] = 0;
    words[node + VISIT] = 0;
    System.arraycopy(pairs, from, words, node + FIELDS, to - from);
    return node;
  }

  int array(int document, int start, int end, int[] elements, int from, int to) {
    int node = allocate(ELEMENTS + to - from);
    words[node] = JsonKind.ARRAY | document << 4;
    words[node + START] = start;
    words[node + END] = end;
    words[node + COUNT] = to - from;
    System.arraycopy(elements, from, words, node + ELEMENTS, to - from);
    return node;
  }

  boolean hasDuplicates(int[] pairs, int from, int to) {
    int number = ++mark;
    for (int i = from; i < to; i += 2) {
      if (marks[pairs[i]] == number) {
        return true;
      }
      marks[pairs[i]] = number;
    }
    return false;
  }

  private int allocate(int length) {
    int start = size;
    size += length;
    if (size > words.length) {
      words = Arrays.copyOf(words, Math.max(size, words.length + (words.length >> 1)));
    }
    return start;
  }
}
