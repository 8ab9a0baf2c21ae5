/** Who may do what in a whole server: a webhook beside roles, its failures, a configuration that changes, policies by attributes. */
import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { type Logger, silentLogger } from '../../src/base/log.ts';
import { type Server, startTestServer } from '../../src/testing/index.ts';

interface Review {
  readonly spec: {
    readonly user: string;
    readonly resourceAttributes?: { readonly resource?: string; readonly fieldSelector?: object; readonly labelSelector?: object };
  };
}

/** A service that reviews access; `answer` undefined: it is out of order. */
class Reviewer implements AsyncDisposable {
  readonly asked: Review[] = [];
  answer: ((review: Review) => object) | undefined = () => ({ allowed: false });
  readonly #server = http.createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const review = JSON.parse(Buffer.concat(pieces).toString()) as Review;
    this.asked.push(review);
    response.statusCode = this.answer === undefined ? 418 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(this.answer === undefined ? 'teapot' : JSON.stringify({ ...review, status: this.answer(review) }));
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/review`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

class Folder implements Disposable {
  readonly #path = mkdtempSync(path.join(tmpdir(), 'coxswain-authorization-'));

  write(name: string, text: string): string {
    const file = path.join(this.#path, name);
    writeFileSync(file, text);
    return file;
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true });
  }
}

const kubeconfig = (url: string): string => `kind: Config
clusters: [{name: c, cluster: {server: "${url}"}}]
users: [{name: u, user: {}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`;

const configuration = (kubeConfigFile: string, failurePolicy: string): string => `apiVersion: apiserver.config.k8s.io/v1
kind: AuthorizationConfiguration
authorizers:
- type: Webhook
  name: remote
  webhook:
    timeout: 3s
    subjectAccessReviewVersion: v1
    failurePolicy: ${failurePolicy}
    cacheAuthorizedRequests: false
    cacheUnauthorizedRequests: false
    connectionInfo: {type: KubeConfigFile, kubeConfigFile: ${kubeConfigFile}}
- {type: RBAC, name: rbac}
`;

const TOKENS = 'ANN,ann,1,dev\nBOB,bob,2,ops\n';

async function ask(server: Server, token: string, target: string, method = 'GET', body?: object) {
  const response = await server.fetch(target, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { code: response.status, body: (await response.json()) as { readonly message?: string; readonly status?: unknown } };
}

async function grantReading(server: Server): Promise<void> {
  const rbac = '/apis/rbac.authorization.k8s.io/v1';
  for (const [resource, body] of [
    ['clusterroles', { metadata: { name: 'reader' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }] }],
    [
      'clusterrolebindings',
      {
        metadata: { name: 'readers' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
        subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ann' }],
      },
    ],
  ] as const) {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    assert.equal((await server.fetch(`${rbac}/${resource}`, init)).status, 201);
  }
}

test('a webhook is asked before roles; what it does not decide they do; its failure is no opinion unless the configuration denies', async () => {
  await using reviewer = new Reviewer();
  using folder = new Folder();
  const hook = folder.write('hook.conf', kubeconfig(await reviewer.start()));
  const file = folder.write('authorization.yaml', configuration(hook, 'NoOpinion'));
  const said = new EventEmitter();
  const log: Logger = { ...silentLogger, info: (message) => said.emit(message), error: (message) => said.emit(message) };
  await using server = await startTestServer({ tokenFile: TOKENS, authorizationConfiguration: file, log });
  await grantReading(server);
  const pods = '/api/v1/namespaces/default/pods';

  reviewer.answer = ({ spec }) => (spec.user === 'bob' ? { allowed: true } : {});
  assert.equal((await ask(server, 'ANN', pods)).code, 200, 'roles let ann read');
  assert.equal((await ask(server, 'BOB', `${pods}?fieldSelector=spec.nodeName%3Dn&labelSelector=a`)).code, 200, 'the webhook lets bob read');
  assert.deepEqual(reviewer.asked.at(-1)?.spec.resourceAttributes, {
    namespace: 'default',
    verb: 'list',
    version: 'v1',
    resource: 'pods',
    fieldSelector: { requirements: [{ key: 'spec.nodeName', operator: 'In', values: ['n'] }] },
    labelSelector: { requirements: [{ key: 'a', operator: 'Exists' }] },
  });

  reviewer.answer = () => ({ denied: true, reason: 'closed today' });
  const denied = await ask(server, 'ANN', pods);
  assert.equal(denied.code, 403);
  assert.equal(
    denied.body.message,
    'pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "default": closed today',
  );

  reviewer.answer = undefined;
  assert.equal((await ask(server, 'ANN', pods)).code, 200, 'roles decide alone');
  const refused = await ask(server, 'BOB', pods);
  assert.equal(refused.code, 403);
  assert.equal(refused.body.message, 'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"');

  const refusedFile = once(said, 'reloading authorization config');
  folder.write('authorization.yaml', 'kind: Nonsense');
  await refusedFile;
  assert.equal((await ask(server, 'ANN', pods)).code, 200, 'a broken file changes nothing');
  const reloaded = once(said, 'reloaded authz config');
  folder.write('authorization.yaml', configuration(hook, 'Deny'));
  await reloaded;
  assert.equal((await ask(server, 'ANN', pods)).code, 403, 'now a failure denies');
  const metrics = await (await server.fetch('/metrics')).text();
  assert.match(metrics, /apiserver_authorization_decisions_total\{decision="allowed",name="rbac",type="RBAC"\} \d/);
  assert.match(metrics, /apiserver_authorization_webhook_evaluations_total\{name="remote",result="error"\} 4/);
  assert.match(
    metrics,
    /apiserver_authorization_config_controller_automatic_reloads_total\{apiserver_id_hash="sha256:[0-9a-f]{64}",status="failure"\} 1/,
  );
});

test('a review tells what went wrong: a webhook that is down, a selector that cannot be read', async () => {
  await using reviewer = new Reviewer();
  using folder = new Folder();
  const file = folder.write('authorization.yaml', configuration(folder.write('hook.conf', kubeconfig(await reviewer.start())), 'NoOpinion'));
  await using server = await startTestServer({ tokenFile: TOKENS, authorizationConfiguration: file });
  const review = async (spec: object): Promise<unknown> => {
    const response = await server.fetch('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ spec }),
    });
    return ((await response.json()) as { readonly status: unknown }).status;
  };
  const requirements = [
    { key: 'a', operator: 'In', values: ['1'] },
    { key: 'b', operator: 'Near', values: ['2'] },
  ];
  const resourceAttributes = { resource: 'pods', verb: 'list', fieldSelector: { rawSelector: 'a' }, labelSelector: { requirements } };
  assert.deepEqual(await review({ user: 'bob', resourceAttributes }), {
    allowed: false,
    evaluationError:
      'spec.resourceAttributes.fieldSelector ignored due to parse error; spec.resourceAttributes.labelSelector partially ignored due to parse error',
  });
  reviewer.answer = undefined;
  const { evaluationError } = (await review({ user: 'bob', resourceAttributes: { resource: 'pods' } })) as { readonly evaluationError: string };
  assert.match(evaluationError, /the server responded with the status code 418|teapot/);
});

test('policies by attributes, and what they say about a user', async () => {
  using folder = new Folder();
  const file = folder.write('policy.jsonl', '{"user":"ann","namespace":"default","resource":"pods","readonly":true}\n');
  const options = { tokenFile: TOKENS, authorizationModes: ['ABAC'], authorizationPolicyFile: file };
  await using server = await startTestServer(options);
  assert.equal((await ask(server, 'ANN', '/api/v1/namespaces/default/pods')).code, 200);
  const refused = await ask(server, 'ANN', '/api/v1/namespaces/other/pods');
  assert.match(String(refused.body.message), /in the namespace "other": No policy matched\.$/);
  await assert.rejects(startTestServer({ ...options, authorizationPolicyFile: '/nowhere' }), { message: 'open /nowhere: no such file or directory' });
});

test('a review asks about selectors: a node may list the pods that run on it, however the question is written', async () => {
  await using server = await startTestServer();
  const allowed = async (fieldSelector: object | undefined): Promise<unknown> => {
    const resourceAttributes = { resource: 'pods', verb: 'list', ...(fieldSelector === undefined ? {} : { fieldSelector }) };
    const response = await server.fetch('/apis/authorization.k8s.io/v1/subjectaccessreviews', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ spec: { user: 'system:node:a', groups: ['system:nodes'], resourceAttributes } }),
    });
    return ((await response.json()) as { readonly status: { readonly allowed: boolean } }).status.allowed;
  };
  const requirement = (operator: string, value: string): object => ({ requirements: [{ key: 'spec.nodeName', operator, values: [value] }] });
  assert.deepEqual(
    [
      await allowed({ rawSelector: 'spec.nodeName=a' }),
      await allowed(requirement('In', 'a')),
      await allowed(requirement('In', 'b')),
      await allowed(requirement('NotIn', 'a')),
      await allowed(undefined),
    ],
    [true, true, false, false, false],
  );
});

test('what is wrong with an access review is told in order: attributes, subject, selectors, metadata, namespace', async () => {
  await using server = await startTestServer();
  const group = 'authorization.k8s.io';
  const review = async (place: string, body: object): Promise<readonly string[]> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = (await (await server.fetch(`/apis/${group}/v1/${place}`, init)).json()) as {
      readonly details?: { readonly causes?: readonly { readonly field: string; readonly message: string }[] };
    };
    return (answer.details?.causes ?? []).map(({ field, message }) => `${field}: ${message.replace(/Invalid value: \{.*\}: /, '')}`);
  };
  const unselective = { verb: 'list', resource: 'pods', namespace: 'other', fieldSelector: {} };
  assert.deepEqual(
    await review('namespaces/default/localsubjectaccessreviews', { metadata: { labels: { a: 'b' } }, spec: { resourceAttributes: unselective } }),
    [
      'spec.user: Invalid value: "": at least one of user or group must be specified',
      'spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required',
      'metadata: must be empty except for namespace',
      'spec.resourceAttributes.namespace: Invalid value: "other": must match metadata.namespace',
    ],
  );
  const spec = { user: 'ann', nonResourceAttributes: { path: '/', verb: 'get' } };
  assert.deepEqual(await review('subjectaccessreviews', { metadata: { name: 'x' }, spec }), ['metadata: must be empty']);
  assert.deepEqual(await review('subjectaccessreviews', { metadata: { labels: {}, finalizers: [], creationTimestamp: null }, spec }), []);
});
