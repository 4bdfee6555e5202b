package dev.orrery.gateway.execution.run;

import dev.orrery.gateway.execution.error.ErrorCode;
import dev.orrery.gateway.execution.error.GraphQlError;
import dev.orrery.gateway.execution.error.SubgraphErrors;
import dev.orrery.gateway.execution.http.AnswerHeaders;
import dev.orrery.gateway.execution.http.Cancellation;
import dev.orrery.gateway.execution.http.ForwardedHeaders;
import dev.orrery.gateway.execution.http.ResponseHeaders;
import dev.orrery.gateway.execution.http.SubgraphReply;
import dev.orrery.gateway.execution.http.SubgraphRequest;
import dev.orrery.gateway.execution.json.JsonIndex;
import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.program.Conditions;
import dev.orrery.gateway.execution.program.Place;
import dev.orrery.gateway.execution.program.Program;
import dev.orrery.gateway.execution.program.Step;
import dev.orrery.gateway.execution.projection.Projection;
import dev.orrery.gateway.planning.plan.OperationKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One run of a program. Everything happens on the context it was started on, so nothing here is
/// locked.
public final class PlanRun {
  private final Program program;
  private final Subgraphs subgraphs;
  private final RunInput input;
  private final JsonIndex index;
  private final int root;
  private final boolean[] conditions;
  private final Failures failures;
  private final Requests requests;
  private final Cancellation cancellation;
  private final ResponseHeaders headers;
  private boolean complete;
  private final Promise<JsonOutput> response = Promise.promise();

  private PlanRun(
      Program program,
      RunInput input,
      Subgraphs subgraphs,
      Cancellation cancellation,
      AnswerHeaders wanted) {
    this.cancellation = cancellation;
    this.headers = new ResponseHeaders(wanted);
    this.program = program;
    this.subgraphs = subgraphs;
    this.input = input;
    this.index = new JsonIndex(program.keys(), program.index().get());
    this.root = index.newObject();
    this.conditions = program.conditions().evaluate(input.flags()::contains);
    this.failures =
        new Failures(
            program,
            index,
            root,
            conditions,
            input.flags(),
            input.traceId(),
            subgraphs.showAllErrors());
    this.requests = new Requests(program, index, root, conditions, input);
  }

  /// Runs a program and answers the bytes of the GraphQL response.
  ///
  /// The future fails only by a defect of the gateway: whatever subgraphs do ends up in the
  /// response.
  public static Future<JsonOutput> run(Program program, RunInput input, Subgraphs subgraphs) {
    return run(program, input, subgraphs, Cancellation.NEVER, AnswerHeaders.NONE)
        .map(Response::body);
  }

  /// @param headers of subgraphs, for the client
  public record Response(JsonOutput body, List<ForwardedHeaders.Entry> headers) {}

  /// The same until it is cancelled: calls in flight end, no others are made, and the response is
  /// nothing that anybody should read.
  ///
  /// @param wanted headers of subgraphs' answers that matter
  public static Future<Response> run(
      Program program,
      RunInput input,
      Subgraphs subgraphs,
      Cancellation cancellation,
      AnswerHeaders wanted) {
    PlanRun run = new PlanRun(program, input, subgraphs, cancellation, wanted);
    cancellation.onCancel(
        () -> run.response.tryComplete(new JsonOutput(16).raw("{\"data\":null}")));
    run.guard(() -> run.run(program.root(), run::respond));
    return run.response
        .future()
        .map(body -> new Response(body, run.headers.gathered(run.complete)));
  }

