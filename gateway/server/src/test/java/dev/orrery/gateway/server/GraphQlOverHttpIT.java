package dev.orrery.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlOverHttpIT {
  @TempDir private static Path folder;
  private static ShopServers shop;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    shop = new ShopServers();
    Path list = folder.resolve("subgraphs.json");
    shop.list(list, "products", "reviews");
    gateway = GatewayProcess.start(Map.of(), "--subgraphs", list.toString());
  }

  @AfterAll
  static void stop() {
    gateway.close();
    shop.close();
  }

  private static HttpResponse<String> get(String query, String... headers) throws Exception {
    HttpRequest.Builder request =
        gateway.to("/graphql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return gateway.send(request.build());
  }

  @Test
  void passesAllAuditsOfGraphqlHttp() throws Exception {
    Path audits = Path.of(System.getProperty("gateway.target"), "graphql-http");
    Files.createDirectories(audits);
    for (String file : List.of("package.json", "audit.mjs")) {
      Files.copy(
          Path.of("src/test/node", file),
          audits.resolve(file),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    if (!Files.isDirectory(audits.resolve("node_modules/graphql-http"))) {
      run(audits, "npm", "install", "--no-audit", "--no-fund");
    }
    List<String> results = run(audits, "node", "audit.mjs", gateway.uri("/graphql").toString());
    assertThat(results).hasSize(60).allMatch(line -> line.startsWith("ok\t"));
  }

  private static List<String> run(Path folder, String... command)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
    return lines;
  }

  @Test
  void joinsSubgraphsOverHttp() throws Exception {
    var response = gateway.post("{\"query\":\"{ me { name reviews { product { name } } } }\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .isEqualTo(
            "{\"data\":{\"me\":{\"name\":\"Name of u1\",\"reviews\":[{\"product\":{\"name\":\"Product p1\"}},"
                + "{\"product\":{\"name\":\"Product p2\"}}]}}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | application/json; charset=utf-8",
        "*/* | application/json; charset=utf-8",
        "application/* | application/json; charset=utf-8",
        "application/graphql-response+json | application/graphql-response+json; charset=utf-8",
        "application/graphql-response+json, application/json;q=0.9 | application/graphql-response+json; charset=utf-8",
        "application/graphql-response+json;q=0.1, application/json | application/json; charset=utf-8",
        "application/graphql-response+json;q=0, */* | application/json; charset=utf-8",
        "application/graphql-response+json;charset=utf-8 | application/graphql-response+json; charset=utf-8",
      })
  void choosesTheMediaTypeThatTheClientLikesBest(String accept, String expected) throws Exception {
    var response = gateway.post("{\"query\":\"{__typename}\"}", "accept", accept);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-type")).contains(expected);
  }

  @Test
  void refusesToAnswerInATypeItDoesNotHave() throws Exception {
    assertThat(gateway.post("{\"query\":\"{__typename}\"}", "accept", "text/plain").statusCode())
        .isEqualTo(406);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin1"
      })
  void refusesBodiesThatOtherSitesCouldMakeABrowserSend(String type) throws Exception {
    var request =
        gateway
            .to("/graphql")
            .header("content-type", type)
            .POST(HttpRequest.BodyPublishers.ofString("{\"query\":\"{__typename}\"}"))
            .build();
    assertThat(gateway.send(request).statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[{\"query\":\"{__typename}\"}]",
        "{\"query\":1}",
        "{}",
        "null",
        "",
        "{\"query\":\"{__typename}\",\"variables\":[]}",
        "{\"query\":\"{__typename}\",\"operationName\":{}}",
        "{\"query\":\"{__typename}\"",
        "{\"query\":\"a\",\"query\":\"b\"}"
      })
  void refusesBodiesThatAreNoRequests(String body) throws Exception {
    var response = gateway.post(body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"errors\":[{\"message\":").contains("BAD_REQUEST");
  }

  @Test
  void getServesQueriesOnly() throws Exception {
    assertThat(get("{ me { id } }").body()).isEqualTo("{\"data\":{\"me\":{\"id\":\"u1\"}}}");
    var mutation = get("mutation { rename(id: \"u1\", name: \"x\") { id } }");
    assertThat(mutation.statusCode()).isEqualTo(405);
    assertThat(mutation.headers().firstValue("allow")).contains("POST");
    assertThat(gateway.send(gateway.to("/graphql").DELETE().build()).statusCode()).isEqualTo(405);
  }

  @Test
  void statusCodesFollowTheMediaType() throws Exception {
    for (String refused :
        List.of(
            "{\"query\":\"{ nope }\"}",
            "{\"query\":\"{\"}",
            "{\"query\":\"query($x: Int!) { topProducts(first: $x) { upc } }\"}",
            "{\"query\":\"query A { __typename } query B { __typename }\"}",
            "{\"query\":\"{ _service { sdl } }\"}")) {
      var json = gateway.post(refused, "accept", "application/json");
      assertThat(json.statusCode()).as(refused).isEqualTo(200);
      assertThat(json.body()).startsWith("{\"errors\":[").doesNotContain("\"data\"");
      assertThat(gateway.post(refused, "accept", "application/graphql-response+json").statusCode())
          .as(refused)
          .isEqualTo(400);
    }
  }

  @Test
  void aBrowserIsShownThePlayground() throws Exception {
    var response =
        gateway.send(gateway.to("/graphql").header("accept", "text/html,*/*;q=0.8").build());
    assertThat(response.statusCode()).isEqualTo(303);
    assertThat(response.headers().firstValue("location")).contains("/graphiql/");
    var page = gateway.send(gateway.to("/graphiql/").build());
    assertThat(page.body())
        .contains("<title>GraphiQL</title>")
        .doesNotContain("http://", "https://");
    String script = page.body().replaceAll("(?s).*src=\"\\./([^\"]+)\".*", "$1");
    assertThat(gateway.send(gateway.to("/graphiql/" + script).build()).statusCode()).isEqualTo(200);
    assertThat(gateway.send(gateway.to("/").build()).headers().firstValue("location"))
        .contains("/graphiql/");
  }

  @Test
  void refusesBodiesOverOneMegabyte() throws Exception {
    String body = "{\"query\":\"{__typename}\",\"extensions\":{\"x\":\"%s\"}}";
    assertThat(gateway.post(body.formatted("x".repeat(1_000_000))).statusCode()).isEqualTo(200);
    assertThat(gateway.post(body.formatted("x".repeat(1_100_000))).statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({"QUERY_TOO_DEEP", "TOO_MANY_ALIASES", "QUERY_TOO_COMPLEX"})
  void namesTheLimitThatWasExceededAndAsksNobody(String code) throws Exception {
    String query =
        switch (code) {
          case "QUERY_TOO_DEEP" ->
              "{me{" + "reviews{product{reviews{author{".repeat(3) + "id" + "}".repeat(14);
          case "TOO_MANY_ALIASES" -> "{me{" + "a:id ".repeat(31) + "}}";
          default -> "{" + "me{id}".repeat(21) + "}";
        };
    int before = shop.server("users").subgraph().requests().size();
    var response =
        gateway.post(
            "{\"query\":\"%s\"}".formatted(query), "accept", "application/graphql-response+json");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("\"code\":\"%s\"".formatted(code));
    assertThat(shop.server("users").subgraph().requests()).hasSize(before);
  }

  @Test
  void passesTheTraceOnAndStartsOneWhereThereIsNone() throws Exception {
    String given = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    gateway.post(
        "{\"query\":\"query Traced { me { id } }\"}", "traceparent", given, "x-user", "root");
    var seen = shop.server("users").headers().getLast();
    assertThat(seen).containsEntry("traceparent", given).doesNotContainKey("x-user");
    gateway.post("{\"query\":\"query Untraced { me { id } }\"}");
    assertThat(shop.server("users").headers().getLast().get("traceparent"))
        .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01")
        .isNotEqualTo(given);
  }

  @Test
  void reportsHealth() throws Exception {
    assertThat(gateway.send(gateway.to("/health").build()).body()).isEqualTo("{\"status\":\"UP\"}");
    assertThat(gateway.send(gateway.to("/q/health/live").build()).statusCode()).isEqualTo(200);
  }
}
