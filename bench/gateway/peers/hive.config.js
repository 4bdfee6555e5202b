// Hive Gateway with each of its two layers of de-duplication on or off, everything else as it comes.
import { defineConfig } from '@graphql-hive/gateway';

const fetches = process.env.DEDUPLICATE_FETCHES === 'true';
const requests = process.env.DEDUPLICATE_REQUESTS === 'true';

export const gatewayConfig = defineConfig({
  logging: 'error',
  inboundInflightRequestDeduplication: requests,
  transportEntries: {
    '*.http': { options: { deduplicateInflightRequests: fetches } },
  },
});
