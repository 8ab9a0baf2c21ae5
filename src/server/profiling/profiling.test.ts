/** /debug/pprof/: profiles that name the functions of this process, one of a kind at a time. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { nextTurn } from '../../base/event-loop.ts';
import { ManualClock } from '../../base/manual-clock.ts';
import { PathTable } from '../../endpoints/routing/paths.ts';
import { respondNotFound } from '../../endpoints/routing/router.ts';
import { testPipeline } from '../pipeline.fixture.ts';
import { installProfiles } from './pages.ts';

function world() {
  const clock = new ManualClock();
  const paths = new PathTable();
  installProfiles(paths, clock);
  const { ask } = testPipeline({ dispatch: (context) => (paths.find(context.info.path)?.handler ?? respondNotFound)(context) });
  return { clock, get: (path: string): Promise<Response> => ask('GET', path, { token: 'boss' }) };
}

function spendTimeHere(): number {
  let sum = 0;
  for (let i = 0; i < 3e7; i++) sum += Math.sqrt(i);
  return sum;
}

const kept: object[] = [];
function allocateHere(): void {
  for (let i = 0; i < 200_000; i++) kept.push({ name: `${i}`, list: [i] });
}

/** Turns until the profiler has begun, which it says by refusing a second one. */
async function begun(get: (path: string) => Promise<Response>, kind: string): Promise<void> {
  const refused = await get(`/debug/pprof/${kind}`);
  assert.equal(refused.status, 500);
  assert.match(await refused.text(), /profiling already in use\n$/);
  for (let i = 0; i < 50; i++) await nextTurn();
}

for (const [kind, work, texts] of [
  ['profile', spendTimeHere, ['cpu', 'nanoseconds', 'spendTimeHere']],
  ['heap', allocateHere, ['inuse_space', 'bytes', 'allocateHere']],
] as const) {
  test(`${kind} ends after its seconds and names what ran meanwhile`, async () => {
    const { clock, get } = world();
    const answered = get(`/debug/pprof/${kind}?seconds=2`);
    await begun(get, kind);
    work();
    clock.advance(2000);
    const response = await answered;
    assert.equal(response.headers.get('content-disposition'), `attachment; filename="${kind}"`);
    const content = gunzipSync(new Uint8Array(await response.arrayBuffer())).toString('latin1');
    for (const text of texts) assert.ok(content.includes(text), `${text} in the profile`);
  });
}

test('the index lists them, other names are unknown profiles', async () => {
  const { get } = world();
  assert.match(await (await get('/debug/pprof/')).text(), /<a href="heap">[\s\S]*<a href="profile">/);
  const missing = await get('/debug/pprof/goroutine');
  assert.deepEqual([missing.status, await missing.text()], [404, 'Unknown profile\n']);
  assert.equal((await get('/debug/pprof')).headers.get('location'), '/debug/pprof/');
});

test('nobody profiles for longer than memory for the samples should be kept', async () => {
  const { get } = world();
  const refused = await get('/debug/pprof/profile?seconds=601');
  assert.deepEqual([refused.status, await refused.text()], [400, "profile duration exceeds server's WriteTimeout\n"]);
});
