package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.program.RequestHead;
import dev.orrery.gateway.execution.program.Step;
import java.util.ArrayList;
import java.util.List;

/// Writes the bodies of subgraph requests.
final class Requests {
  private static final byte[] NO_VARIABLES = {};

  private final Program program;
  private final JsonIndex index;
  private final int root;
  private final boolean[] conditions;
  private final RunInput input;

  /// A request and the objects that wait for its answer, one [EntityCall] per group.
  record EntityRequest(JsonOutput body, List<EntityCall> calls) {}

  Requests(Program program, JsonIndex index, int root, boolean[] conditions, RunInput input) {
    this.program = program;
    this.index = index;
    this.root = root;
    this.conditions = conditions;
    this.input = input;
  }

  JsonOutput root(Step.RootFetch fetch) {
    JsonOutput body = open(fetch.head());
    if (variables(fetch.head(), body)) {
      body.cut(body.length() - 1);
    }
    return close(fetch.head(), body);
  }

  /// None when no object of the data needs this fetch.
  List<EntityRequest> entities(Step.EntityFetch fetch) {
    if (!fetch.hasContext()) {
      JsonOutput body = open(fetch.head());
      variables(fetch.head(), body);
      List<EntityCall> calls = new ArrayList<>(fetch.groups().size());
      for (Step.Group group : fetch.groups()) {
        EntityCall call = start(group, body, calls);
        call.write(root, conditions);
      }
      return finish(fetch.head(), body, calls);
    }
    List<EntityRequest> all = new ArrayList<>();
    for (var share : ContextValues.sort(program, index, root, conditions, fetch)) {
      JsonOutput body = open(fetch.head());
      variables(fetch.head(), body);
      body.write(share.variables());
      List<EntityCall> calls = new ArrayList<>(fetch.groups().size());
      for (int i = 0; i < fetch.groups().size(); i++) {
        EntityCall call = start(fetch.groups().get(i), body, calls);
        body.write('[');
        share.objects().get(i).forEach(call::add);
        body.write(']');
      }
      all.addAll(finish(fetch.head(), body, calls));
    }
    return all;
  }

  private EntityCall start(Step.Group group, JsonOutput body, List<EntityCall> calls) {
    if (!calls.isEmpty()) {
      body.write(',');
    }
    body.write(group.representations());
    EntityCall call = new EntityCall(program, index, body, group);
    calls.add(call);
    return call;
  }

  private static List<EntityRequest> finish(
      RequestHead head, JsonOutput body, List<EntityCall> calls) {
    for (EntityCall call : calls) {
      if (call.count() > 0) {
        return List.of(new EntityRequest(close(head, body), calls));
      }
    }
    return List.of();
  }

  private static JsonOutput open(RequestHead head) {
    return new JsonOutput(head.body().get()).write(head.start());
  }

  private static JsonOutput close(RequestHead head, JsonOutput body) {
    body.write('}').write('}');
    head.body().learn(body.length());
    return body;
  }

  /// Writes the client's variables, each with a comma behind it; false when there are none.
  private boolean variables(RequestHead head, JsonOutput body) {
    boolean any = false;
    for (RequestHead.Variable variable : head.clientVariables()) {
      byte[] value = input.variables().getOrDefault(variable.name(), NO_VARIABLES);
      if (value.length > 0) {
        body.write(variable.key()).write(value).write(',');
        any = true;
      }
    }
    return any;
  }
}
