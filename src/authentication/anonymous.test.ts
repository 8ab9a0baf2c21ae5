import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymousPolicy } from './anonymous.ts';
import { requestWith } from './request.fixture.ts';

test('anonymous callers: everywhere, nowhere, or on the very paths of the configuration', () => {
  const ask = (policy: Parameters<typeof anonymousPolicy>[0], target: string): string => anonymousPolicy(policy)(requestWith([], target)).kind;
  assert.equal(ask({ enabled: true }, '/api'), 'user');
  assert.equal(ask({ enabled: false }, '/api'), 'unknown');
  const some = { enabled: true, conditions: [{ path: '/livez' }, { path: '/healthz' }] };
  for (const target of ['/livez', '/healthz?verbose', '/%6civez']) assert.equal(ask(some, target), 'user', target);
  for (const target of ['/livez/', '/livez/ping', '/LIVEZ', '/api', '/readyz', '/%', '//livez', '/x/../livez'])
    assert.equal(ask(some, target), 'unknown', target);
});
