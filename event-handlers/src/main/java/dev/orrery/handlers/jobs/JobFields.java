package dev.orrery.handlers.jobs;

import dev.orrery.kit.access.Role;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.database.Transaction;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.page.Cursors;
import dev.orrery.kit.subgraph.resource.Pages;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Visibility;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import jakarta.enterprise.context.ApplicationScoped;
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
              "Job", "jobs", "job", "job", Job.class, Visibility.byOrganization("organization"))
          .filter("organization", Column.reference("organization", "org"))
          .filter("project", Column.reference("project", "proj"))
          .filter("instance", Column.reference("resource", "inst"))
          .filter("kind", Column.choice("kind"))
          .filter("status", Column.choice("status"))
          .filter("provider", Column.text("provider"));

  private final Database database;
  private final Jobs jobs;
  private final JobFlow flow;
  private final Pages<Job> pages;

  JobFields(Database database, Cursors cursors, Jobs jobs, JobFlow flow) {
    this.database = database;
    this.jobs = jobs;
    this.flow = flow;
    this.pages = new Pages<>(TYPE, database, cursors);
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
        .mutation("cancelJob", this::cancel)
        .mutation("retryJob", this::retry);
  }

  private Answer<Map<String, Object>> cancel(Request request) {
    return change(
        request,
        "cancel",
        (transaction, found) -> {
          if (!found.job().status.isOver()) {
            jobs.change(
                transaction,
                found,
                loaded ->
                    flow.cancel(transaction, loaded, "cancelled by " + request.viewer().subject()));
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
      var found = jobs.find(transaction, id.uuid());
      if (found.isEmpty()) {
        return Answer.refused(new NotFound("job", id.toString()));
      }
      var job = found.get().job();
      if (!mayChange(viewer, job.organization)) {
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
            jobs.change(transaction, found, loaded -> flow.reopen(transaction, loaded));
          }
        });
  }

  private static boolean mayChange(Viewer viewer, @Nullable UUID organization) {
    return organization == null ? viewer.platform() : viewer.may(Role.EDITOR, organization);
  }
}
