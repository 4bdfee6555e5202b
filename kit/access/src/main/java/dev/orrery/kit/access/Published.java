package dev.orrery.kit.access;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// What somebody publishes in a file or at an http address: read in two seconds, up to 256 KiB, and
/// nowhere else than said.
final class Published {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final int LARGEST_BYTES = 256 * 1024;

  private Published() {}

  /// @param location a path, or an address of `file`, `http` or `https`
  static String text(String location) throws IOException {
    if (!location.startsWith("http://") && !location.startsWith("https://")) {
      return Files.readString(
          Path.of(location.startsWith("file:") ? location.substring("file:".length()) : location));
    }
    try (HttpClient http =
        HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build()) {
      return fetched(http, URI.create(location));
    } catch (IllegalArgumentException noAddress) {
      throw new IOException(noAddress.getMessage(), noAddress);
    }
  }

  private static String fetched(HttpClient http, URI address) throws IOException {
    try {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
              HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != 200) {
          throw new IOException("status " + response.statusCode());
        }
        byte[] bytes = body.readNBytes(LARGEST_BYTES + 1);
        if (bytes.length > LARGEST_BYTES) {
          throw new IOException("more than %d bytes".formatted(LARGEST_BYTES));
        }
        return new String(bytes, StandardCharsets.UTF_8);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    }
  }
}
