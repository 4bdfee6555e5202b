package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.execution.json.JsonOutput;
import java.util.List;

/// The part of a subgraph request that is the same for every run of a plan.
///
/// @param query `{"query":"…"`
/// @param clientVariables the client's variables that go along, by name, each with its JSON key
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RequestHead(byte[] query, List<Variable> clientVariables) {
  /// @param key the name with quotes and colon
  public record Variable(String name, byte[] key) {}

  static RequestHead of(String document, List<String> clientVariables) {
    return new RequestHead(
        new JsonOutput(document.length() + 32).raw("{\"query\":").string(document).toByteArray(),
        clientVariables.stream().map(name -> new Variable(name, key(name))).toList());
  }

  static byte[] key(String name) {
    return new JsonOutput(name.length() + 4).string(name).write(':').toByteArray();
  }
}
