package dev.orrery.instance.image;

import dev.orrery.instance.graphql.types.CreateImageInput;
import dev.orrery.instance.graphql.types.UpdateImageInput;
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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Images in the graph.
@ApplicationScoped
class ImageFields implements SubgraphPart {
  /// Words that can stand in file names, labels and command lines as they are.
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,62}");

  private final Resources<ImageRow> images;

  ImageFields(Resources<ImageRow> images) {
    this.images = images;
  }

  @Override
  public void wire(Wiring wiring) {
    wiring
        .resource(images)
        .create(images, CreateImageInput.class, this::create)
        .update(images, UpdateImageInput.class, (_, _, image, _) -> Answer.granted(image))
        .delete(images, Blocking.rows("inst", "instance", "image_id"));
  }

  private Answer<ImageRow> create(
      Transaction transaction, Viewer viewer, ResourceHeader header, CreateImageInput input) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("operatingSystem", input.getOperatingSystem());
    words.put("operatingSystemVersion", input.getOperatingSystemVersion());
    words.put("architecture", input.getArchitecture());
    for (Map.Entry<String, String> word : words.entrySet()) {
      if (!WORD.matcher(word.getValue()).matches()) {
        return Answer.refused(
            new InvalidArgument(
                "input." + word.getKey(),
                "'%s' is not one word of letters, digits, '.', '_', '+' and '-'; write debian, 13 or x86_64"
                    .formatted(word.getValue())));
      }
    }
    return Answer.granted(
        new ImageRow(
            header,
            input.getOperatingSystem(),
            input.getOperatingSystemVersion(),
            input.getArchitecture()));
  }
}
