package dev.orrery.gateway.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What can be set, as `gateway.…` in a file or a system property and as `GATEWAY_…` in the
/// environment.
@ConfigMapping(prefix = "gateway")
public interface GatewayConfig {
  /// A supergraph in SDL. One of `supergraph`, `subgraphs` and `compose` must be set; without any,
  /// `orrery.supergraph` names the supergraph.
  Optional<String> supergraph();

  /// A JSON file: `[{"name": …, "url": …, "sdl": …}]`; without `sdl` the subgraph is asked for it.
  Optional<String> subgraphs();

  /// A folder with one SDL file per subgraph, named `<subgraph>.graphql`, and perhaps
  /// `common.graphql` and `subgraphs.json`.
  Optional<String> compose();

  /// How often the files above are looked at for changes; 0 means never.
  @WithDefault("1s")
  Duration reloadInterval();

  /// `required` or `optional`; without it, required when `orrery.jwks` is set.
  Optional<Authentication> authentication();

  /// Headers of the client that subgraphs get to see. All others are dropped.
  @WithDefault("authorization,traceparent,tracestate,orrery-policy-revision")
  Set<String> forwardHeaders();

  /// Pass on the text of subgraph errors that carry no code of their own. They may tell more than
  /// clients should know: for the time while subgraphs are being written.
  @WithDefault("false")
  boolean showAllErrors();

  /// Serve GraphiQL under `/graphiql/`.
  @WithDefault("true")
  boolean graphiql();

  /// Answer `__schema` and `__type`.
  @WithDefault("true")
  boolean introspection();

  /// Labels of progressive overrides that hold for every request; `percent(n)` needs no mention.
  Optional<Set<String>> overrideLabels();

  Authorization authorization();

  Headers headers();

  Documents documents();

  Cors cors();

  Limits limits();

  Calls calls();

  Coalesce coalesce();

  /// Whether a token must be sent.
  enum Authentication {
    REQUIRED,
    OPTIONAL
  }

  /// What becomes of the client's headers on their way to a subgraph, in this order. All of it can
  /// be set for all subgraphs and for one of them.
  interface HeaderSettings {
    /// Names to take, besides `gateway.forward-headers`.
    Optional<Set<String>> forward();

    /// Regular expressions of whole names to take.
    Optional<List<String>> matching();

    /// Headers to take under another name, by the client's name for them.
    Map<String, String> rename();

    /// Names not to send.
    Optional<Set<String>> remove();

    /// Values to send, by name.
    Map<String, String> insert();
  }

  interface Headers extends HeaderSettings {
    /// Headers of subgraphs' answers that clients get to see.
    Optional<Set<String>> respond();

    /// Headers of subgraphs' answers that are numbers which only grow. The greatest goes along with
    /// the later calls of the same operation, and to the client.
    @WithDefault("orrery-policy-revision")
    Optional<Set<String>> carry();

    /// Rules for one subgraph, by its name; they win over those for all.
    Map<String, HeaderSettings> subgraph();
  }

  /// Documents that were registered beforehand.
  interface Documents {
    @WithDefault("off")
    DocumentMode mode();

    /// A JSON file of documents by id, or a manifest as Apollo's tools write it. Read again when it
    /// changes.
    Optional<String> manifest();

    /// Let clients register documents by their SHA-256 ("automatic persisted queries").
    @WithDefault("false")
    boolean automatic();
  }

  /// Which documents are served.
  enum DocumentMode {
    /// Only what comes with the request.
    OFF,
    /// Those of the manifest by their id, and any other.
    ALLOW,
    /// Those of the manifest, and no other.
    REQUIRE
  }

  /// Which web sites' scripts may send requests.
  interface Cors {
    /// Origins such as `https://app.example.com`, or `*`; none without this.
    Optional<Set<String>> origins();
  }

  /// What tokens say about `@requiresScopes` and `@policy`.
  interface Authorization {
    /// The claims that hold scopes: a text with spaces between, or a list.
    @WithDefault("scope,scopes,scp")
    List<String> scopeClaims();

    /// The claims that hold roles.
    @WithDefault("roles")
    List<String> rolesClaims();

    /// The roles of which each has a policy, by the policy's name.
    Map<String, Set<String>> policies();
  }

  interface Limits {
    /// Bytes of a request's body.
    @WithDefault("1048576")
    int body();

    @WithDefault("5000")
    int tokens();

    @WithDefault("12")
    int depth();

    @WithDefault("30")
    int aliases();

    @WithDefault("20")
    int rootFields();

    @WithDefault("50")
    int directives();

    /// The highest estimate of an operation's cost, by `@cost` and `@listSize`; 0 means any.
    @WithDefault("100000")
    long cost();

    /// How many items a list is thought to have that says nothing about it.
    @WithDefault("1")
    int listSize();

    /// The highest value of `first`, `last`, `limit` and of slicing arguments; 0 means any.
    @WithDefault("200")
    int pageSize();

    /// How long the search for a plan may take; plans are kept, so it happens once for an
    /// operation.
    @WithDefault("1s")
    Duration planning();

    /// How long an answer may take as a whole. It ends with the token that it was asked for with,
    /// if that is sooner.
    @WithDefault("60s")
    Duration answer();
  }

  /// How subgraphs are called.
  interface Calls {
    /// How long a subgraph may take to answer a query.
    @WithDefault("2s")
    Duration timeout();

    /// How long a subgraph may take to answer a mutation.
    @WithDefault("30s")
    Duration mutationTimeout();

    /// Connections to one subgraph at most for queries, and as many for mutations.
    @WithDefault("64")
    int connections();

    /// Calls that may wait for a connection to one subgraph.
    @WithDefault("1024")
    int waiting();

    /// Bytes of an answer at most.
    @WithDefault("16777216")
    int maxResponse();

    /// Speak HTTP/2 in clear text.
    @WithDefault("false")
    boolean http2();

    /// Failures in a row after which a subgraph is left alone for a while; 0 means never.
    @WithDefault("20")
    int breakerFailures();

    /// How long it is left alone before one call tries again.
    @WithDefault("5s")
    Duration breakerPause();

    /// Ask for compressed answers.
    @WithDefault("false")
    boolean gzip();
  }

  /// Do at once what is asked at once.
  interface Coalesce {
    /// Identical queries of clients.
    @WithDefault("true")
    boolean requests();

    /// Identical requests to subgraphs.
    @WithDefault("true")
    boolean fetches();
  }
}
