package dev.orrery.gateway.execution.program;

import dev.orrery.gateway.execution.json.ExpectedSize;
import dev.orrery.gateway.execution.json.JsonOutput;
import java.util.List;

/// The part of a subgraph request that is the same for every run of a plan.
///
/// @param start `{"query":"…","variables":{`
/// @param clientVariables the client's variables that go along, by name, each with its JSON key
/// @param body how long a whole request becomes
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RequestHead(byte[] start, List<Variable> clientVariables, ExpectedSize body) {
  /// @param key the name with quotes and colon
  public record Variable(String name, byte[] key) {}

  static RequestHead of(String document, List<String> clientVariables) {
    byte[] start =
        new JsonOutput(document.length() + 32)
            .raw("{\"query\":")
            .string(document)
            .raw(",\"variables\":{")
            .toByteArray();
    return new RequestHead(
        start,
        clientVariables.stream().map(name -> new Variable(name, key(name))).toList(),
        new ExpectedSize(start.length + 64));
  }

  static byte[] key(String name) {
    return new JsonOutput(name.length() + 4).string(name).write(':').toByteArray();
  }
}
