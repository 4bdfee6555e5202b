package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orrery.gateway.execution.json.JsonOutput;
import dev.orrery.gateway.execution.testing.TestSubgraph;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway with a file of settings: headers, persisted documents, CORS, limits, metrics.
class ConfigurationIT {
  @TempDir private static Path folder;
  private static ShopServers servers;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    servers =
        new ShopServers(
            new TestSubgraph(
                    "a",
                    """
                    extend schema
                      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@cost"])
                    type Query { one: Int page(first: Int): [Int] dear: Int @cost(weight: 100001) }
                    """)
                .root("one", 1)
                .root("page", java.util.List.of(1)),
            new TestSubgraph("b", "type Query { two: Int }").root("two", 2));
    servers.list(folder.resolve("subgraphs.json"), "a", "b");
    Files.writeString(
        folder.resolve("documents.json"),
        """
        {"format": "apollo-persisted-query-manifest", "version": 1, "operations": [
          {"id": "first", "name": "One", "type": "query", "body": "query One { one }"}]}
        """);
    Path config = folder.resolve("gateway.properties");
    Files.writeString(
        config,
        """
        gateway.forward-headers=authorization
        gateway.headers.matching=x-acme-.*
        gateway.headers.rename.x-tenant=x-org
        gateway.headers.insert.x-via=orrery
        gateway.headers.subgraph.b.remove=x-acme-a
        gateway.headers.subgraph.b.insert.x-key=secret
        gateway.headers.respond=cache-control,x-served-by
        gateway.documents.mode=allow
        gateway.documents.automatic=true
        gateway.documents.manifest=%s
        gateway.cors.origins=https://app.example
        gateway.introspection=false
        gateway.calls.http2=false
        gateway.calls.gzip=true
        """
            .formatted(folder.resolve("documents.json")));
    gateway =
        GatewayProcess.start(
            Map.of(),
            "--config",
            config.toString(),
            "--subgraphs",
            folder.resolve("subgraphs.json").toString());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    servers.close();
  }

  @BeforeEach
  void forget() {
    servers.server("a").subgraph().forgetRequests();
    servers.server("a").headers().clear();
    servers.server("b").headers().clear();
  }

  private static void assertNobodyWasAsked() {
    assertThat(servers.server("a").subgraph().requests()).isEmpty();
  }

  private static String json(Map<String, Object> body) {
    return new JsonOutput(256).value(body).toString();
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String postHash(String query, String hash) throws Exception {
    Map<String, Object> body = new java.util.HashMap<>();
    if (query != null) {
      body.put("query", query);
    }
    body.put("extensions", Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash)));
    return gateway.post(json(body)).body();
  }

  @Test
  void treatsHeadersByTheRulesOfEachSubgraph() throws Exception {
    gateway.post(
        "{\"query\":\"{ one two }\"}",
        "authorization",
        "t",
        "x-acme-a",
        "1",
        "x-acme-b",
        "2",
        "x-tenant",
        "meridian",
        "x-user-id",
        "eve",
        "x-other",
        "3",
        "cookie",
        "c=1");
    assertThat(servers.server("a").headers().getLast())
        .containsEntry("authorization", "t")
        .containsEntry("x-acme-a", "1")
        .containsEntry("x-acme-b", "2")
        .containsEntry("x-org", "meridian")
        .containsEntry("x-via", "orrery")
        .doesNotContainKeys("x-tenant", "x-user-id", "x-other", "cookie", "x-key");
    assertThat(servers.server("b").headers().getLast())
        .containsEntry("x-acme-b", "2")
        .containsEntry("x-key", "secret")
        .doesNotContainKeys("x-acme-a", "x-user-id");
  }

  @Test
  void showsTheHeadersOfAnswersThatAreNamed() throws Exception {
    answerWith("a", "max-age=60", "{\"data\":{\"one\":1}}");
    answerWith("b", "private, max-age=10", "{\"data\":{\"two\":2}}");
    var both = gateway.post("{\"query\":\"query Shown { one two }\"}");
    assertThat(both.headers().firstValue("cache-control")).contains("private, max-age=10");
    assertThat(both.headers().firstValue("x-served-by")).isPresent();
    assertThat(both.headers().firstValue("set-cookie")).isEmpty();
    servers.server("b").behaveWell();
    var partly = gateway.post("{\"query\":\"query Shown { one two }\"}");
    assertThat(partly.headers().firstValue("cache-control")).contains("no-store");
    servers.server("a").behaveWell();
  }

  private static void answerWith(String subgraph, String cacheControl, String body) {
    servers
        .server(subgraph)
        .behave((request, _) ->
            request
                .response()
                .putHeader("content-type", "application/json")
                .putHeader("cache-control", cacheControl)
                .putHeader("x-served-by", subgraph)
                .putHeader("set-cookie", "a=b")
                .end(body));
  }

  @Test
  void refusesWhatWouldCostTooMuchAndBatches() throws Exception {
    assertThat(gateway.post("{\"query\":\"{ dear }\"}").body())
        .contains("COST_ESTIMATED_TOO_EXPENSIVE");
    var batch = gateway.post("[{\"query\":\"{ one }\"}]");
    assertThat(batch.statusCode()).isEqualTo(400);
    assertThat(batch.body()).contains("Batches");
    assertNobodyWasAsked();
  }

  @Test
  void showsACodeAndATraceIdInPlaceOfAnUnexpectedError() throws Exception {
    servers
        .server("a")
        .always(
            200,
            "application/json",
            "{\"data\":{\"one\":null},\"errors\":[{\"message\":\"secret: db-7 is down\",\"path\":[\"one\"]}]}");
    String trace = "0af7651916cd43dd8448eb211c80319c";
    String body =
        gateway
            .post(
                "{\"query\":\"query Broken { one }\"}",
                "traceparent",
                "00-%s-b7ad6b7169203331-01".formatted(trace))
            .body();
    servers.server("a").behaveWell();
    assertThat(body)
        .contains("\"code\":\"INTERNAL\"", "\"traceId\":\"%s\"".formatted(trace))
        .doesNotContain("secret");
    assertThat(gateway.log()).contains("secret: db-7 is down", trace);
  }

  @Test
  void asksForCompressedAnswersAndReadsThem() throws Exception {
    assertThat(gateway.post("{\"query\":\"{ two }\"}").body()).isEqualTo("{\"data\":{\"two\":2}}");
    assertThat(servers.server("b").headers().getLast().get("accept-encoding")).contains("gzip");
  }

  @Test
  void servesRegisteredDocumentsByTheirId() throws Exception {
    assertThat(gateway.post("{\"documentId\":\"first\"}").body())
        .isEqualTo("{\"data\":{\"one\":1}}");
    var byGet = gateway.send(gateway.to("/graphql?documentId=first").build());
    assertThat(byGet.body()).isEqualTo("{\"data\":{\"one\":1}}");
    assertThat(gateway.post("{\"query\":\"{ two }\"}").body()).isEqualTo("{\"data\":{\"two\":2}}");
  }

  @Test
  void registersADocumentByItsHash() throws Exception {
    String query = "{ one automatic: one }";
    String hash = sha256(query);
    assertThat(postHash(null, hash))
        .isEqualTo(
            "{\"errors\":[{\"message\":\"PersistedQueryNotFound\",\"extensions\":{\"code\":\"PERSISTED_QUERY_NOT_FOUND\"}}]}");
    assertThat(postHash(query, "00" + hash.substring(2))).contains("PERSISTED_QUERY_HASH_MISMATCH");
    assertNobodyWasAsked();
    String answer = "{\"data\":{\"one\":1,\"automatic\":1}}";
    assertThat(postHash(query, hash)).isEqualTo(answer);
    assertThat(postHash(null, hash)).isEqualTo(answer);
    String extensions = json(Map.of("persistedQuery", Map.of("version", 1, "sha256Hash", hash)));
    var byGet =
        gateway.send(
            gateway
                .to("/graphql?extensions=" + URLEncoder.encode(extensions, StandardCharsets.UTF_8))
                .build());
    assertThat(byGet.body()).isEqualTo(answer);
  }

  @Test
  void tellsBrowsersWhichSitesMayAsk() throws Exception {
    HttpRequest.Builder preflight =
        gateway
            .to("/graphql")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
    HttpResponse<String> good =
        gateway.send(preflight.copy().header("origin", "https://app.example").build());
    assertThat(good.statusCode()).isEqualTo(204);
    assertThat(good.headers().firstValue("access-control-allow-origin"))
        .contains("https://app.example");
    assertThat(good.headers().firstValue("access-control-allow-headers")).contains("content-type");
    HttpResponse<String> bad =
        gateway.send(preflight.copy().header("origin", "https://evil.example").build());
    assertThat(bad.headers().firstValue("access-control-allow-origin")).isEmpty();
    assertThat(
            gateway
                .post("{\"query\":\"{ one }\"}", "origin", "https://app.example")
                .headers()
                .firstValue("access-control-allow-origin"))
        .contains("https://app.example");
  }

  @Test
  void hidesTheSchemaWhereIntrospectionIsOff() throws Exception {
    assertThat(gateway.post("{\"query\":\"{ __schema { types { name } } }\"}").body())
        .contains("GRAPHQL_VALIDATION_FAILED")
        .doesNotContain("data");
    assertThat(gateway.post("{\"query\":\"{ on }\"}").body())
        .contains("GRAPHQL_VALIDATION_FAILED")
        .doesNotContain("one")
        .doesNotContainIgnoringCase("did you mean");
    assertThat(gateway.post("{\"query\":\"{ __typename }\"}").body())
        .isEqualTo("{\"data\":{\"__typename\":\"Query\"}}");
    assertNobodyWasAsked();
  }

  @Test
  void knowsNothingOfFederationInThePublicGraph() throws Exception {
    assertThat(gateway.post("{\"query\":\"{ _service { sdl } }\"}").body())
        .contains("GRAPHQL_VALIDATION_FAILED");
    assertThat(
            gateway
                .post("{\"query\":\"{ _entities(representations: []) { __typename } }\"}")
                .body())
        .contains("GRAPHQL_VALIDATION_FAILED");
    assertNobodyWasAsked();
  }

  @Test
  void refusesPagesThatAreTooLarge() throws Exception {
    assertThat(gateway.post("{\"query\":\"{ page(first: 201) }\"}").body())
        .contains("QUERY_TOO_COMPLEX");
    assertThat(
            gateway
                .post(
                    "{\"query\":\"query($n: Int) { page(first: $n) }\",\"variables\":{\"n\":201}}")
                .body())
        .contains("QUERY_TOO_COMPLEX");
    assertNobodyWasAsked();
    assertThat(gateway.post("{\"query\":\"{ page(first: 200) }\"}").body())
        .isEqualTo("{\"data\":{\"page\":[1]}}");
  }

  @Test
  void countsWhatItDoes() throws Exception {
    gateway.post("{\"query\":\"{ one }\"}");
    gateway.post("{\"query\":\"{ one }\"}");
    gateway.post("{\"query\":\"{ nothing }\"}");
    String metrics = gateway.send(gateway.to("/q/metrics").build()).body();
    assertThat(metrics)
        .containsPattern("gateway_requests_total\\{status=\"200\"\\} [1-9]")
        .containsPattern("gateway_errors_total\\{code=\"GRAPHQL_VALIDATION_FAILED\"\\} [1-9]")
        .containsPattern(
            "gateway_subgraph_calls_total\\{subgraph=\"a\",outcome=\"ANSWERED\"\\} [1-9]")
        .containsPattern(
            "gateway_subgraph_call_seconds_bucket\\{subgraph=\"a\",le=\"\\+Inf\"\\} [1-9]")
        .containsPattern("gateway_operations_total\\{prepared=\"before\"\\} [1-9]")
        .contains("gateway_coalesced_total{layer=\"request\"}")
        .contains("gateway_breaker_open{subgraph=\"a\"} 0");
  }

  @Test
  void namesAWrongSettingAndDoesNotStart() throws Exception {
    Path wrong = folder.resolve("wrong.properties");
    Files.writeString(wrong, "gateway.limits.dept=3\ngateway.calls.timeout=soon\n");
    assertThatThrownBy(() ->
            GatewayProcess.start(
                Map.of(),
                "--config",
                wrong.toString(),
                "--subgraphs",
                folder.resolve("subgraphs.json").toString()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("did you mean gateway.limits.depth?")
        .hasMessageContaining("gateway.calls.timeout must be a duration");
  }

  @Test
  void servesNothingButRegisteredDocumentsWhereTheyAreRequired() throws Exception {
    try (GatewayProcess safe =
        GatewayProcess.start(
            Map.of(
                "gateway.documents.mode",
                "require",
                "gateway.documents.manifest",
                folder.resolve("documents.json").toString()),
            "--subgraphs",
            folder.resolve("subgraphs.json").toString())) {
      assertThat(safe.post("{\"documentId\":\"first\"}").body())
          .isEqualTo("{\"data\":{\"one\":1}}");
      assertThat(safe.post("{\"query\":\"query One { one }\"}").body())
          .isEqualTo("{\"data\":{\"one\":1}}");
      servers.server("a").subgraph().forgetRequests();
      var refused = safe.post("{\"query\":\"{ one }\"}");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body()).contains("DOCUMENT_NOT_REGISTERED");
      assertThat(safe.post("{\"query\":\"{ one }\",\"documentId\":\"first\"}").body())
          .contains("DOCUMENT_NOT_REGISTERED");
      assertThat(safe.post("{\"documentId\":\"unknown\"}").body())
          .contains("PERSISTED_QUERY_NOT_FOUND");
      assertNobodyWasAsked();
    }
  }
}
