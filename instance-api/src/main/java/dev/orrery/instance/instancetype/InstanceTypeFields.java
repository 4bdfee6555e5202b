package dev.orrery.instance.instancetype;

import dev.orrery.instance.graphql.types.CreateInstanceTypeInput;
import dev.orrery.instance.graphql.types.UpdateInstanceTypeInput;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.resource.Blocking;
import dev.orrery.kit.subgraph.resource.ResourceHeader;
import dev.orrery.kit.subgraph.resource.Resources;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;

/// Instance types in the graph.
@ApplicationScoped
class InstanceTypeFields implements SubgraphPart {
  private static final int MOST_VCPUS = 1024;
  private static final int MOST_MEMORY_MIB = 64 * 1024 * 1024;

  private final Resources<InstanceTypeRow> types;

  InstanceTypeFields(Resources<InstanceTypeRow> types) {
    this.types = types;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(types)
        .create(types, CreateInstanceTypeInput.class, this::create)
        .update(types, UpdateInstanceTypeInput.class, (_, _, type, _) -> Answer.granted(type))
        .delete(types, Blocking.rows("inst", "instance", "instance_type_id"));
  }

  private Answer<InstanceTypeRow> create(
      Transaction transaction,
      Viewer viewer,
      ResourceHeader header,
      CreateInstanceTypeInput input) {
    if (input.getVcpus() < 1 || input.getVcpus() > MOST_VCPUS) {
      return Answer.refused(
          new InvalidArgument(
              "input.vcpus", "%d is not between 1 and %d".formatted(input.getVcpus(), MOST_VCPUS)));
    }
    if (input.getMemoryMib() < 1 || input.getMemoryMib() > MOST_MEMORY_MIB) {
      return Answer.refused(
          new InvalidArgument(
              "input.memoryMib",
              "%d is not between 1 and %d".formatted(input.getMemoryMib(), MOST_MEMORY_MIB)));
    }
    return Answer.granted(new InstanceTypeRow(header, input.getVcpus(), input.getMemoryMib()));
  }
}
