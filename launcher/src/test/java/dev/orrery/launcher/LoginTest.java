package dev.orrery.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sign-in at a server that answers as permissions-api does.
class LoginTest {
  private static final String PASSWORD = "it's a \"long\" \\ pass&word=ü";

  @TempDir Path folder;
  private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
  private HttpServer server;
  private String address;
  private Script orrery;
  private int lifetime = 600;
  private boolean ended;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/oauth/token", this::token);
    server.createContext("/oauth/revoke", this::token);
    server.createContext("/oauth/userinfo", this::userInfo);
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort();
    orrery =
        new Script(Files.createDirectory(folder.resolve("home")))
            .with("XDG_CONFIG_HOME", folder.resolve("config").toString());
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void token(HttpExchange http) throws IOException {
    Map<String, String> form = new HashMap<>();
    for (String pair :
        new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).split("&")) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    forms.add(form);
    boolean good =
        !ended
            && (PASSWORD.equals(form.get("password"))
                || form.getOrDefault("refresh_token", "").equals("ref-" + (forms.size() - 1)));
    String body =
        good
            ? "{\"access_token\":\"acc-%1$d\",\"token_type\":\"Bearer\",\"expires_in\":%2$d,\"refresh_token\":\"ref-%1$d\"}"
                .formatted(forms.size(), lifetime)
            : "{\"error\":\"invalid_grant\",\"error_description\":\"the e-mail address or the password is wrong\"}";
    answer(http, good ? 200 : 400, body);
  }

  private void userInfo(HttpExchange http) throws IOException {
    boolean known =
        ("Bearer acc-" + forms.size()).equals(http.getRequestHeaders().getFirst("Authorization"));
    answer(
        http,
        known ? 200 : 401,
        known
            ? "{\"sub\":\"user_1\",\"name\":\"Ann\",\"email\":\"ann@example.com\",\"organization\":\"org_1\"}"
            : "{\"error\":\"invalid_token\"}");
  }

  private static void answer(HttpExchange http, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    http.sendResponseHeaders(status, bytes.length);
    http.getResponseBody().write(bytes);
    http.close();
  }

  private Path credentials() {
    return folder.resolve("config/orrery/credentials.json");
  }

  private Script.Said login(String password) throws Exception {
    return orrery
        .given(password + "\n")
        .run("login", "--server", address, "--password-stdin", "ann@example.com");
  }

  @Test
  void signsInAndKeepsItForTheOwnerAlone() throws Exception {
    Script.Said said = login(PASSWORD);

    assertThat(said.text()).contains("Ann", "ann@example.com", "user_1", "org_1");
    assertThat(said.status()).isZero();
    assertThat(forms.getFirst())
        .containsEntry("grant_type", "password")
        .containsEntry("username", "ann@example.com")
        .containsEntry("password", PASSWORD);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials().getParent())))
        .isEqualTo("rwx------");
    assertThat(Files.readString(credentials())).doesNotContain("pass&word");
    assertThat(said.text()).doesNotContain("acc-", "ref-", "pass&word");
  }

  @Test
  void aWrongPasswordIsSaidAndNothingIsKept() throws Exception {
    Script.Said said = login("wrong");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("the e-mail address or the password is wrong");
    assertThat(credentials()).doesNotExist();
  }

  @Test
  void aPasswordDoesNotTravelInClearText() throws Exception {
    Script.Said said =
        orrery
            .given(PASSWORD)
            .run("login", "--server", "http://example.com", "--password-stdin", "ann@example.com");

    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("https");
  }

  @Test
  void saysWhoIsSignedInAndPrintsTheirToken() throws Exception {
    login(PASSWORD);

    assertThat(orrery.run("whoami").text()).contains("Ann", "ann@example.com", "user_1");
    assertThat(orrery.run("token", "--me").text()).isEqualTo("acc-1\n");
    assertThat(forms).as("a token that is good is not renewed").hasSize(1);
  }

  @Test
  void renewsATokenThatIsAboutToExpire() throws Exception {
    lifetime = 20;
    login(PASSWORD);
    lifetime = 600;

    assertThat(orrery.run("token", "--me").text()).isEqualTo("acc-2\n");
    assertThat(forms.getLast())
        .containsEntry("grant_type", "refresh_token")
        .containsEntry("refresh_token", "ref-1");
    assertThat(orrery.run("token", "--me").text()).isEqualTo("acc-2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(credentials())))
        .isEqualTo("rw-------");
  }

  @Test
  void saysThatASignInHasEnded() throws Exception {
    lifetime = 20;
    login(PASSWORD);
    ended = true;

    Script.Said said = orrery.run("whoami");
    assertThat(said.status()).isEqualTo(1);
    assertThat(said.text()).contains("your sign-in has ended", "./orrery login");
    assertThat(orrery.run("whoami").text()).contains("nobody is signed in");
  }

  @Test
  void keepsTheSignInWhileTheServerIsAway() throws Exception {
    lifetime = 20;
    login(PASSWORD);
    server.stop(0);

    assertThat(orrery.run("whoami").text()).contains("does not answer");
    assertThat(credentials()).exists();
  }

  @Test
  void signingOutRevokesAndForgets() throws Exception {
    login(PASSWORD);

    assertThat(orrery.run("logout").text()).contains("Signed out.");
    assertThat(forms.getLast()).containsEntry("token", "ref-1");
    assertThat(credentials()).doesNotExist();
    assertThat(orrery.run("logout").text()).contains("Nobody is signed in.");
    assertThat(orrery.run("token", "--me").status()).isEqualTo(1);
  }
}
