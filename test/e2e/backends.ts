/** The same end-to-end promises on every store that a user may choose. */
import { after, before, describe } from 'node:test';
import { missing, startEtcd, TestServer } from './processes.ts';

export interface World {
  /** A running server; only valid inside tests. */
  server(): TestServer;
}

/** Declares `tests` once for the embedded store and once for etcd. */
export function onEveryBackend(name: string, skip: string | false, tests: (world: World) => void): void {
  describe(`${name} on the embedded store`, { skip }, () => {
    let server: TestServer | undefined;
    before(async () => {
      server = new TestServer();
      await server.start();
    });
    after(() => server?.remove());
    tests({ server: () => running(server) });
  });

  describe(`${name} on etcd`, { skip: skip || missing('etcd') }, () => {
    let etcd: Awaited<ReturnType<typeof startEtcd>> | undefined;
    let server: TestServer | undefined;
    before(async () => {
      etcd = await startEtcd();
      server = new TestServer([`--etcd-servers=${etcd.endpoint}`, '--bind-address=127.0.0.1', '--controllers=*']);
      await server.start();
    });
    after(async () => {
      await server?.remove();
      await etcd?.stop();
    });
    tests({ server: () => running(server) });
  });
}

function running(server: TestServer | undefined): TestServer {
  if (server === undefined) throw new Error('the server did not start');
  return server;
}
