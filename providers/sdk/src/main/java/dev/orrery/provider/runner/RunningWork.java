package dev.orrery.provider.runner;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The calls under way, so that a cancel finds the one it means.
final class RunningWork {
  private final Map<String, CurrentWork> byResource = new ConcurrentHashMap<>();

  void began(CurrentWork work) {
    byResource.put(work.resourceId(), work);
  }

  void ended(CurrentWork work) {
    byResource.remove(work.resourceId(), work);
  }

  void cancel(String resourceId, String operationToken) {
    var work = byResource.get(resourceId);
    if (work != null && work.operationToken().equals(operationToken)) {
      work.cancel();
    }
  }
}
