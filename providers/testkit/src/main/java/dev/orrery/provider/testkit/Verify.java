package dev.orrery.provider.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.orrery.provider.testkit.bench.Json;
import dev.orrery.provider.testkit.bench.UnderTest;
import dev.orrery.provider.testkit.checks.Catalogue;
import dev.orrery.provider.testkit.checks.Check;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `./orrery provider verify -- COMMAND [ARGUMENTS]`
public final class Verify {
  private static final String HELP =
      """
      ./orrery provider verify [OPTIONS] -- COMMAND [ARGUMENTS]

      Holds a provider, in any language, to the provider contract (docs/provider-guide.md). Starts the command several
      times, each time with a NATS server of its own, and ends everything that it has started.

        --name NAME       under which the provider announces itself, if it does not read ORRERY_PROVIDER_NAME
        --only CHECK      only the checks whose names begin so; may be given several times
        --desired FILE    {"first": {...}, "second": {...}}: two desired states of one resource of the provider's kind;
                          without it those of a compute resource
        --benches N       how many processes of the provider run at a time, 4 by default
        --patience S      how many seconds to wait for what should come at once, 15 by default
        --json FILE       the verdicts for machines
        --list            the checks, each with the clause of the guide it stands on

      The command gets ORRERY_NATS_URL, ORRERY_NATS_USER, ORRERY_NATS_PASSWORD, ORRERY_PROVIDER_NAME,
      ORRERY_PROVIDER_HOME, ORRERY_PROVIDER_ACK_WAIT_MILLIS, ORRERY_PROVIDER_HEARTBEAT_MILLIS and ORRERY_VERIFICATION.

      Exit code: 0 when nothing was found, 1 when a check failed, 2 when it could not be run, 3 when nothing was found but
      effects could not be judged, since the provider does not speak the verification protocol.
      """;

  private static final int FOUND = 1;
  private static final int UNUSABLE = 2;
  private static final int UNVERIFIED = 3;

  private final List<String> only = new ArrayList<>();
  private List<String> command = List.of();
  private String name = "verified";
  private int benches = 4;
  private Duration patience = Duration.ofSeconds(15);
  private Path json = Path.of("");
  private Path desired = Path.of("");
  private boolean list;

  private Verify() {}

  public static void main(String[] arguments) throws IOException {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (List.of(arguments).contains("--help") || arguments.length == 0) {
      out.print(HELP);
      System.exit(arguments.length == 0 ? UNUSABLE : 0);
    }
    var verify = new Verify();
    try {
      verify.read(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println("orrery: " + e.getMessage());
      System.err.println("        ./orrery provider verify --help");
      System.exit(UNUSABLE);
    }
    System.exit(verify.run(out));
  }

  private void read(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--" -> {
          command = List.of(arguments).subList(i + 1, arguments.length);
          i = arguments.length;
        }
        case "--list" -> list = true;
        case "--name" -> name = value(arguments, ++i);
        case "--only" -> only.add(value(arguments, ++i));
        case "--desired" -> desired = Path.of(value(arguments, ++i));
        case "--benches" -> benches = Integer.parseInt(value(arguments, ++i));
        case "--patience" -> patience = Duration.ofSeconds(Long.parseLong(value(arguments, ++i)));
        case "--json" -> json = Path.of(value(arguments, ++i));
        default ->
            throw new IllegalArgumentException(
                "there is no option %s; the command comes after --".formatted(arguments[i]));
      }
    }
    if (command.isEmpty() && !list) {
      throw new IllegalArgumentException("the provider's command is missing, after --");
    }
    if (checks().isEmpty()) {
      throw new IllegalArgumentException("no check is named " + only + "; --list shows them");
    }
  }

  private static String value(String[] arguments, int at) {
    if (at >= arguments.length) {
      throw new IllegalArgumentException(arguments[at - 1] + " wants a value");
    }
    return arguments[at];
  }

  private List<Check> checks() {
    return only.isEmpty() ? Catalogue.all() : Catalogue.named(only);
  }

  private int run(PrintStream out) throws IOException {
    if (list) {
      checks().forEach(check -> out.printf("%-75s %s%n", check.name(), check.clause().words()));
      return 0;
    }
    var provider =
        UnderTest.of(command, Path.of(System.getProperty("orrery.root", ".")))
            .named(name)
            .waiting(patience);
    if (!desired.toString().isEmpty()) {
      JsonNode states = Json.parse(Files.readString(desired));
      provider = provider.desiring(states.path("first"), states.path("second"));
    }
    var report = new TextReport(out, checks().size());
    var verdicts = Run.of(provider, checks(), benches, report::heard);
    report.end(verdicts);
    if (!json.toString().isEmpty()) {
      Files.write(json, JsonReport.of(verdicts, command));
    }
    if (!verdicts.clean()) {
      return FOUND;
    }
    return verdicts.verifiable() ? 0 : UNVERIFIED;
  }
}
