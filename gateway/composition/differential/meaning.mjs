// What a supergraph means, whoever printed it: two SDLs mean the same when these values are equal.
import { Kind, parse, print } from "graphql";

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

export function meaning(sdl) {
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
              // Its default, which some spell out.
              .filter(([k, v]) => !(k === "requireOneSlicingArgument" && v.value === true))
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

export function firstDifference(a, b, path = "") {
  if (JSON.stringify(a) === JSON.stringify(b)) return null;
  if (a && b && typeof a === "object" && typeof b === "object") {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[key], b[key], `${path}/${key}`);
      if (found) return found;
    }
  }
  return `${path}: ours ${JSON.stringify(a)}, theirs ${JSON.stringify(b)}`;
}
