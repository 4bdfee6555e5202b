// Composes every case that our tests composed with The Guild's composer and compares: the same error
// codes, or supergraphs that mean the same. `differences.json` lists the differences we stand by,
// each with its reason; any other one fails.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { composeServices } from "@theguild/federation-composition";
import { Kind, parse, print } from "graphql";

const folder = process.argv[2];
if (!folder) {
  console.error("usage: node compare.mjs CASES   (a folder written by a test run, see README.md)");
  process.exit(2);
}
const accepted = JSON.parse(
  readFileSync(new URL("./differences.json", import.meta.url), "utf8"),
);
const verbose = process.argv.includes("-v");

const args = (node) =>
  Object.fromEntries((node.arguments ?? []).map((a) => [a.name.value, a.value]));
const text = (value) => value?.value;
const fieldSet = (value) =>
  value === undefined
    ? undefined
    : print(parse(value.trim().startsWith("{") ? value : `{${value}}`)).replace(/[\s{,]+/g, " ").trim();
const sorted = (list) => [...list].map((it) => JSON.stringify(it)).sort();
const named = (type) => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));
const IGNORED = /^(join__|link$|core$)/;

function meaning(sdl) {
  const document = parse(sdl, { noLocation: true });
  const graphs = {};
  for (const definition of document.definitions) {
    if (definition.name?.value === "join__Graph") {
      for (const value of definition.values) {
        graphs[value.name.value] = text(args(value.directives[0]).name);
      }
    }
  }
  const graph = (value) => graphs[value?.value];
  const plain = (node) =>
    sorted(
      (node.directives ?? [])
        .filter((d) => !IGNORED.test(d.name.value))
        .map((d) => ({
          name: d.name.value,
          args: Object.fromEntries(
            Object.entries(args(d))
              .map(([k, v]) => [k, v.kind === Kind.LIST ? v.values.map(print).sort() : print(v)])
              .sort(),
          ),
        })),
    );
  const joins = (node, name) =>
    (node.directives ?? []).filter((d) => d.name.value === name).map(args);
  const described = (node) => node.description?.value ?? "";
  const input = (node) => ({
    name: node.name.value,
    type: print(node.type),
    default: node.defaultValue ? print(node.defaultValue).replace(/\s+/g, "") : null,
    directives: plain(node),
    description: described(node),
  });
  const types = {};
  for (const definition of document.definitions) {
    const name = definition.name?.value;
    if (!name || !/Type(Definition)$/.test(definition.kind) || /^(join|link)__/.test(name)) continue;
    const typeJoins = joins(definition, "join__type");
    if (typeJoins.length === 0) continue;
    const inGraphs = [...new Set(typeJoins.map((j) => graph(j.graph)))];
    const field = (node) => {
      const declared = joins(node, "join__field");
      const type = print(node.type);
      const expanded =
        declared.length === 0
          ? inGraphs.map((g) => ({ graph: g, type }))
          : declared
              .filter((j) => j.graph)
              .map((j) => ({
                graph: graph(j.graph),
                type: text(j.type) ?? type,
                external: j.external?.value || undefined,
                requires: fieldSet(text(j.requires)),
                provides: fieldSet(text(j.provides)),
                // Without a label an override is spent: the joins say who has the field.
                override: j.overrideLabel ? text(j.override) : undefined,
                label: text(j.overrideLabel),
                used: j.usedOverridden?.value || undefined,
                contexts: j.contextArguments ? print(j.contextArguments).replace(/\s+/g, "") : undefined,
              }));
      return {
        type,
        arguments: sorted((node.arguments ?? []).map(input)),
        joins: sorted(expanded),
        directives: plain(node),
        description: described(node),
      };
    };
    types[name] = {
      kind: definition.kind,
      description: described(definition),
      joins:
        name === "Query"
          ? []
          : sorted(
              typeJoins.map((j) => ({
                graph: graph(j.graph),
                key: fieldSet(text(j.key)),
                resolvable: j.resolvable?.value ?? true,
                interfaceObject: j.isInterfaceObject?.value ?? false,
              })),
            ),
      implements: sorted(
        joins(definition, "join__implements").map((j) => [graph(j.graph), text(j.interface)]),
      ),
      members: sorted(
        joins(definition, "join__unionMember").map((j) => [graph(j.graph), text(j.member)]),
      ),
      values: Object.fromEntries(
        (definition.values ?? [])
          .map((v) => [
            v.name.value,
            {
              graphs: sorted(joins(v, "join__enumValue").map((j) => graph(j.graph))),
              directives: plain(v),
              description: described(v),
            },
          ])
          .sort(),
      ),
      fields: Object.fromEntries((definition.fields ?? []).map((f) => [f.name.value, field(f)]).sort()),
      directives: plain(definition),
    };
  }
  return Object.fromEntries(Object.entries(types).sort());
}

function firstDifference(a, b, path = "") {
  if (JSON.stringify(a) === JSON.stringify(b)) return null;
  if (a && b && typeof a === "object" && typeof b === "object") {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[key], b[key], `${path}/${key}`);
      if (found) return found;
    }
  }
  return `${path}: ours ${JSON.stringify(a)}, theirs ${JSON.stringify(b)}`;
}

