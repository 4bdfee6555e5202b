// Differences that we have from every peer.

/** A key with `resolvable: false` is no way back to a field with requirements: `_entities` knows no such type. */
export function returnsByUnresolvableKey(it, theirs) {
  return (
    it.codes.join() === "SATISFIABILITY_ERROR" &&
    theirs.codes.length === 0 &&
    it.subgraphs.some((s) => /resolvable: false\)[^{]*\{[^}]*@requires/.test(s.sdl))
  );
}
