import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import type { Logger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import type { AuthenticationChange } from '../controlplane/access/authentication.ts';
import { watchAuthentication } from './authentication-watch.ts';
import { parseFlags } from './flags/parse.ts';
import { FLAGS } from './flags/table.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'authentication-watch-'));
after(() => rmSync(folder, { recursive: true }));

test('files that say who is believed are handed on when they change, and a broken one is told', async () => {
  const file = (name: string): string => path.join(folder, name);
  const configuration = 'apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n';
  writeFileSync(file('ca.pem'), 'one\n');
  writeFileSync(file('authn.yaml'), configuration);
  const clock = new ManualClock();
  const changes: AuthenticationChange[] = [];
  const errors: string[] = [];
  let isRefusing = false;
  const log: Logger = {
    enabled: () => true,
    info: () => {},
    warn: () => {},
    error: (_, error) => void errors.push((error as Error).message),
  };
  const stop = watchAuthentication({
    flags: parseFlags(FLAGS, [`--client-ca-file=${file('ca.pem')}`, `--authentication-config=${file('authn.yaml')}`]),
    clock,
    log,
    ownAuthority: 'own',
    async change(change) {
      if (isRefusing) throw new Error('refused');
      changes.push(change);
    },
  });
  clock.advance(5000);
  assert.deepEqual(changes, []);
  writeFileSync(file('ca.pem'), 'two, longer\n');
  clock.advance(5000);
  writeFileSync(file('authn.yaml'), `${configuration}jwt: []\n`);
  clock.advance(5000);
  assert.deepEqual(changes, [{ clientCa: 'two, longer\nown' }, { configuration: `${configuration}jwt: []\n` }]);
  isRefusing = true;
  writeFileSync(file('authn.yaml'), 'nonsense');
  clock.advance(5000);
  await new Promise(setImmediate);
  assert.deepEqual([changes.length, errors], [2, ['refused']]);
  stop();
  writeFileSync(file('ca.pem'), 'three, the longest\n');
  clock.advance(5000);
  assert.equal(changes.length, 2);
});
