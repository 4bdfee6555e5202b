package dev.orrery.gateway.composition.subgraph;

/// The kinds of types; `word` is what messages call one.
public enum Kind {
  OBJECT("object"),
  INTERFACE("interface"),
  UNION("union"),
  ENUM("enum"),
  INPUT("input object"),
  SCALAR("scalar");

  private final String word;

  Kind(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
