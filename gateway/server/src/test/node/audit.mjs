// Runs every audit of graphql-http against the address given; prints one line each.
import { serverAudits } from 'graphql-http';

for (const audit of serverAudits({ url: process.argv[2], fetchFn: fetch })) {
  const result = await audit.fn();
  console.log(`${result.status}\t${audit.id}\t${audit.name}\t${result.reason ?? ''}`);
}
