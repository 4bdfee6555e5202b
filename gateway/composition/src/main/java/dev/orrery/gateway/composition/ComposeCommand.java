package dev.orrery.gateway.composition;

import dev.orrery.gateway.composition.contract.Contract;
import dev.orrery.gateway.composition.contract.ContractResult;
import dev.orrery.gateway.composition.findings.CompositionError;
import dev.orrery.gateway.composition.supergraph.Supergraph;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Composes subgraphs on the command line: `DIR|FILE.json [-o supergraph.graphql] [--api]
/// [--include-tag T]... [--exclude-tag T]... [--no-hints]`.
///
/// Prints the supergraph, or with `--api` the API schema, to the file or to standard output, and
/// errors and hints to standard error. Exit codes: 0 composed, 1 does not compose, 2 bad usage or
/// files.
public final class ComposeCommand {
  private static final String USAGE =
      """
      usage: compose DIR|FILE.json [-o FILE] [--api] [--include-tag TAG]... [--exclude-tag TAG]... [--no-hints]

        DIR        one *.graphql per subgraph, named by the file; common.graphql is read before each,
                 subgraphs.json may give urls: [{"name": ..., "url": ...}, ...]
        FILE.json  [{"name": ..., "url": ..., "sdl": ... or "file": ...}, ...]
      """;

  private final PrintStream out;
  private final PrintStream err;

  ComposeCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    System.exit(new ComposeCommand(System.out, System.err).run(List.of(arguments)));
  }

  private record Options(
      Path from,
      @Nullable Path to,
      boolean api,
      boolean hints,
      Set<String> include,
      Set<String> exclude) {}

  int run(List<String> arguments) {
    try {
      var options = options(new ArrayDeque<>(arguments));
      return run(options);
    } catch (BadInput | IOException e) {
      err.println("error: " + (e instanceof BadInput ? e.getMessage() : e.toString()));
      return 2;
    }
  }

  private static Options options(ArrayDeque<String> arguments) {
    Path from = null;
    Path to = null;
    var api = false;
    var hints = true;
    var include = new LinkedHashSet<String>();
    var exclude = new LinkedHashSet<String>();
    while (!arguments.isEmpty()) {
      var argument = arguments.pop();
      switch (argument) {
        case "-o" -> to = Path.of(value(arguments, argument));
        case "--api" -> api = true;
        case "--no-hints" -> hints = false;
        case "--include-tag" -> include.add(value(arguments, argument));
        case "--exclude-tag" -> exclude.add(value(arguments, argument));
        default -> {
          if (argument.startsWith("-") || from != null) {
            throw new BadInput("unexpected argument " + argument + "\n" + USAGE);
          }
          from = Path.of(argument);
        }
      }
    }
    if (from == null) {
      throw new BadInput("nothing to compose\n" + USAGE);
    }
    return new Options(from, to, api, hints, include, exclude);
  }

  private static String value(ArrayDeque<String> arguments, String option) {
    if (arguments.isEmpty()) {
      throw new BadInput(option + " needs a value\n" + USAGE);
    }
    return arguments.pop();
  }

  private int run(Options options) throws IOException {
    var files = SubgraphFiles.read(options.from());
    var diagnostics = new Diagnostics(files);
    var result = Composer.compose(files.stream().map(SubgraphFiles.Entry::source).toList());
    if (options.hints()) {
      result.hints().forEach(hint -> err.println(diagnostics.text(hint)));
    }
    return switch (result) {
      case CompositionResult.Failed failed -> refuse(failed.errors(), diagnostics);
      case CompositionResult.Composed composed ->
          write(composed.supergraph(), options, diagnostics);
    };
  }

  private int write(Supergraph supergraph, Options options, Diagnostics diagnostics)
      throws IOException {
    var wanted = supergraph;
    if (!options.include().isEmpty() || !options.exclude().isEmpty()) {
      switch (new Contract(options.include(), options.exclude(), true).apply(supergraph)) {
        case ContractResult.Refused refused -> {
          return refuse(refused.errors(), diagnostics);
        }
        case ContractResult.Filtered filtered -> wanted = filtered.supergraph();
      }
    }
    var sdl = options.api() ? wanted.apiSdl() : wanted.toSdl();
    if (options.to() == null) {
      out.print(sdl);
      out.flush();
    } else {
      Files.writeString(options.to(), sdl);
      err.println(
          "composed %d subgraphs into %s".formatted(wanted.subgraphs().size(), options.to()));
    }
    return 0;
  }

  private int refuse(List<CompositionError> errors, Diagnostics diagnostics) {
    errors.forEach(error -> err.println(diagnostics.text(error)));
    err.println(
        errors.size() == 1
            ? "The subgraphs do not compose: 1 error."
            : "The subgraphs do not compose: %d errors.".formatted(errors.size()));
    return 1;
  }

  /// Thrown for arguments or files that make no sense; the message is for the user.
  static final class BadInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInput(String message) {
      super(message);
    }
  }
}
