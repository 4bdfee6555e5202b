package dev.orrery.bench.gateway.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShopServerTest {
  private static final String USERS = "{\"query\":\"{users{id}}\"}";
  private static ShopServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new ShopServer(0);
    Thread.ofPlatform().daemon().start(server::run);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersRequestsThatComeInPieces() throws Exception {
    try (var socket = connect()) {
      String request = post(USERS);
      for (int i = 0; i < request.length(); i += 20) {
        send(socket.getOutputStream(), request.substring(i, Math.min(request.length(), i + 20)));
        Thread.sleep(2);
      }
      assertThat(body(socket.getInputStream())).contains("\"id\":\"6\"");
    }
  }

  @Test
  void answersRequestsThatComeTogether() throws Exception {
    try (var socket = connect()) {
      send(socket.getOutputStream(), post(USERS) + post("{\"query\":\"{me{name}}\"}"));

      assertThat(body(socket.getInputStream())).contains("\"id\":\"6\"");
      assertThat(body(socket.getInputStream())).contains("Ada Lovelace");
    }
  }

  @Test
  void readsBodiesInChunks() throws Exception {
    try (var socket = connect()) {
      send(
          socket.getOutputStream(),
          "POST /graphql HTTP/1.1\r\nhost: shop\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n"
                  .formatted(USERS.substring(0, 5), USERS.length() - 5, USERS.substring(5)));

      assertThat(body(socket.getInputStream())).contains("\"id\":\"6\"");
    }
  }

  @Test
  void countsEveryRequestAlsoTheRepeatedOnes() throws Exception {
    try (var socket = connect()) {
      long before = asked(socket);
      for (int i = 0; i < 3; i++) {
        send(socket.getOutputStream(), post(USERS));
        body(socket.getInputStream());
      }
      assertThat(asked(socket)).isEqualTo(before + 3);
    }
  }

  @Test
  void estimatesShippingOnlyFromWhatTheGatewayBrings() {
    var answer =
        Answers.execute(
            ShopSchemas.subgraph("inventory"),
            java.util.Map.of(
                "query",
                "{_entities(representations:[{__typename:\"Product\",upc:\"1\"},"
                    + "{__typename:\"Product\",upc:\"1\",price:899,weight:100}])"
                    + "{...on Product{shippingEstimate}}}"));

    assertThat(answer.toString()).contains("shippingEstimate=-1").contains("shippingEstimate=50");
  }

  private static long asked(Socket socket) throws IOException {
    send(socket.getOutputStream(), "GET /calls HTTP/1.1\r\nhost: shop\r\n\r\n");
    return new ObjectMapper().readTree(body(socket.getInputStream())).path("accounts").asLong();
  }

  private static Socket connect() throws IOException {
    return new Socket("127.0.0.1", server.port());
  }

  private static String post(String body) {
    return "POST /graphql HTTP/1.1\r\nhost: shop\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String body(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) in.read());
    }
    String length = head.toString().replaceAll("(?s).*content-length: (\\d+).*", "$1");
    return new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
  }
}
