/** --debug-socket-path in a whole server. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { startTestServer } from '../../src/testing/index.ts';

test('a debug socket serves profiles, also where nothing else does, and only them', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'coxswain-debug-'));
  const debugSocket = path.join(folder, 's');
  try {
    await using server = await startTestServer({ enableProfiling: false, debugSocket });
    const get = async (target: string): Promise<number | undefined> => {
      const request = http.get({ socketPath: debugSocket, path: target, agent: false });
      const [response] = (await once(request, 'response')) as [http.IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    };
    assert.deepEqual(
      [await get('/debug/pprof/'), await get('/debug/pprof/none'), await get('/api'), await get('/debug/../api')],
      [200, 404, 404, 404],
    );
    assert.equal((await server.fetch('/debug/pprof/')).status, 404);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
