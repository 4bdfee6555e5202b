// Composes the supergraph that the peers serve, with Apollo's composer: node compose.js SUBGRAPHS.json > SUPERGRAPH
import { readFileSync } from 'node:fs';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const subgraphs = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const composed = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
if (composed.errors?.length) {
  for (const error of composed.errors) console.error(error.message);
  process.exit(1);
}
process.stdout.write(composed.supergraphSdl);
