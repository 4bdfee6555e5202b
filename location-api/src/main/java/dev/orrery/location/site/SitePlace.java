package dev.orrery.location.site;

import dev.orrery.kit.subgraph.error.Answer;
import dev.orrery.kit.subgraph.error.CommonError.InvalidArgument;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/// Where on earth a site is (WGS 84 degrees), and which clock it keeps.
record SitePlace(@Nullable Double latitude, @Nullable Double longitude, @Nullable String timeZone) {

  static Answer<SitePlace> read(
      @Nullable Double latitude, @Nullable Double longitude, @Nullable String timeZone) {
    if (latitude != null && (latitude.isNaN() || Math.abs(latitude) > 90)) {
      return refused("latitude", "%s is not between -90 and 90".formatted(latitude));
    }
    if (longitude != null && (longitude.isNaN() || Math.abs(longitude) > 180)) {
      return refused("longitude", "%s is not between -180 and 180".formatted(longitude));
    }
    if ((latitude == null) != (longitude == null)) {
      return refused(
          latitude == null ? "latitude" : "longitude", "give latitude and longitude, or neither");
    }
    if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
      return refused(
          "timeZone", "'%s' is not an IANA time zone such as Europe/Zurich".formatted(timeZone));
    }
    return Answer.granted(new SitePlace(latitude, longitude, timeZone));
  }

  private static Answer<SitePlace> refused(String field, String problem) {
    return Answer.refused(new InvalidArgument("input." + field, problem));
  }
}
