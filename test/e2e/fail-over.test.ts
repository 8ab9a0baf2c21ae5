/**
 * Two servers on one etcd, and the one that runs the controllers dies without a word: the other takes its place within the time of the lease, and
 * goes on.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Kubectl } from './kubectl.ts';
import { missing, startEtcd, TestServer } from './processes.ts';

const LEASE_MS = 2_000;
const RETRY_MS = 300;
/** A follower may have just looked, and looks again after 2.2 periods at most. */
const TAKEN_OVER_WITHIN_MS = LEASE_MS + 3 * RETRY_MS * 2.2 + 1_000;
const ELECTED = /Successfully acquired lease/;

describe('fail-over of the controllers', { skip: missing('etcd', 'kubectl') }, () => {
  let etcd: Awaited<ReturnType<typeof startEtcd>> | undefined;
  const servers: TestServer[] = [];

  async function startServer(): Promise<TestServer> {
    const server = new TestServer([
      ...[`--etcd-servers=${etcd?.endpoint}`, '--bind-address=127.0.0.1', '--controllers=serviceaccount-controller'],
      ...[`--leader-elect-lease-duration=${LEASE_MS}ms`, '--leader-elect-renew-deadline=1500ms', `--leader-elect-retry-period=${RETRY_MS}ms`],
    ]);
    servers.push(server);
    await server.start();
    return server;
  }

  before(async () => {
    etcd = await startEtcd();
  });

  after(async () => {
    for (const server of servers) await server.remove();
    await etcd?.stop();
  });

  test('a leader that is killed is followed within the time of its lease', async (context) => {
    const first = await startServer();
    await first.until(ELECTED);
    const second = await startServer();
    const client = await Kubectl.inNamespace(second, 'before');
    const holder = () =>
      client.ok(['get', 'lease', 'coxswain-controllers', '-n', 'kube-system', '-o', 'jsonpath={.spec.holderIdentity} {.spec.leaseTransitions}']);
    const [leader] = (await holder()).split(' ');
    assert.doesNotMatch(second.log, ELECTED, 'one runs them');

    const killed = performance.now();
    await first.stop('SIGKILL');
    await second.until(ELECTED);
    const took = performance.now() - killed;
    context.diagnostic(`the controllers run again after ${took.toFixed(0)} ms`);
    assert.ok(took < TAKEN_OVER_WITHIN_MS, `${took} ms`);
    const [successor, transitions] = (await holder()).split(' ');
    assert.notEqual(successor, leader);
    assert.equal(transitions, '1');
    await client.ok(['create', 'namespace', 'after']);
    await client.ok(['wait', '--for=create', 'serviceaccount/default', '-n', 'after', '--timeout=10s']);
  });

  test('a leader that leaves lets go at once, and one that comes back waits its turn', async () => {
    const [first, second] = servers as [TestServer, TestServer];
    await first.start();
    assert.doesNotMatch(first.log, ELECTED);
    const left = performance.now();
    await second.stop();
    await first.until(ELECTED);
    assert.ok(performance.now() - left < TAKEN_OVER_WITHIN_MS);
  });
});
