package dev.orrery.gateway.conformance;

import java.util.List;

/// Shows how two texts differ, line by line.
final class Lines {
  private Lines() {}

  /// Common lines with two spaces in front, others with `-` (only expected) or `+` (only actual).
  static String difference(String expected, String actual) {
    List<String> left = expected.strip().lines().toList();
    List<String> right = actual.strip().lines().toList();
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    StringBuilder out = new StringBuilder();
    int i = 0;
    int j = 0;
    while (i < left.size() || j < right.size()) {
      if (i < left.size() && j < right.size() && left.get(i).equals(right.get(j))) {
        out.append("  ").append(left.get(i++)).append('\n');
        j++;
      } else if (j == right.size() || (i < left.size() && common[i + 1][j] >= common[i][j + 1])) {
        out.append("- ").append(left.get(i++)).append('\n');
      } else {
        out.append("+ ").append(right.get(j++)).append('\n');
      }
    }
    return out.toString();
  }
}
