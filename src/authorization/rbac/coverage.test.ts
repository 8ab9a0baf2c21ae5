import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingRules } from './coverage.ts';
import { type Rule, rulesOf } from './rules.ts';

const rule = (of: Partial<Rule>): readonly Rule[] => rulesOf([of]);

test('"*/x" covers the subresource x of every resource, and nothing that only begins like it', () => {
  const get = (resource: string) => rule({ verbs: ['get'], apiGroups: [''], resources: [resource] });
  for (const [held, wanted, covered] of [
    ['*/log', 'pods/log', true],
    ['*/log', '*/log', true],
    ['*/log', 'pods', false],
    ['*/log', 'pods/logs', false],
    ['*/log', 'pods/log/more', false],
    ['*/log/more', 'pods/log/more', true],
    ['pods/*', 'pods/log', false],
    ['pods', 'pods/log', false],
    ['*', 'pods/log', true],
  ] as const)
    assert.equal(missingRules(get(held), get(wanted)).length === 0, covered, `${held} ${wanted}`);
});

test('a path is covered by itself and by beginnings with a star', () => {
  const get = (path: string) => rule({ verbs: ['get'], nonResourceURLs: [path] });
  for (const [held, wanted, covered] of [
    ['/a', '/a', true],
    ['/a', '/a/b', false],
    ['/a/*', '/a/b/c', true],
    ['/a/*', '/a', false],
    ['/a*', '/a*', true],
    ['/a', '/a*', false],
    ['*', '/', true],
  ] as const)
    assert.equal(missingRules(get(held), get(wanted)).length === 0, covered, `${held} ${wanted}`);
});

test('what is missing is broken down into its smallest parts, of which names that are held are none', () => {
  const held = rule({ verbs: ['get', 'list'], apiGroups: [''], resources: ['pods'], resourceNames: ['a', 'b'] });
  const wanted = rule({ verbs: ['get', 'watch'], apiGroups: ['', 'apps'], resources: ['pods'], resourceNames: ['a', 'c'] });
  const told = missingRules(held, wanted).map(({ verbs, apiGroups, resourceNames }) => `${verbs} ${apiGroups} ${resourceNames}`);
  assert.deepEqual(told, ['get  c', 'watch  a', 'watch  c', 'get apps a', 'get apps c', 'watch apps a', 'watch apps c']);
  assert.equal(missingRules(held, rule({ verbs: ['get'], apiGroups: [''], resources: ['pods'] })).length, 1, 'all names are more than some');
});

test('a rule about resources by name and about paths at once is covered in none of its paths by one that has names', () => {
  const mixed = rule({ verbs: ['get'], apiGroups: [''], resources: ['pods'], resourceNames: ['a'], nonResourceURLs: ['/x'] });
  const missing = missingRules(mixed, mixed).map(({ resources, nonResourceURLs }) => [...resources, ...nonResourceURLs]);
  assert.deepEqual(missing, [['/x']]);
});
