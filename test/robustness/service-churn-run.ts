/**
 * The churn of service-churn.ts at full size, by hand: 10,000 services in a /16 from 50 clients.
 *
 *   node test/robustness/service-churn-run.ts                     on the embedded store, one server
 *   node test/robustness/service-churn-run.ts --etcd URL          two servers on one etcd
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { StorageOptions } from '../../src/controlplane/options.ts';
import { createServer } from '../../src/controlplane/server.ts';
import { churnServices } from './service-churn.ts';

const { values } = parseArgs({ options: { etcd: { type: 'string' }, services: { type: 'string' }, creators: { type: 'string' } } });
const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-churn-'));
const storage: StorageOptions =
  values.etcd === undefined ? { backend: 'embedded', folder } : { backend: 'etcd3', servers: [values.etcd], prefix: `/churn-${process.pid}` };
const options = { storage, serviceClusterIpRange: '10.96.0.0/16', maxRequestsInFlight: 0, maxMutatingRequestsInFlight: 0, controllers: ['none'] };
const servers = [await createServer(options)];
if (values.etcd !== undefined) servers.push(await createServer(options));
const result = await churnServices({
  servers: servers.map((each) => each.fetch),
  services: Number(values.services ?? 10_000),
  creators: Number(values.creators ?? 50),
  nodePortEvery: 5,
});
const { created, duplicates, leaked, createSeconds, deleteSeconds } = result;
process.stdout.write(
  `${servers.length} server(s), ${created} services: ${duplicates.length} duplicates, ${leaked.length} leaked; ` +
    `created in ${createSeconds.toFixed(1)} s, deleted in ${deleteSeconds.toFixed(1)} s\n`,
);
for (const server of servers) await server.close();
rmSync(folder, { recursive: true, force: true });
process.exitCode = duplicates.length + leaked.length === 0 ? 0 : 1;
