import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OwnerLink } from '../../machinery/object.ts';
import { Graph, type Identity, type Linked } from './graph.ts';

function identity(kind: string, name: string, namespace = 'n'): Identity {
  return { apiVersion: 'v1', kind, namespace, name, uid: `uid-${name}` };
}

function owner(name: string, blocks = false, kind = 'Owner'): OwnerLink {
  return { apiVersion: 'v1', kind, name, uid: `uid-${name}`, blocks };
}

function object(name: string, owners: readonly OwnerLink[] = [], more: Partial<Linked> = {}): Linked {
  return {
    identity: identity(owners.length === 0 ? 'Owner' : 'Dependent', name),
    owners,
    deleting: false,
    orphans: false,
    foreground: false,
    ...more,
  };
}

const foreground = { deleting: true, foreground: true };

/** A graph with the work that it has given out since it was last asked. */
function graphOf(there: readonly Linked[] = []) {
  let work: string[] = [];
  const graph = new Graph({
    work: {
      attempt: (uid) => void work.push(`attempt ${uid}`),
      attemptLater: (uid) => void work.push(`later ${uid}`),
      orphan: (uid) => void work.push(`orphan ${uid}`),
      misplaced: (dependent, owner) => void work.push(`misplaced ${dependent.name} ${owner.name}`),
    },
    resolve: (reference, namespace) => ({
      ...identity(reference.kind, reference.name, reference.kind === 'Cluster' ? '' : namespace),
      uid: reference.uid,
    }),
    find: (wanted) => there.find((each) => each.identity.uid === wanted.uid),
  });
  const given = (): string[] => {
    const since = work;
    work = [];
    return since;
  };
  return { graph, given };
}

test('what neither owns nor is owned has no node', () => {
  const { graph, given } = graphOf();
  graph.put(object('a'));
  graph.put(object('b', [], { deleting: true }));
  graph.remove('uid-a');
  assert.equal(graph.size, 0);
  assert.deepEqual(given(), []);
});

test('an owner that nobody has seen is asked for, and when it is missing its dependents are looked at', () => {
  const { graph, given } = graphOf();
  graph.put(object('pod', [owner('set')]));
  assert.deepEqual(given(), ['attempt uid-set']);
  assert.equal(graph.get('uid-set')?.virtual, true);
  graph.missing(identity('Owner', 'set'));
  assert.deepEqual(given(), ['attempt uid-pod']);
  assert.equal(graph.get('uid-set'), undefined);
});

test('an owner that is known to be there is not asked for', () => {
  const { graph, given } = graphOf([object('set')]);
  graph.put(object('pod', [owner('set')]));
  assert.deepEqual(given(), []);
  assert.equal(graph.get('uid-set')?.virtual, false);
});

test('when an owner goes its dependents are looked at, and nothing of it stays', () => {
  const { graph, given } = graphOf([object('set')]);
  graph.put(object('a', [owner('set')]));
  graph.put(object('b', [owner('set')]));
  graph.remove('uid-set');
  assert.deepEqual(given(), ['attempt uid-a', 'attempt uid-b']);
  graph.remove('uid-a');
  graph.remove('uid-b');
  assert.equal(graph.size, 0);
});

test('a foreground deletion looks at the dependents, then at the owner each time one of them goes', () => {
  const { graph, given } = graphOf([object('set')]);
  graph.put(object('a', [owner('set', true)]));
  graph.put(object('b', [owner('set')]));
  graph.put(object('set', [], foreground));
  assert.deepEqual(given(), ['attempt uid-a', 'attempt uid-b', 'attempt uid-set']);
  const set = graph.get('uid-set');
  assert.ok(set !== undefined);
  assert.deepEqual(
    graph.blockersOf(set).map((each) => each.identity.name),
    ['a'],
  );
  graph.put(object('set', [], foreground));
  assert.deepEqual(given(), [], 'it begins once');
  graph.remove('uid-a');
  assert.deepEqual(given(), ['attempt uid-set']);
  assert.deepEqual(graph.blockersOf(set), []);
});

