package dev.orrery.launcher.demo;

/// What the demo tells, in lines for people.
final class Story {
  private static final boolean COLOURED =
      System.console() != null
          && System.console().isTerminal()
          && System.getenv("NO_COLOR") == null;

  private int chapter;

  void chapter(String title) {
    System.out.printf("%n%s%n", bold("%d  %s".formatted(++chapter, title)));
  }

  void line(String text) {
    System.out.println("   " + text);
  }

  /// Something that happened, with what it is in a column of its own.
  void happening(String kind, String text) {
    System.out.printf("   %s %s%n", cyan("%-8s".formatted(kind)), text);
  }

  void plain(String text) {
    System.out.println(text);
  }

  private static String bold(String text) {
    return COLOURED ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  private static String cyan(String text) {
    return COLOURED ? "\u001b[36m" + text + "\u001b[0m" : text;
  }
}
