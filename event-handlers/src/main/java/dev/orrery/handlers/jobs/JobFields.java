package dev.orrery.handlers.jobs;

import dev.orrery.handlers.provider.PagesOfProviders;
import dev.orrery.handlers.secret.SecretUse;
import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.access.policy.Columns;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.page.Parameters;
import dev.orrery.kit.subgraph.resource.Pages;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Snapshot;
import dev.orrery.kit.subgraph.resource.Visibility;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Jobs in the graph, on their own and below their instances.
@ApplicationScoped
class JobFields implements SubgraphPart {
  private static final ResourceType<Job> TYPE =
      ResourceType.bare(
              "Job",
              "jobs",
              "job",
              "job",
              Job.class,
              Visibility.of(
                  "job.read", new Columns("t.organization", "t.project", "t.resource", null)))
          .filter("organization", Column.reference("organization", "org"))
          .filter("project", Column.reference("project", "proj"))
          .filter("instance", Column.reference("resource", "inst"))
          .filter("kind", Column.choice("kind"))
          .filter("status", Column.choice("status"))
          .filter("provider", Column.text("provider"))
          .filter("generation", Column.number("generation"))
          .filter("priority", Column.number("priority"))
          .filter("queuedAt", Column.moment("queued_at"))
          .filter("deadline", Column.moment("deadline"))
          .filter("finishedAt", Column.moment("finished_at"))
          .order("PRIORITY", "priority", "integer")
          .order("DEADLINE", "deadline", "timestamptz")
          .order("KIND", "kind", "text")
          .order("STATUS", "status", "text")
          .order("PROVIDER", "provider", "text")
          .order("GENERATION", "generation", "bigint");

  /// A line is read through its step alone, and a step through its job, which the viewer sees.
  private static final ResourceType<LogLine> LINES =
      ResourceType.bare(
          "JobLogLine", "log", LogLine.PREFIX, "job_log", LogLine.class, (_, _) -> "true");

  private static final int LONGEST_REASON = 500;

  private final Database database;
  private final Jobs jobs;
  private final JobFlow flow;
  private final Pages<Job> pages;
  private final Pages<LogLine> lines;
  private final JobResources resources;

  JobFields(Database database, Cursors cursors, Jobs jobs, JobFlow flow, JobResources resources) {
    this.database = database;
    this.jobs = jobs;
    this.flow = flow;
    this.resources = resources;
    this.pages = new Pages<>(TYPE, database, cursors);
    this.lines = new Pages<>(LINES, database, cursors);
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .entity("Job", pages::findAll)
        .query(
            "job",
            request -> {
              var id = request.id("id");
              return pages.findAll(Set.of(id), request.viewer()).get(id);
            })
        .query("jobs", request -> pages.page(request.viewer(), request.pageRequest()))
        .stub("Instance")
        .children(
            "Instance",
            "jobs",
            (viewer, request, instances) ->
                pages.pages(viewer, request, "instance", "resource", instances))
        .field("Job", "steps", request -> steps(request.source()))
        .children(
            "JobStep",
            "log",
            (viewer, request, steps) -> lines.pages(viewer, request, "step", "step", steps))
        .children("Provider", "jobs", new PagesOfProviders(database, pages))
        .mutation("abandonInstance", this::abandon)
        .mutation("cancelJob", this::cancel)
        .mutation("prioritizeJob", this::prioritize)
        .mutation("retryJob", this::retry);
  }

  private Answer<Map<String, Object>> cancel(Request request) {
    return change(
        request,
        "cancel",
        (transaction, found) -> {
          if (!found.job().status.isOver()) {
            var by = request.viewer().subject();
            jobs.change(
                transaction,
                found,
                Jobs.UPDATED,
                by,
                loaded -> flow.cancel(transaction, loaded, "cancelled by " + by));
          }
        });
  }

  private Answer<Map<String, Object>> change(
      Request request, String what, BiConsumer<Transaction, LoadedJob> change) {
    var id = TypeId.parse(String.valueOf(Objects.requireNonNull(request.input().get("id"))));
    var viewer = request.viewer();
    if (!pages.findAll(Set.of(id.uuid()), viewer).containsKey(id.uuid())) {
      return Answer.refused(new NotFound("job", id.toString()));
    }
    return database.inTransaction(transaction -> {
      transaction.widen();
      var found = jobs.find(transaction, id.uuid());
      if (found.isEmpty()) {
        return Answer.refused(new NotFound("job", id.toString()));
      }
      var job = found.get().job();
      if (!may(viewer, "job." + what, job)) {
        return Answer.refused(new Forbidden(what, id.toString()));
      }
      change.accept(transaction, found.get());
      return Answer.granted(Map.of("job", job.snapshot()));
    });
  }