function theirs(subgraphs) {
  try {
    const result = composeServices(
      subgraphs.map((s) => ({ name: s.name, url: s.url, typeDefs: parse(s.sdl) })),
    );
    return result.errors
      ? { codes: [...new Set(result.errors.map((e) => e.extensions?.code ?? "NONE"))].sort(), messages: result.errors.map((e) => e.message) }
      : { codes: [], sdl: result.supergraphSdl, messages: [] };
  } catch (error) {
    return { codes: ["THROWN"], messages: [String(error.message)] };
  }
}

// Differences of whole classes, for cases that are made up at random.

// They go on to satisfiability after other errors, and report one wrong external type twice.
function isSaidOtherwise(code, it) {
  return (
    (code === "FIELD_TYPE_MISMATCH" &&
      it.codes.includes("EXTERNAL_TYPE_MISMATCH") &&
      !it.codes.includes(code)) ||
    (code === "SATISFIABILITY_ERROR" && it.codes.length > 0 && !it.codes.includes(code))
  );
}

// They do not count a field that overrides, or one that is provided, among those that must be shareable,
// and report chains of overrides only when they are circles.
function isMissedByThem(code, it) {
  const text = it.subgraphs.map((s) => s.sdl.replace(/import: \[[\s\S]*?\]/, "")).join("\n");
  return (
    (code === "INVALID_FIELD_SHARING" && /@override|@provides/.test(text)) ||
    (code === "OVERRIDE_SOURCE_HAS_OVERRIDE" && /@override/.test(text))
  );
}

function isLater(code) {
  return code === "SATISFIABILITY_ERROR" || code === "MISSING_TRANSITIVE_AUTH_REQUIREMENTS";
}

// They let a key that the subgraph does not resolve lead back to a field with requirements.
function returnsByUnresolvableKey(it, other) {
  return (
    it.codes.join() === "SATISFIABILITY_ERROR" &&
    other.codes.length === 0 &&
    it.subgraphs.some((s) =>
      /resolvable: false\)[^{]*\{[^}]*@requires/.test(s.sdl),
    )
  );
}

// They forget @external and @shareable on fields of interface objects.
function forgetsInterfaceObject(it, other, difference) {
  const text = it.subgraphs.map((s) => s.sdl).join("\n");
  return (
    /@interfaceObject/.test(text) &&
    ((other.codes.join() === "INVALID_FIELD_SHARING" &&
      it.subgraphs.filter((s) => /@interfaceObject[^}]*mark: Int @shareable/.test(s.sdl)).length > 1) ||
      /joins\/\d+: ours .*"external\\":true/.test(difference))
  );
}

// They take an external field of federation 1 for one that is resolved when another subgraph has it as a key.
function takesKeysOfOthersForKeys(it, difference) {
  return (
    /^\/User\/fields\/name\/joins/.test(difference) &&
    it.subgraphs.some((s) => /^extend type User.*\n.*name: String @external/m.test(s.sdl)) &&
    it.subgraphs.some((s) => /@key\(fields: "name"\)/.test(s.sdl))
  );
}

// They keep a default that only some subgraphs give; then others would be called without the argument.
function withoutPartialDefaults(types, it) {
  if (!/^RandomGraphs/.test(it.test)) return types;
  return JSON.parse(JSON.stringify(types).replace(/\\"default\\":(null|\\"[^"]*\\")/g, '\\"default\\":0'));
}

let same = 0;
const seen = new Set();
const used = new Set();
const open = [];
for (const file of readdirSync(folder).sort()) {
  const it = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const id = `${it.test}@${createHash("sha1").update(JSON.stringify(it.subgraphs)).digest("hex").slice(0, 8)}`;
  if (seen.has(id)) continue;
  seen.add(id);
  const other = theirs(it.subgraphs);
  other.codes = other.codes.filter((code) => !isSaidOtherwise(code, it));
  const ours = [...it.codes].sort();
  let difference = null;
  const missed = ours.filter((code) => !other.codes.includes(code));
  const added = other.codes.filter((code) => !ours.includes(code));
  if (missed.length > 0 && missed.every((code) => isMissedByThem(code, it)) && added.every(isLater)) {
    difference = null;
  } else if (returnsByUnresolvableKey(it, other)) {
    difference = null;
  } else if (JSON.stringify(ours) !== JSON.stringify(other.codes)) {
    difference = `ours [${ours}], theirs [${other.codes}]`;
  } else if (ours.length === 0) {
    difference = firstDifference(
      withoutPartialDefaults(meaning(it.supergraph), it),
      withoutPartialDefaults(meaning(other.sdl), it),
    );
  }
  if (
    difference !== null &&
    (forgetsInterfaceObject(it, other, difference) || takesKeysOfOthersForKeys(it, difference))
  ) {
    difference = null;
  }
  if (difference === null) {
    same += 1;
  } else if (accepted[id]) {
    used.add(id);
    if (verbose) console.log(`${id}\n  ${difference}\n  because ${accepted[id]}`);
  } else {
    open.push(id);
    console.log(`${id}\n  ${difference}${verbose ? "\n  " + other.messages.join("\n  ") : ""}`);
  }
}
const stale = Object.keys(accepted).filter((id) => !used.has(id));
stale.forEach((id) => console.log(`${id}\n  is listed in differences.json, but does not differ`));
console.log(`${seen.size} cases: ${same} the same, ${used.size} differ for a known reason, ${open.length} differ, ${stale.length} stale`);
process.exit(open.length + stale.length === 0 ? 0 : 1);
