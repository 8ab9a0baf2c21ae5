/** What the standards demand of a server for HTTP/2 (RFC 9113) and for its header compression (RFC 7541), asked by h2spec over TLS in strict mode. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { missing, programs, run, TestServer } from './processes.ts';

const PATIENCE_MS = 120_000;
/** h2spec has more than this many cases; fewer would mean that it did not come to its end. */
const CASES = 140;
/**
 * h2spec was made for RFC 7540. What its successor has done away with is not asked of us: priorities (RFC 9113, 5.3.2), whose frames only have to be
 * well-formed.
 */
const RETIRED = new Set(['http2/5.3.1/1', 'http2/5.3.1/2']);

let server: TestServer;
before(async () => {
  server = new TestServer();
  await server.start();
});
after(() => server.remove());

interface Case {
  readonly verdict: string;
  readonly name: string;
  readonly words: string;
}

function cases(report: string): Case[] {
  return report
    .trim()
    .split('\n')
    .map((line) => {
      const [verdict = '', name = '', ...words] = line.split('\t');
      return { verdict, name, words: words.join('; ') };
    });
}

test('h2spec finds nothing to complain of', { skip: missing('h2spec') }, async () => {
  const { code, stdout, stderr } = await run(programs.h2spec ?? '', [String(server.port)], { patience: PATIENCE_MS });
  assert.equal(code, 0, stderr);
  const found = cases(stdout);
  assert.ok(found.length > CASES, `${found.length} cases`);
  const complaints = found.filter(({ verdict, name }) => verdict !== 'passed' && !RETIRED.has(name));
  assert.deepEqual(complaints, []);
});
