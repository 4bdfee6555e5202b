package dev.orrery.instance.image;

import dev.orrery.kit.subgraph.page.Column;
import dev.orrery.kit.subgraph.resource.ResourceType;
import dev.orrery.kit.subgraph.resource.Resources;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/// What the kit must know of images.
@ApplicationScoped
class Images {
  private static final ResourceType<ImageRow> TYPE =
      ResourceType.of("Image", "images", "img", "image", ImageRow.class)
          .filter("operatingSystem", Column.text("operating_system"))
          .filter("operatingSystemVersion", Column.text("operating_system_version"))
          .filter("architecture", Column.text("architecture"))
          .unique("image_name_unique", "the name of an image in its organization");

  @Produces
  @Singleton
  Resources<ImageRow> images(Resources.Factory resources) {
    return resources.of(TYPE);
  }
}
