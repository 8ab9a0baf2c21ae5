import assert from 'node:assert/strict';
import { test } from 'node:test';
import { silentLogger } from '../base/log.ts';
import { ManualClock } from '../base/manual-clock.ts';
import { PathTable } from '../endpoints/routing/paths.ts';
import { respondNotFound } from '../endpoints/routing/router.ts';
import { HealthChecks, storageCheck } from './health.ts';
import { testPipeline } from './pipeline.fixture.ts';

function world() {
  const health = new HealthChecks(silentLogger);
  const state = { broken: false };
  health.add({
    name: 'etcd',
    check: () => {
      if (state.broken) throw new Error('it is gone');
    },
  });
  const ready = health.hook('start-things');
  const paths = new PathTable();
  health.install(paths);
  const { ask } = testPipeline({ dispatch: (context) => (paths.find(context.info.path)?.handler ?? respondNotFound)(context) });
  const get = async (target: string): Promise<string> => {
    const response = await ask('GET', target, { token: 'boss' });
    return `${response.status} ${await response.text()}`;
  };
  return { health, state, ready, get };
}

test('ok, and everything by name when asked, whatever the value of verbose', async () => {
  const { ready, get } = world();
  ready();
  assert.equal(await get('/livez'), '200 ok');
  const all = '[+]ping ok\n[+]log ok\n[+]loopback-serving-certificate ok\n[+]etcd ok\n[+]poststarthook/start-things ok\n';
  assert.equal(await get('/livez?verbose=false'), `200 ${all}livez check passed\n`);
  assert.equal(
    await get('/readyz?verbose'),
    '200 [+]ping ok\n[+]log ok\n[+]etcd ok\n[+]poststarthook/start-things ok\n[+]shutdown ok\nreadyz check passed\n',
  );
});

test('a failing check is named, its reason only on its own path', async () => {
  const { ready, state, get } = world();
  ready();
  state.broken = true;
  assert.match(await get('/livez'), /^500 \[\+\]ping ok\n[\s\S]*\[-\]etcd failed: reason withheld\n[\s\S]*livez check failed\n$/);
  assert.equal(await get('/livez/etcd'), '500 internal server error: it is gone\n');
  assert.equal(await get('/livez/ping?verbose'), '200 ok');
});

test('exclude leaves checks out; names that are none are told in a verbose answer', async () => {
  const { ready, state, get } = world();
  ready();
  state.broken = true;
  assert.equal(await get('/livez?exclude=etcd&exclude=sample'), '200 ok');
  assert.match(
    await get('/livez?exclude=etcd&exclude=zzz&exclude=aaa&verbose'),
    /\[\+\]etcd excluded: ok\n[\s\S]*\nwarn: some health checks cannot be excluded: no matches for "aaa","zzz"\nlivez check passed\n$/,
  );
});

test('a hook fails until it is done, stopping fails readyz alone, unknown checks are 404', async () => {
  const { health, ready, get } = world();
  assert.equal(await get('/livez/poststarthook/start-things'), '500 internal server error: not finished\n');
  ready();
  health.stop();
  assert.match(await get('/readyz'), /\[-\]shutdown failed: reason withheld\n/);
  assert.equal(await get('/readyz/shutdown'), '500 internal server error: process is shutting down\n');
  assert.equal(await get('/livez'), '200 ok');
  for (const path of ['/livez/', '/livez/shutdown', '/livez/poststarthook', '/livez/ping/deeper'])
    assert.equal(await get(path), '404 404 page not found\n');
});

test('a store that does not answer fails after its time', async () => {
  const clock = new ManualClock();
  const check = storageCheck('etcd', () => new Promise(() => {}), clock, 2000).check();
  clock.advance(2000);
  await assert.rejects(async () => check, { message: 'error getting data from etcd: context deadline exceeded' });
});

test('/livez is patient with an unfinished start for the grace period, /readyz and /healthz are not', async () => {
  const clock = new ManualClock();
  const health = new HealthChecks(silentLogger, { clock, livezGracePeriod: 10_000 });
  const done = health.hook('start-things');
  const paths = new PathTable();
  health.install(paths);
  const { ask } = testPipeline({ dispatch: (context) => (paths.find(context.info.path)?.handler ?? respondNotFound)(context) });
  const codes = async (): Promise<number[]> =>
    Promise.all(['/livez', '/healthz', '/readyz'].map(async (each) => (await ask('GET', each, { token: 'boss' })).status));
  assert.deepEqual(await codes(), [200, 500, 500]);
  clock.advance(10_001);
  assert.deepEqual(await codes(), [500, 500, 500]);
  done();
  assert.deepEqual(await codes(), [200, 200, 200]);
});
