/** A controller under test: it talks to a real API server through its own client library, over a port that nobody else knows. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startTestServer } from '../src/testing/index.ts';

/** What is to be tested; any client library would do. */
async function markNamespaces(url: string): Promise<void> {
  const { items } = (await (await fetch(`${url}/api/v1/namespaces`)).json()) as {
    readonly items: readonly { readonly metadata: { name: string } }[];
  };
  for (const { metadata } of items) {
    await fetch(`${url}/api/v1/namespaces/${metadata.name}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ metadata: { labels: { seen: 'yes' } } }),
    });
  }
}

test('every namespace gets its label', async () => {
  await using server = await startTestServer({ insecure: { address: '127.0.0.1', port: 0 } });
  await markNamespaces(`http://127.0.0.1:${server.insecurePort}`);
  const marked = await server.fetch('/api/v1/namespaces?labelSelector=seen%3Dyes');
  const { items } = (await marked.json()) as { readonly items: readonly unknown[] };
  assert.equal(items.length, 4);
});
