// Apollo's composer (Elastic License 2.0, used as it is), and where it differs from ours for whole classes of random cases.
import { createRequire } from "node:module";
import { parse } from "graphql";
import { returnsByUnresolvableKey } from "./both.mjs";

// Its packages are CommonJS; loaded as such, they share one copy of graphql.
const require = createRequire(import.meta.url);
const { composeServices } = require("@apollo/composition");


/** All codes of errors and hints that they define. */
export function knownCodes() {
  const { ERRORS } = require("@apollo/federation-internals");
  const { HINTS } = require("@apollo/composition/dist/hints.js");
  return [...Object.values(ERRORS), ...Object.values(HINTS)].map((it) => it.code);
}

export function compose(subgraphs) {
  const result = composeServices(
    subgraphs.map((s) => ({ name: s.name, url: s.url, typeDefs: parse(s.sdl) })),
  );
  return result.errors
    ? {
        codes: result.errors.map((e) => e.extensions?.code ?? "NONE"),
        messages: result.errors.map((e) => e.message),
      }
    : {
        codes: [],
        sdl: result.supergraphSdl,
        messages: [],
        hints: result.hints.map((h) => h.definition.code),
        hintMessages: result.hints.map((h) => h.toString()),
      };
}

/** Errors that follow from others, or say the same in another way. */
export function saysOtherwise(code, it) {
  return (
    !it.codes.includes(code) &&
    // They check overrides while they merge, and report what follows from a wrong one too.
    (it.codes.includes("OVERRIDE_FROM_SELF_ERROR") ||
      (code === "INVALID_FIELD_SHARING" &&
        it.codes.some((own) => /^OVERRIDE_(SOURCE_HAS|COLLISION)/.test(own))))
  );
}

/** Rules that they lack in part, so that they may come to errors that we never reach. */
export function misses() {
  return false;
}

/** Why random cases may differ otherwise; the first reason that holds, or undefined. */
export function reason(it, theirs) {
  return returnsByUnresolvableKey(it, theirs)
    ? "They let a key that the subgraph does not resolve lead back to a field with requirements."
    : undefined;
}

/** What to leave out on both sides before supergraphs are compared. */
export function comparable(types) {
  return types;
}
