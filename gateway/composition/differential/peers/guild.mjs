// The Guild's composer (MIT), and where it differs from ours for whole classes of random cases.
import { composeServices } from "@theguild/federation-composition";
import { parse } from "graphql";
import { returnsByUnresolvableKey } from "./both.mjs";


export function compose(subgraphs) {
  const result = composeServices(
    subgraphs.map((s) => ({ name: s.name, url: s.url, typeDefs: parse(s.sdl) })),
  );
  return result.errors
    ? {
        codes: result.errors.map((e) => e.extensions?.code ?? "NONE"),
        messages: result.errors.map((e) => e.message),
      }
    : { codes: [], sdl: result.supergraphSdl, messages: [] };
}

const sdls = (it) => it.subgraphs.map((s) => s.sdl.replace(/import: \[[\s\S]*?\]/, "")).join("\n");

/** Errors that follow from others, or say the same in another way. */
export function saysOtherwise(code, it) {
  return (
    // They report one wrong external type twice.
    (code === "FIELD_TYPE_MISMATCH" &&
      it.codes.includes("EXTERNAL_TYPE_MISMATCH") &&
      !it.codes.includes(code)) ||
    // They go on to satisfiability after other errors.
    (code === "SATISFIABILITY_ERROR" && it.codes.length > 0 && !it.codes.includes(code))
  );
}

/** Rules that they lack in part, so that they may come to errors that we never reach. */
export function misses(code, it) {
  return (
    // They do not count a field that overrides, or one that is provided, among those that must be shareable.
    (code === "INVALID_FIELD_SHARING" && /@override|@provides/.test(sdls(it))) ||
    // They report chains of overrides only when they are circles.
    (code === "OVERRIDE_SOURCE_HAS_OVERRIDE" && /@override/.test(sdls(it)))
  );
}

/** Why random cases may differ otherwise; the first reason that holds, or undefined. */
export function reason(it, theirs, difference) {
  if (returnsByUnresolvableKey(it, theirs)) {
    return "They let a key that the subgraph does not resolve lead back to a field with requirements.";
  }
  if (it.codes.includes("INTERFACE_KEY_NOT_ON_IMPLEMENTATION") && /resolvable: false/.test(sdls(it))) {
    return "They do not ask that keys of an interface's implementations are resolvable too.";
  }
  if (
    /@interfaceObject/.test(sdls(it)) &&
    ((theirs.codes.join() === "INVALID_FIELD_SHARING" &&
      it.subgraphs.filter((s) => /@interfaceObject[^}]*mark: Int @shareable/.test(s.sdl)).length > 1) ||
      /joins\/\d+: ours .*"external\\":true/.test(difference))
  ) {
    return "They forget @external and @shareable on fields of interface objects.";
  }
  if (
    /^\/User\/fields\/name\/joins/.test(difference) &&
    it.subgraphs.some((s) => /^extend type User.*\n.*name: String @external/m.test(s.sdl)) &&
    it.subgraphs.some((s) => /@key\(fields: "name"\)/.test(s.sdl))
  ) {
    return "They take an external field of federation 1 for one that is resolved when another subgraph has it as a key.";
  }
  return undefined;
}

/** What to leave out on both sides before supergraphs are compared. */
export function comparable(types, it) {
  // They keep a default that only some subgraphs give; then others would be called without the argument.
  return /^RandomGraphs/.test(it.test)
    ? JSON.parse(JSON.stringify(types).replace(/\\"default\\":(null|\\"[^"]*\\")/g, '\\"default\\":0'))
    : types;
}