  private Answer<Map<String, Object>> retry(Request request) {
    return change(
        request,
        "retry",
        (transaction, found) -> {
          if (jobs.isNewest(transaction, found.job())) {
            jobs.change(
                transaction,
                found,
                Jobs.UPDATED,
                request.viewer().subject(),
                loaded -> {
                  var job = loaded.job();
                  // Whoever tries again asks for what was refused to somebody else.
                  job.refuse(
                      SecretUse.refusedTo(
                          request.viewer(), job.refusedSecrets(), job.organization));
                  flow.reopen(transaction, loaded);
                });
          }
        });
  }

  private Answer<Map<String, Object>> prioritize(Request request) {
    var priority = (Integer) Objects.requireNonNull(request.input().get("priority"));
    if (priority < 0 || priority > 100) {
      return Answer.refused(
          new InvalidArgument("input.priority", "%d is not between 0 and 100".formatted(priority)));
    }
    return change(
        request,
        "prioritize",
        (transaction, found) -> {
          if (!found.job().status.isOver()) {
            jobs.change(
                transaction,
                found,
                Jobs.UPDATED,
                request.viewer().subject(),
                loaded -> loaded.job().priority = priority);
          }
        });
  }

  /// Gives up on a provider that will never say that an instance is gone.
  private Answer<Map<String, Object>> abandon(Request request) {
    var viewer = request.viewer();
    var instance =
        TypeId.parse(String.valueOf(Objects.requireNonNull(request.input().get("instance"))));
    var reason = String.valueOf(request.input().get("reason")).strip();
    if (reason.isEmpty() || reason.length() > LONGEST_REASON) {
      return Answer.refused(
          new InvalidArgument(
              "input.reason", "say why, in at most %d characters".formatted(LONGEST_REASON)));
    }
    return database.inTransaction(transaction -> {
      if (!sees(transaction, viewer, instance)) {
        return Answer.refused(new NotFound("instance", instance.toString()));
      }
      transaction.widen();
      var all = jobs.of(transaction, instance.uuid());
      if (!may(viewer, "job.abandon", all.getLast().job())) {
        return Answer.refused(new Forbidden("give up", instance.toString()));
      }
      var removal =
          all.stream()
              .filter(loaded -> loaded.job().kind == JobKind.REMOVE)
              .filter(loaded -> loaded.job().status != WorkStatus.SUCCEEDED)
              .findFirst();
      if (removal.isEmpty()) {
        return Answer.refused(new JobError.NotBeingRemoved(instance));
      }
      var provider = removal.get().job().provider;
      if (resources.isThere(transaction, provider)) {
        return Answer.refused(new JobError.ProviderIsThere(instance, provider));
      }
      if (removal.get().job().abandonedBy == null) {
        jobs.change(
            transaction,
            removal.get(),
            Jobs.ABANDONED,
            viewer.subject(),
            loaded -> flow.abandon(loaded, viewer.subject(), reason));
      }
      return Answer.granted(Map.of("job", removal.get().job().snapshot()));
    });
  }

  /// Whether the viewer sees jobs of an instance; asked before anything of it is locked.
  private static boolean sees(Transaction transaction, Viewer viewer, TypeId instance) {
    var parameters = new Parameters();
    var wanted = parameters.bind(instance.uuid());
    var visible = TYPE.visibility().condition(viewer, parameters);
    return !transaction
        .rows(
            parameters.statement(
                "select 1 from job t where t.resource = %s and %s limit 1"
                    .formatted(wanted, visible)))
        .isEmpty();
  }

  /// A job lies where its instance does.
  private static boolean may(Viewer viewer, String action, Job job) {
    @Nullable UUID organization = job.organization;
    return organization == null
        ? viewer.platform()
        : viewer.may(action, new Target(organization, job.project, job.resource, Map.of()));
  }

  /// The steps as rows of their own, so that they have lists below them.
  private static List<Snapshot> steps(Snapshot job) {
    return ((List<?>) Objects.requireNonNull(job.get("steps")))
        .stream().map(step -> step(Map.class.cast(step))).toList();
  }

  private static Snapshot step(Map<?, ?> values) {
    var step = Snapshot.begin();
    for (var field : values.entrySet()) {
      step = step.value(String.valueOf(field.getKey()), field.getValue());
    }
    return step;
  }
}
