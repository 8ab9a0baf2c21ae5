import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuthorizationAttributes } from '../request/authorizer.ts';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, PRIVILEGED_GROUP } from '../request/user.ts';
import { authorizerForModes } from './modes.ts';

function ask(modes: readonly string[], groups: readonly string[], path: string, verb = 'get'): string {
  const user = { name: 'u', uid: '', groups, extra: new Map() };
  const isResourceRequest = !path.startsWith('/');
  const attributes: AuthorizationAttributes = {
    user,
    verb,
    isResourceRequest,
    path,
    group: '',
    version: '',
    resource: isResourceRequest ? path : '',
    subresource: '',
    namespace: '',
    name: '',
  };
  const answer = authorizerForModes(modes).authorize(attributes);
  assert.ok(!(answer instanceof Promise));
  return answer.decision;
}

test('until RBAC is there: masters everything, the authenticated discovery, everybody health and version', () => {
  const modes = ['Node', 'RBAC'];
  assert.equal(ask(modes, [PRIVILEGED_GROUP], 'pods', 'delete'), 'allow');
  assert.equal(ask(modes, [ALL_AUTHENTICATED], 'pods'), 'no-opinion');
  for (const path of ['/api', '/apis/apps/v1', '/openapi/v2', '/version', '/livez'])
    assert.equal(ask(modes, [ALL_AUTHENTICATED], path), 'allow', path);
  for (const path of ['/', '/metrics', '/livez/ping', '/apiss', '/healthz/']) assert.equal(ask(modes, [ALL_AUTHENTICATED], path), 'no-opinion', path);
  assert.equal(ask(modes, [ALL_AUTHENTICATED], '/apis', 'post'), 'no-opinion');
  for (const path of ['/healthz', '/livez', '/readyz', '/version']) assert.equal(ask(modes, [ALL_UNAUTHENTICATED], path), 'allow', path);
  assert.equal(ask(modes, [ALL_UNAUTHENTICATED], '/api'), 'no-opinion');
});

test('AlwaysAllow, and AlwaysDeny, which cannot lock administrators out', () => {
  assert.equal(ask(['AlwaysAllow'], [ALL_UNAUTHENTICATED], 'pods', 'delete'), 'allow');
  assert.equal(ask(['AlwaysDeny'], [ALL_AUTHENTICATED], '/version'), 'no-opinion');
  assert.equal(ask(['AlwaysDeny'], [PRIVILEGED_GROUP], 'pods'), 'allow');
});

test('an unknown mode is named', () => {
  assert.throws(() => authorizerForModes(['Magic']), /unknown authorization mode Magic specified/);
});