  /// Turns a defect into a failed run, wherever the callback that meets it was called from.
  private void guard(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | StackOverflowError e) {
      response.tryFail(e);
    }
  }

  private void respond() {
    JsonOutput out = new JsonOutput(program.response().get());
    out.raw("{\"data\":");
    List<GraphQlError> errors = failures.errors();
    new Projection(index, conditions, errors, failures.explained(), out)
        .write(program.writer(), root);
    complete = errors.isEmpty();
    if (!complete) {
      out.raw(",\"errors\":");
      GraphQlError.writeAll(errors, out);
    }
    out.write('}');
    program.response().learn(out.length());
    program.index().learn(index.length());
    response.tryComplete(out);
  }

  private void run(@Nullable Step step, Runnable then) {
    switch (step) {
      case null -> then.run();
      case Step.InOrder(var steps) -> runInOrder(steps, 0, then);
      case Step.AtOnce(var steps) -> {
        Runnable done = countdown(steps.size(), then);
        for (Step each : steps) {
          run(each, done);
        }
      }
      case Step.Guarded(var condition, var inner) -> {
        if (condition == Conditions.ALWAYS || conditions[condition]) {
          run(inner, then);
        } else {
          then.run();
        }
      }
      case Step.Introspection(var document, var variables) -> {
        byte[] answer = subgraphs.introspector().answer(document, variables, input);
        receive(new SubgraphReply.Answered(answer, answer.length), this::mergeIntrospection);
        then.run();
      }
      case Step.RootFetch fetch -> run(fetch, then);
      case Step.EntityFetch fetch -> run(fetch, then);
    }
  }

  private void runInOrder(List<Step> steps, int at, Runnable then) {
    if (at == steps.size()) {
      then.run();
    } else {
      run(steps.get(at), () -> runInOrder(steps, at + 1, then));
    }
  }

  private static Runnable countdown(int count, Runnable then) {
    int[] left = {count};
    return () -> {
      if (--left[0] == 0) {
        then.run();
      }
    };
  }

  private void run(Step.RootFetch fetch, Runnable then) {
    List<Integer> targets = new ArrayList<>(1);
    for (Place place : fetch.at()) {
      if (place.condition() == Conditions.ALWAYS || conditions[place.condition()]) {
        TreeWalk walk = TreeWalk.from(index, program.typenameKey(), root, place.steps());
        for (int i = 0; i < walk.count(); i++) {
          targets.add(walk.object(i));
        }
      }
    }
    if (targets.isEmpty()) {
      then.run();
      return;
    }
    JsonOutput body = requests.root(fetch);
    boolean mutation = fetch.kind() == OperationKind.MUTATION;
    send(fetch, body, mutation, answer -> merge(fetch, targets, answer), then);
  }

  private void run(Step.EntityFetch fetch, Runnable then) {
    List<Requests.EntityRequest> calls = requests.entities(fetch);
    if (calls.isEmpty()) {
      then.run();
      return;
    }
    Runnable done = countdown(calls.size(), then);
    for (Requests.EntityRequest call : calls) {
      send(fetch, call.body(), false, answer -> merge(fetch, call.calls(), answer), done);
    }
  }

  private void send(
      Step.Fetch fetch, JsonOutput body, boolean mutation, Consumer<Answer> merge, Runnable then) {
    if (cancellation.isCancelled()) {
      return;
    }
    SubgraphRequest request =
        new SubgraphRequest(body, headers.onto(input.headers()), mutation, cancellation);
    subgraphs
        .transport(fetch.subgraph())
        .send(request)
        .onComplete(sent ->
            guard(() -> {
              if (cancellation.isCancelled()) {
                return;
              }
              if (sent.succeeded()) {
                headers.add(
                    sent.result() instanceof SubgraphReply.Answered answered
                        ? answered.headers()
                        : List.of());
                receive(sent.result(), merge);
                then.run();
              } else {
                response.tryFail(sent.cause());
              }
            }));
  }

  private void receive(SubgraphReply reply, Consumer<Answer> merge) {
    merge.accept(Answer.read(reply, program, index, subgraphs.limits()));
  }

  private void mergeIntrospection(Answer answer) {
    switch (answer) {
      case Answer.Response(var data, var errors) when errors.isEmpty() -> index.attach(root, data);
      case Answer.Response(var _, var errors) -> failures.introspection(errors);
      case Answer.Unusable(var _, var _, var detail) -> throw new IllegalStateException(detail);
    }
  }

  private void merge(Step.RootFetch fetch, List<Integer> targets, Answer answer) {
    switch (answer) {
      case Answer.Unusable(var code, var message, var detail) -> {
        subgraphs.log().failed(fetch.subgraph(), code, detail, input.traceId());
        failures.nothing(fetch, code, message);
      }
      case Answer.Response(var data, var errors) -> {
        if (data != 0) {
          targets.forEach(target -> index.attach(target, data));
        } else {
          failures.lost(fetch);
        }
        for (Object error : errors) {
          failures.error(fetch, data, error, subgraphs.log());
        }
      }
    }
  }

  private void merge(Step.EntityFetch fetch, List<EntityCall> calls, Answer answer) {
    switch (answer) {
      case Answer.Unusable(var code, var message, var detail) -> {
        subgraphs.log().failed(fetch.subgraph(), code, detail, input.traceId());
        failures.nothing(fetch, calls, code, message);
      }
      case Answer.Response(var data, var errors) -> {
        for (EntityCall call : calls) {
          boolean fits = attach(call, data);
          if (!errors.isEmpty()) {
            lost(call, data, errors);
          } else if (!fits) {
            ErrorCode code = ErrorCode.INVALID_RESPONSE;
            String detail =
                "%s is not the list of entities asked for".formatted(call.group().alias());
            subgraphs.log().failed(fetch.subgraph(), code, detail, input.traceId());
            failures.nothing(
                fetch,
                List.of(call),
                code,
                "The service answered with something that is no result.");
          }
        }
        for (Object error : errors) {
          failures.error(fetch, calls, data, error, subgraphs.log());
        }
      }
    }
  }

  private void lost(EntityCall call, int data, List<@Nullable Object> errors) {
    int entities = data == 0 ? 0 : index.field(data, call.group().key());
    if (entities == 0 || !index.isArray(entities)) {
      failures.lost(call, -1);
      return;
    }
    for (int i = 0; i < Math.min(index.count(entities), call.distinct()); i++) {
      int number = i;
      if (index.isNull(index.element(entities, i))
          && errors.stream().anyMatch(error -> mayBeAbout(call, number, error))) {
        failures.lost(call, i);
      }
    }
  }

  // An entity may also be null because there is none, while the error is about another.
  private static boolean mayBeAbout(EntityCall call, int number, @Nullable Object error) {
    List<?> path = SubgraphErrors.path(error);
    return path == null
        || (path.getFirst().equals(call.group().alias())
            && (path.size() < 2
                || !(path.get(1) instanceof Number place)
                || place.intValue() == number));
  }

  /// Hands each entity to the objects that wait for it; false when the answer has no fitting list.
  private boolean attach(EntityCall call, int data) {
    if (call.count() == 0) {
      return true;
    }
    int entities = data == 0 ? 0 : index.field(data, call.group().key());
    if (entities == 0 || !index.isArray(entities) || index.count(entities) != call.distinct()) {
      return false;
    }
    for (int i = 0; i < call.count(); i++) {
      int entity = index.element(entities, call.number(i));
      if (index.isObject(entity)) {
        index.attach(call.object(i), entity);
      }
    }
    return true;
  }
}
