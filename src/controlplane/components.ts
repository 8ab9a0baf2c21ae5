/** The components that componentstatuses looks at: the store, and the two that upstream expects beside the API server. */
import { request } from 'node:https';
import type { Component } from '../endpoints/virtual/component-statuses.ts';
import type { Store } from '../storage/interface.ts';

const PROBE_TIMEOUT_MS = 20_000;

export function controlPlaneComponents(store: Store): readonly Component[] {
  return [
    { name: 'scheduler', check: () => probe(10259) },
    { name: 'controller-manager', check: () => probe(10257) },
    {
      name: 'etcd-0',
      async check() {
        await store.check();
        return 'ok';
      },
    },
  ];
}

/** What /healthz on a port of this host says. Its certificate is its own, and nothing secret is sent. @throws {Error} in Go's words */
function probe(port: number): Promise<string> {
  const url = `https://127.0.0.1:${port}/healthz`;
  return new Promise((resolve, reject) => {
    const fail = (text: string): void => reject(new Error(`Get "${url}": ${text}`));
    const sent = request(url, { rejectUnauthorized: false, timeout: PROBE_TIMEOUT_MS, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (piece: string) => {
        if (body.length < 1024) body += piece;
      });
      response.on('end', () => {
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`HTTP probe failed with statuscode: ${response.statusCode ?? 0}`));
      });
    });
    sent.on('timeout', () => sent.destroy(new Error('context deadline exceeded')));
    sent.on('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'ECONNREFUSED' ? `dial tcp 127.0.0.1:${port}: connect: connection refused` : error.message),
    );
    sent.end();
  });
}
