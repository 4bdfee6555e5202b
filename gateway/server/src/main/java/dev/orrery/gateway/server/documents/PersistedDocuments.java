package dev.orrery.gateway.server.documents;

import dev.orrery.gateway.server.GatewayConfig;
import dev.orrery.gateway.server.GatewayConfig.DocumentMode;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Finds the document that a request means.
///
/// A request names one by `documentId` (GraphQL over HTTP, appendix "Persisted Documents") or by
/// `extensions.persistedQuery.sha256Hash` (Apollo). With automatic registration, a request that
/// brings both document and hash registers it for those that follow, on this gateway.
@ApplicationScoped
public class PersistedDocuments {
  private static final Logger LOG = Logger.getLogger(PersistedDocuments.class);
  private static final int MOST_REGISTERED = 2_000;
  private static final int LONGEST_REGISTERED = 32 * 1024;

  private final Vertx vertx;
  private final DocumentMode mode;
  private final boolean automatic;
  private final @Nullable Path file;
  private final long reloadMillis;
  private volatile Manifest manifest = Manifest.EMPTY;
  private @Nullable FileTime readAt;
  private final Map<String, String> registered =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
              return size() > MOST_REGISTERED;
            }
          });

  /// What a request means.
  public sealed interface Found {
    record Document(String text) implements Found {}

    /// @param message for clients; some of them compare it
    record Missing(String code, String message) implements Found {}
  }

  PersistedDocuments(Vertx vertx, GatewayConfig config) {
    this.vertx = vertx;
    this.mode = config.documents().mode();
    this.automatic = config.documents().automatic();
    this.file = config.documents().manifest().map(Path::of).orElse(null);
    this.reloadMillis = config.reloadInterval().toMillis();
  }

  void start(@Observes StartupEvent event) throws IOException {
    if (mode == DocumentMode.OFF) {
      return;
    }
    if (file == null) {
      if (mode == DocumentMode.REQUIRE) {
        throw new IllegalStateException(
            "gateway.documents.mode=require needs gateway.documents.manifest, the documents to serve");
      }
      return;
    }
    readAt = Files.getLastModifiedTime(file);
    manifest = Manifest.read(file);
    LOG.infof("%d documents are registered in %s", manifest.byId().size(), file);
    if (reloadMillis > 0) {
      vertx.setPeriodic(reloadMillis, _ -> vertx.executeBlocking(this::reload, false));
    }
  }

  private @Nullable Void reload() {
    Path changed = file;
    try {
      if (changed != null && !Files.getLastModifiedTime(changed).equals(readAt)) {
        readAt = Files.getLastModifiedTime(changed);
        manifest = Manifest.read(changed);
        LOG.infof("%d documents are registered in %s", manifest.byId().size(), changed);
      }
    } catch (IOException | IllegalStateException e) {
      LOG.errorf("The registered documents stay as they are: %s", e.getMessage());
    }
    return null;
  }

  /// @param query the document that came along
  /// @param documentId `sha256:<hash>`, or any id of the manifest
  /// @param sha256 Apollo's hash, in hexadecimal digits
  public Found find(@Nullable String query, @Nullable String documentId, @Nullable String sha256) {
    String id = documentId != null ? documentId : sha256;
    if (id == null) {
      return plain(query);
    }
    if (mode == DocumentMode.OFF && !automatic) {
      return new Found.Missing("PERSISTED_QUERY_NOT_SUPPORTED", "PersistedQueryNotSupported");
    }
    String known = mode == DocumentMode.OFF ? null : registeredBefore(id);
    String hash =
        (sha256 == null && id.startsWith("sha256:") ? id.substring(7) : id)
            .toLowerCase(Locale.ROOT);
    if (known == null && automatic && mode != DocumentMode.REQUIRE) {
      known = registered.get(hash);
      if (known == null && query != null) {
        return register(query, hash);
      }
    }
    if (known == null || (query != null && !query.equals(known))) {
      return query == null
          ? new Found.Missing("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound")
          : mode == DocumentMode.REQUIRE
              ? notRegistered()
              : new Found.Missing(
                  "PERSISTED_QUERY_HASH_MISMATCH", "The document is not the one of this id.");
    }
    return new Found.Document(known);
  }

  private Found plain(@Nullable String query) {
    if (query == null) {
      return new Found.Missing("BAD_REQUEST", "query must be a string.");
    }
    return mode == DocumentMode.REQUIRE && !manifest.documents().contains(query)
        ? notRegistered()
        : new Found.Document(query);
  }

  private static Found notRegistered() {
    return new Found.Missing(
        "DOCUMENT_NOT_REGISTERED", "Only registered documents are served here.");
  }

  private @Nullable String registeredBefore(String id) {
    Map<String, String> byId = manifest.byId();
    String known = byId.get(id);
    if (known == null && id.startsWith("sha256:")) {
      known = byId.get(id.substring(7));
    }
    return known == null ? byId.get("sha256:" + id) : known;
  }

  private Found register(String query, String hash) {
    if (!hash.equals(sha256(query))) {
      return new Found.Missing(
          "PERSISTED_QUERY_HASH_MISMATCH", "provided sha does not match query");
    }
    if (query.length() <= LONGEST_REGISTERED) {
      registered.put(hash, query);
    }
    return new Found.Document(query);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
