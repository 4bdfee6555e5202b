// Composes every case that our tests composed with another composer too and compares: the same error
// codes, or supergraphs that mean the same and the same hints. `differences/PEER.json` lists the
// differences we stand by, each with its reason; any other one fails.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { firstDifference, meaning } from "./meaning.mjs";

const [peerName, folder, ...flags] = process.argv.slice(2);
if (!["apollo", "guild"].includes(peerName) || !folder) {
  console.error("usage: node compare.mjs apollo|guild CASES [-v]   (CASES: see README.md)");
  process.exit(2);
}
const verbose = flags.includes("-v");
const peer = await import(`./peers/${peerName}.mjs`);
const accepted = JSON.parse(
  readFileSync(new URL(`./differences/${peerName}.json`, import.meta.url), "utf8"),
);
const distinct = (list) => [...new Set(list)].sort();

function theirs(subgraphs) {
  try {
    const result = peer.compose(subgraphs);
    return { ...result, codes: distinct(result.codes) };
  } catch (error) {
    return { codes: ["THROWN"], messages: [String(error.message)] };
  }
}

/** What differs, or null; `other` is what the peer made of the same subgraphs. */
function difference(it, other) {
  const ours = distinct(it.codes);
  const codes = other.codes.filter((code) => !peer.saysOtherwise(code, it));
  const missed = ours.filter((code) => !codes.includes(code));
  const added = codes.filter((code) => !ours.includes(code));
  // Later stages run where an earlier one missed something.
  const later = ["SATISFIABILITY_ERROR", "MISSING_TRANSITIVE_AUTH_REQUIREMENTS"];
  if (
    missed.length > 0 &&
    missed.every((code) => peer.misses(code, it)) &&
    added.every((code) => later.includes(code))
  ) {
    return null;
  }
  if (ours.join() !== codes.join()) return `ours [${ours}], theirs [${codes}]`;
  if (ours.length > 0) return null;
  return (
    firstDifference(
      peer.comparable(meaning(it.supergraph), it),
      peer.comparable(meaning(other.sdl), it),
    ) ?? hints(it, other)
  );
}

function hints(it, other) {
  if (!other.hints) return null;
  const ours = distinct(it.hints);
  const codes = distinct(other.hints);
  return ours.join() === codes.join() ? null : `hints: ours [${ours}], theirs [${codes}]`;
}

let same = 0;
const seen = new Set();
const used = new Set();
const open = [];
for (const file of readdirSync(folder).sort()) {
  const it = JSON.parse(readFileSync(join(folder, file), "utf8"));
  const hash = createHash("sha1").update(JSON.stringify(it.subgraphs)).digest("hex").slice(0, 8);
  const id = `${it.test}@${hash}`;
  if (seen.has(id)) continue;
  seen.add(id);
  const other = theirs(it.subgraphs);
  const found = difference(it, other);
  if (found === null || peer.reason(it, other, found)) {
    same += 1;
  } else if (accepted[id]) {
    used.add(id);
    if (verbose) console.log(`${id}\n  ${found}\n  because ${accepted[id]}`);
  } else {
    open.push(id);
    const details = [...other.messages, ...(other.hintMessages ?? [])];
    console.log(`${id}\n  ${found}${verbose ? "\n  " + details.join("\n  ") : ""}`);
  }
}
const guide = readFileSync(new URL("../../../docs/gateway/composition.md", import.meta.url), "utf8");
const unknown = (peer.knownCodes?.() ?? []).filter((code) => !guide.includes(`| \`${code}\` |`));
unknown.forEach((code) => console.log(`${code}\n  is a code of theirs that docs/gateway/composition.md does not mention`));
const stale = Object.keys(accepted).filter((id) => !used.has(id));
stale.forEach((id) => console.log(`${id}\n  is listed in differences/${peerName}.json, but does not differ`));
console.log(
  `${peerName}: ${seen.size} cases: ${same} the same, ${used.size} differ for a known reason, ` +
    `${open.length} differ, ${stale.length} stale`,
);
process.exit(open.length + stale.length + unknown.length === 0 ? 0 : 1);
