import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemClock } from '../../src/base/clock.ts';
import { silentLogger } from '../../src/base/log.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';
import { startEtcd } from '../../src/storage/etcd/etcd-process.suite.ts';
import { openEtcdStore } from '../../src/storage/etcd/etcd-store.ts';

const binary = process.env.COXSWAIN_TEST_ETCD;
const skip = binary === undefined && 'COXSWAIN_TEST_ETCD is not set: NOT TESTED';

test('etcd over TLS: both sides are checked', { skip, timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'etcd-tls-'));
  const authority = await testAuthority();
  const serving = await authority.serving(['127.0.0.1']);
  const client = await authority.client('CN=coxswain');
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const etcd = await startEtcd(binary ?? '', {
    tls: { ca: file('ca', authority.pem), cert: file('cert', serving.certificate), key: file('key', serving.privateKey) },
  });
  const open = (tls: { ca?: string; cert?: string; key?: string }) =>
    openEtcdStore({ endpoints: [etcd.endpoint], tls, clock: systemClock, log: silentLogger, compactionIntervalMs: 0 });
  const good = await open({ ca: authority.pem, cert: client.certificate, key: client.privateKey });
  const nobody = await open({ ca: authority.pem });
  const trusting = await open({ cert: client.certificate, key: client.privateKey });
  try {
    const revision = await good.put('/registry/a', Buffer.from('over TLS'), 0);
    assert.equal((await good.get('/registry/a'))?.revision, revision);
    await assert.rejects(nobody.check(), 'without a client certificate');
    await assert.rejects(trusting.check(), 'without knowing the authority');
  } finally {
    await Promise.all([good, nobody, trusting].map((store) => store.close()));
    await etcd.stop();
    rmSync(folder, { recursive: true });
  }
});
