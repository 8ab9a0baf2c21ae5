/** Webhooks that want to know who asks: the program that a kubeconfig names is found in the environment which the server was given. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { readKubeconfig } from '../../src/client/kubeconfig.ts';
import { testAuthority } from '../../src/server/transport/certificates.fixture.ts';
import { startTestServer } from '../../src/testing/index.ts';

test('authentication and authorization webhooks are asked with the credentials of a program', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'coxswain-webhooks-'));
  const authority = await testAuthority();
  const { certificate, privateKey } = await authority.serving(['127.0.0.1']);
  const asked: string[] = [];
  const hook = https.createServer({ cert: certificate, key: privateKey }, async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const review = JSON.parse(Buffer.concat(pieces).toString()) as { readonly kind: string };
    asked.push(`${review.kind} ${request.headers.authorization}`);
    const status = review.kind === 'TokenReview' ? { authenticated: true, user: { username: 'ann' } } : { allowed: true };
    response.end(JSON.stringify({ ...review, status }));
  });
  await once(hook.listen(0, '127.0.0.1'), 'listening');
  try {
    const credential = { kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status: { token: 'mine' } };
    const file = path.join(folder, 'hook.conf');
    const address = `https://127.0.0.1:${(hook.address() as AddressInfo).port}`;
    writeFileSync(
      file,
      JSON.stringify({
        clusters: [{ name: '', cluster: { server: address, 'certificate-authority-data': Buffer.from(authority.pem).toString('base64') } }],
        users: [
          {
            name: '',
            user: { exec: { apiVersion: credential.apiVersion, command: 'echo', args: [JSON.stringify(credential)], interactiveMode: 'Never' } },
          },
        ],
      }),
    );
    const webhook = {
      authorizedTTL: 0,
      cacheAuthorizedRequests: false,
      unauthorizedTTL: 0,
      cacheUnauthorizedRequests: false,
      timeout: 3_000,
      subjectAccessReviewVersion: 'v1',
      matchConditionSubjectAccessReviewVersion: '',
      failurePolicy: 'Deny',
      connectionInfo: { type: 'KubeConfigFile', kubeConfigFile: file },
      matchConditions: [],
    };
    await using server = await startTestServer({
      environment: { PATH: '/usr/bin:/bin' },
      tokenWebhook: { config: readKubeconfig(file), version: 'v1', cacheTtl: 0 },
      authorizationModes: ['Webhook'],
      authorizationWebhook: webhook,
    });
    const response = await server.fetch('/api/v1/namespaces', { headers: { authorization: 'Bearer opaque' } });
    assert.equal(response.status, 200);
    await response.arrayBuffer();
    assert.deepEqual([...new Set(asked)], ['TokenReview Bearer mine', 'SubjectAccessReview Bearer mine']);
  } finally {
    hook.closeAllConnections();
    hook.close();
    rmSync(folder, { recursive: true });
  }
});
