import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FeatureGates, parseFeatureGates } from './feature-gates.ts';

test('gates have upstream’s defaults, and every server its own set', () => {
  const one = new FeatureGates();
  const other = new FeatureGates({ WatchList: false, PodsAPI: true });
  assert.deepEqual([one.enabled('WatchList'), one.enabled('PodsAPI')], [true, false]);
  assert.deepEqual([other.enabled('WatchList'), other.enabled('PodsAPI')], [false, true]);
  // 153 that --help lists, and those that are generally available or deprecated.
  assert.equal([...one].length, 245);
});

test('AllAlpha and AllBeta set those that are not named', () => {
  const gates = new FeatureGates(parseFeatureGates(['AllAlpha=true,AllBeta=false', 'PodsAPI=false']));
  assert.deepEqual([gates.enabled('PodsAPI'), gates.enabled('QOSReserved'), gates.enabled('WatchList')], [false, true, false]);
});

test('the component may be named, but not now and then', () => {
  assert.deepEqual(parseFeatureGates(['kube:WatchList=false']), { WatchList: false });
  assert.throws(() => parseFeatureGates(['kube:WatchList=false,PodsAPI=true']), /do not mix use/);
  assert.throws(() => parseFeatureGates(['wardle:X=true']), { message: 'component not registered: wardle' });
});

test('what is wrong is said in upstream’s words', () => {
  assert.throws(() => parseFeatureGates(['Nonsense=true']), { message: 'unrecognized feature gate: Nonsense' });
  assert.throws(() => new FeatureGates({ SidecarContainers: false }), {
    message: 'cannot set feature gate SidecarContainers to false, feature is locked to true',
  });
  assert.throws(() => parseFeatureGates(['WatchList']), { message: 'missing bool value for WatchList' });
  assert.throws(() => parseFeatureGates(['WatchList=si']), {
    message: 'invalid value of WatchList=si, err: strconv.ParseBool: parsing "si": invalid syntax',
  });
  assert.throws(() => parseFeatureGates(['__proto__=true']), { message: 'unrecognized feature gate: __proto__' });
});