test('an owner that waits is looked at when a dependent lets go of it, or holds it up no longer', () => {
  const { graph, given } = graphOf([object('set')]);
  graph.put(object('a', [owner('set', true)]));
  graph.put(object('b', [owner('set', true), owner('other', false)]));
  graph.put(object('set', [], foreground));
  given();
  graph.put(object('a', [owner('set', false)]));
  assert.deepEqual(given(), ['attempt uid-set']);
  graph.put(object('b', [owner('other', false)]));
  assert.deepEqual(given(), ['attempt uid-set']);
});

test('a deletion that orphans gives the owner to be orphaned, with or without dependents', () => {
  const { graph, given } = graphOf([object('set')]);
  graph.put(object('alone', [], { deleting: true, orphans: true }));
  assert.deepEqual(given(), ['orphan uid-alone']);
  graph.put(object('a', [owner('set')]));
  graph.put(object('set', [], { deleting: true, orphans: true }));
  graph.put(object('set', [], { deleting: true, orphans: true }));
  assert.deepEqual(given(), ['orphan uid-set']);
});

test('an object that is first seen when its deletion is under way is looked at all the same', () => {
  const { graph, given } = graphOf();
  graph.put(object('set', [], foreground));
  assert.deepEqual(given(), ['attempt uid-set']);
  graph.put(object('pod', [owner('set')], foreground));
  assert.deepEqual(given(), ['attempt uid-pod']);
});

test('a dependent in another namespace than its owner has an owner that does not exist', () => {
  const { graph, given } = graphOf([object('set')]);
  graph.put({ ...object('stray', [owner('set')]), identity: identity('Dependent', 'stray', 'elsewhere') });
  assert.deepEqual(given(), ['misplaced stray set', 'attempt uid-stray'], 'told, and looked at because the namespaces differ');
  graph.put(object('child', [owner('set')]));
  assert.deepEqual(given(), []);
  graph.missing({ ...identity('Owner', 'set', 'elsewhere') });
  assert.deepEqual(given(), ['attempt uid-stray'], 'the owner that was seen stays');
  assert.equal(graph.get('uid-set')?.virtual, false);
});

test('when dependents disagree about an unseen owner, each of its names is tried before it is given up', () => {
  const { graph, given } = graphOf();
  graph.put(object('bad', [{ ...owner('set'), kind: 'Wrong' }]));
  graph.put(object('good', [owner('set')]));
  assert.deepEqual(given(), ['attempt uid-set', 'attempt uid-good']);
  graph.missing(identity('Wrong', 'set'));
  assert.deepEqual(given(), ['attempt uid-bad', 'later uid-set']);
  assert.equal(graph.get('uid-set')?.identity.kind, 'Owner');
  graph.put(object('set'));
  assert.deepEqual(given(), [], 'it is what it was last taken for');
  assert.equal(graph.get('uid-set')?.virtual, false);
});

test('a cluster-scoped owner may be named from every namespace', () => {
  const cluster: Linked = { ...object('node'), identity: identity('Cluster', 'node', '') };
  const { graph, given } = graphOf([cluster]);
  graph.put(object('a', [{ ...owner('node'), kind: 'Cluster' }]));
  graph.put({ ...object('b', [{ ...owner('node'), kind: 'Cluster' }]), identity: identity('Dependent', 'b', 'elsewhere') });
  assert.deepEqual(given(), []);
});

test('an owner without dependents is forgotten', () => {
  const { graph } = graphOf([object('set')]);
  graph.put(object('a', [owner('set')]));
  graph.put(object('a', []));
  assert.equal(graph.size, 0);
});

test('what went unseen is found when a kind has been looked through: its dependents are looked at, and what is there stays', () => {
  const { graph, given } = graphOf([object('a'), object('b')]);
  graph.put(object('x', [owner('a')]));
  graph.put(object('y', [owner('b')]));
  graph.put(object('z', [owner('unseen')]));
  given();
  graph.retain({ apiVersion: 'v1', kind: 'Owner' }, ({ name }) => name === 'b');
  assert.deepEqual(given(), ['attempt uid-x']);
  assert.equal(graph.get('uid-a'), undefined);
  assert.notEqual(graph.get('uid-b'), undefined);
  assert.equal(graph.get('uid-unseen')?.virtual, true);
});
