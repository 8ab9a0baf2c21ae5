import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuthorizationAttributes } from '../request/authorizer.ts';
import { ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, PRIVILEGED_GROUP } from '../request/user.ts';
import { authorizationOf, configurationOfModes } from './modes.ts';
import { nodeMode } from './node/authorizer.ts';
import { NodeGraph } from './node/graph.ts';
import { rbacMode } from './rbac/authorizer.ts';
import { RbacPolicy } from './rbac/policy.ts';

const PARTS = {
  rbac: rbacMode(new RbacPolicy()),
  node: nodeMode({ graph: () => new NodeGraph(), rules: [] }),
  webhook: (): never => {
    throw new Error('no webhook here');
  },
};

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
  const answer = authorizationOf(configurationOfModes(modes), PARTS).authorizer.authorize(attributes);
  assert.ok(!(answer instanceof Promise));
  return answer.decision;
}

test('masters may do everything; without roles nobody else may', () => {
  const modes = ['Node', 'RBAC'];
  assert.equal(ask(modes, [PRIVILEGED_GROUP], 'pods', 'delete'), 'allow');
  assert.equal(ask(modes, [ALL_AUTHENTICATED], 'pods'), 'no-opinion');
});

test('AlwaysAllow, and AlwaysDeny, which cannot lock administrators out', () => {
  assert.equal(ask(['AlwaysAllow'], [ALL_UNAUTHENTICATED], 'pods', 'delete'), 'allow');
  assert.equal(ask(['AlwaysDeny'], [ALL_AUTHENTICATED], '/version'), 'no-opinion');
  assert.equal(ask(['AlwaysDeny'], [PRIVILEGED_GROUP], 'pods'), 'allow');
});

test('an unknown mode is named', () => {
  assert.throws(() => authorizationOf(configurationOfModes(['Magic']), PARTS), /unknown authorization mode Magic specified/);
});
