import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../machinery/object.ts';
import { aggregatedRules } from './cluster-role-aggregation.ts';

const rule = (...verbs: readonly string[]) => ({ verbs, apiGroups: [''], resources: ['pods'] });

function role(name: string, labels: { [key: string]: string }, rules: readonly object[], selector?: object): KubeObject {
  return {
    kind: 'ClusterRole',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    metadata: { name, labels },
    rules,
    ...(selector === undefined ? {} : { aggregationRule: { clusterRoleSelectors: [selector] } }),
  };
}

test('rules of all matching roles by name, each once, and never its own', () => {
  const all = role('all', { to: 'all' }, [rule('old')], { matchLabels: { to: 'all' } });
  const roles = new Map(
    [all, role('b', { to: 'all' }, [rule('get'), rule('list')]), role('a', { to: 'all' }, [rule('list')]), role('c', {}, [rule('x')])].map((each) => [
      each.metadata.name ?? '',
      each,
    ]),
  );
  assert.deepEqual(aggregatedRules(all, roles), [rule('list'), rule('get')]);
});

test('no selector matches nothing', () => {
  const none = { ...role('n', {}, []), aggregationRule: {} };
  assert.deepEqual(aggregatedRules(none, new Map([['n', none]])), []);
});
