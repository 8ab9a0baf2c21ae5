import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AVAILABLE_CONTROLLERS, chosenControllers } from './names.ts';

test('a star is all of them, and the first mention of a name decides', () => {
  assert.deepEqual(chosenControllers(['*']), AVAILABLE_CONTROLLERS);
  assert.deepEqual(
    chosenControllers(['*', '-namespace-controller']),
    AVAILABLE_CONTROLLERS.filter((each) => each !== 'namespace-controller'),
  );
  assert.deepEqual(chosenControllers(['namespace-controller', '-namespace-controller']), ['namespace-controller']);
});

test('without a star only what is named runs, by its old name as well', () => {
  assert.deepEqual(chosenControllers(['garbagecollector', 'root-ca-cert-publisher']), [
    'root-ca-certificate-publisher-controller',
    'garbage-collector-controller',
  ]);
  assert.deepEqual(chosenControllers([]), []);
  assert.deepEqual(chosenControllers(['none']), []);
});

test("upstream's other controllers may be switched off, but not on", () => {
  assert.deepEqual(chosenControllers(['*', '-deployment', '-ttl-after-finished-controller']), AVAILABLE_CONTROLLERS);
  assert.throws(() => chosenControllers(['deployment']), /controller "deployment" does not run inside this server, only serviceaccount-controller/);
  assert.throws(() => chosenControllers(['-deploymint']), { message: '"deploymint" is not in the list of known controllers' });
  assert.throws(() => chosenControllers(['none', '*']), /exclude each other/);
});
