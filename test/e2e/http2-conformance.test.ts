/** What the standards demand of a server for HTTP/2 (RFC 9113) and for its header compression (RFC 7541), asked by h2spec over TLS in strict mode. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KubeConfig, RbacAuthorizationV1Api } from '@kubernetes/client-node';
import { missing, programs, run, TestServer } from './processes.ts';

const PATIENCE_MS = 120_000;
/** h2spec has more cases than this; fewer mean that it did not come to its end. */
const CASES = 140;
/** What is asked for here is answered before a client can do anything wrong in the second frame. */
const AT_ONCE = '/version';
/** Here a GET goes on for ever, and a POST is answered when its body is there: time enough. */
const LATER = '/api/v1/namespaces/default/configmaps?watch=1';

let server: TestServer;
before(async () => {
  // h2spec sends no credentials, and connections of strangers are closed after a request (upstream: against floods).
  server = new TestServer(['--feature-gates=UnauthenticatedHTTP2DOSMitigation=false']);
  await server.start();
  const config = new KubeConfig();
  config.loadFromFile(server.kubeconfig);
  await config.makeApiClient(RbacAuthorizationV1Api).createClusterRoleBinding({
    body: {
      metadata: { name: 'anyone' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'system:anonymous' }],
    },
  });
});
after(() => server.remove());

interface Case {
  readonly verdict: string;
  readonly name: string;
  readonly words: string;
}

async function ask(path: string, names: readonly string[] = []): Promise<Case[]> {
  const { code, stdout, stderr } = await run(programs.h2spec ?? '', [String(server.port), path, ...names], { patience: PATIENCE_MS });
  assert.equal(code, 0, stderr);
  const lines = stdout.trim().split('\n');
  return lines.map((line) => {
    const [verdict = '', name = '', ...words] = line.split('\t');
    return { verdict, name, words: words.join('; ') };
  });
}

const isComplaint = ({ verdict }: Case): boolean => verdict !== 'passed';

test('h2spec finds nothing to complain of', { skip: missing('h2spec') }, async () => {
  const cases = await ask(AT_ONCE);
  assert.ok(cases.length > CASES, `${cases.length} cases`);
  const names = cases.filter(isComplaint).map(({ name }) => name);
  // An offence that comes after the answer ends nothing any more.
  const again = names.length === 0 ? [] : await ask(LATER, names);
  assert.equal(again.length, names.length);
  assert.deepEqual(again.filter(isComplaint), []);
});
