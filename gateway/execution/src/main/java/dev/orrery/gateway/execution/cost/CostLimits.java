package dev.orrery.gateway.execution.cost;

/// How much one operation may ask for.
///
/// @param cost the highest estimate, by `@cost` and `@listSize`; 0 means any
/// @param listSize how many items a list is thought to have that says nothing about it
/// @param pageSize the highest value of an argument that says how many items to return; 0 means any
public record CostLimits(long cost, int listSize, int pageSize) {
  public static final CostLimits STANDARD = new CostLimits(100_000, 1, 200);

  boolean isNone() {
    return cost == 0 && pageSize == 0;
  }
}
