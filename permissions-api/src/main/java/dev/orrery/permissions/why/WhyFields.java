package dev.orrery.permissions.why;

import dev.orrery.kit.access.Target;
import dev.orrery.kit.access.Viewer;
import dev.orrery.kit.database.Database;
import dev.orrery.kit.ids.MalformedIdException;
import dev.orrery.kit.ids.TypeId;
import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.Forbidden;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import dev.orrery.kit.subgraph.error.CommonError.NotFound;
import dev.orrery.kit.subgraph.wiring.Request;
import dev.orrery.kit.subgraph.wiring.SubgraphPart;
import dev.orrery.kit.subgraph.wiring.Wiring;
import dev.orrery.permissions.binding.Subjects;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Explanations in the graph: for the owners of what is asked about, and for everybody about
/// themselves where they see it.
@ApplicationScoped
class WhyFields implements SubgraphPart {
  private final Explainer explainer;
  private final Holders holders;
  private final Subjects subjects;
  private final Database database;

  WhyFields(Explainer explainer, Holders holders, Subjects subjects, Database database) {
    this.explainer = explainer;
    this.holders = holders;
    this.subjects = subjects;
    // What is above an organization says why, too, to those who may ask.
    this.database = database.own();
  }

  @Override
  public void wire(Wiring wiring) {
    wiring.query("why", this::why).query("whoCan", this::whoCan);
  }

  private Answer<Map<String, Object>> why(Request request) {
    Viewer viewer = request.viewer();
    String subject = request.text("subject");
    return question(request)
        .then(question ->
            may(viewer, question, subject.equals(viewer.subject()))
                .then(_ -> explained(viewer, subject, question)));
  }

  private Answer<Map<String, Object>> explained(Viewer viewer, String subject, Question question) {
    return database
        .read(transaction ->
            subjects.find(transaction, viewer, subject, question.organization(), "subject"))
        .then(found -> Answer.granted(explainer.explain(found.id(), question)));
  }

  private Answer<List<Map<String, @Nullable Object>>> whoCan(Request request) {
    Viewer viewer = request.viewer();
    return question(request)
        .then(question -> may(viewer, question, false).then(_ -> Answer.granted(question)))
        .then(question ->
            Answer.granted(database.read(transaction -> holders.of(transaction, question))));
  }

  private static Answer<Question> question(Request request) {
    @Nullable Object project = request.arguments().get("project");
    @Nullable Object resource = request.arguments().get("resource");
    if (resource != null) {
      try {
        TypeId.parse(resource.toString());
      } catch (MalformedIdException malformed) {
        return Answer.refused(
            new InvalidArgument("resource", String.valueOf(malformed.getMessage())));
      }
    }
    return Answer.granted(
        new Question(
            request.text("action"),
            request.id("organization"),
            project == null ? null : TypeId.parse(project.toString()).uuid(),
            resource == null ? null : resource.toString()));
  }

  private static Answer<Viewer> may(Viewer viewer, Question question, boolean aboutOneself) {
    UUID organization = question.organization();
    String id = new TypeId("org", organization).toString();
    boolean member = viewer.may("organization.read", Target.in(organization));
    if ((aboutOneself && member) || viewer.may("binding.create", Target.in(organization))) {
      return Answer.granted(viewer);
    }
    return Answer.refused(
        member ? new Forbidden("ask about others in", id) : new NotFound("organization", id));
  }
}
