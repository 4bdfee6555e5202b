package dev.orrery.gateway.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// The cases as tests: one container per feature.
final class Cases {
  private Cases() {}

  static Stream<DynamicNode> of(List<Feature> features, String filter, Suite suite) {
    return features.stream()
        .map(feature -> {
          List<DynamicNode> tests = new ArrayList<>();
          if (!filter.contains("/")) {
            tests.add(DynamicTest.dynamicTest("api", () -> suite.checkApi(feature)));
          }
          for (Case test : feature.cases()) {
            String name = feature.name() + "/" + test.name();
            if (suite.takes(test) && (!filter.contains("/") || name.equals(filter))) {
              tests.add(
                  DynamicTest.dynamicTest(
                      name, test.folder().toUri(), () -> suite.check(feature, test)));
            }
          }
          return DynamicContainer.dynamicContainer(feature.name(), tests);
        });
  }
}
