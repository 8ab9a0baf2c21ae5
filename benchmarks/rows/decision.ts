/** What a decision by roles costs for a user with 20 bindings among 10,000 roles and 10,000 bindings, without HTTP: the worst case is a no, for which every rule is looked at. */
import { rbacAuthorizer } from '../../src/authorization/rbac/authorizer.ts';
import { RbacPolicy } from '../../src/authorization/rbac/policy.ts';
import type { AuthorizationAttributes } from '../../src/request/authorizer.ts';
import type { Figure } from '../report.ts';

const MANY = 10_000;
const BINDINGS = 20;
const RULES = 3;
const DECISIONS = 100_000;
const TURNS = 5;
const TARGET_MICROSECONDS = 5;
const API_VERSION = 'rbac.authorization.k8s.io/v1';

export async function decisionRow(): Promise<readonly Figure[]> {
  const authorizer = rbacAuthorizer(fullPolicy());
  const groups = ['system:authenticated', ...Array.from({ length: 5 }, (_, i) => `group-${i}`)];
  const user = { name: 'ann', uid: '', groups, extra: new Map<string, string[]>() };
  const question = (verb: string, resource: string): AuthorizationAttributes => ({
    user,
    verb,
    isResourceRequest: true,
    path: '/api/v1/namespaces/shop/pods/a',
    group: '',
    version: 'v1',
    resource,
    subresource: '',
    namespace: 'shop',
    name: 'a',
  });
  const cost = (attributes: AuthorizationAttributes, decision: string): number => {
    let best = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < TURNS; turn++) {
      const started = performance.now();
      for (let i = 0; i < DECISIONS; i++) {
        const answer = authorizer.authorize(attributes);
        if (answer instanceof Promise || answer.decision !== decision) throw new Error(`the decision is not ${decision}`);
      }
      best = Math.min(best, ((performance.now() - started) * 1000) / DECISIONS);
    }
    return best;
  };
  const last = `resource-${BINDINGS - 1}-${RULES - 1}`;
  return [
    figure('RBAC decision: yes by the last of 20 bindings', cost(question('get', last), 'allow')),
    figure('  no after all of them', cost(question('delete', last), 'no-opinion')),
  ];
}

function figure(what: string, microseconds: number): Figure {
  return { what, value: `${microseconds.toFixed(2)} us`, target: `${TARGET_MICROSECONDS} us`, reached: microseconds < TARGET_MICROSECONDS };
}

/** Half of everything is in namespaces; the user's bindings are half in the cluster, half in one namespace. */
function fullPolicy(): RbacPolicy {
  const policy = new RbacPolicy();
  for (let i = 0; i < MANY; i++) {
    const rules = Array.from({ length: RULES }, (_, k) => ({
      apiGroups: ['', 'apps'],
      resources: [`resource-${i}-${k}`, `other-${i}-${k}`],
      verbs: ['get', 'list', 'watch'],
    }));
    const [isInCluster, isOurs] = [i % 2 === 0, i < BINDINGS];
    const metadata = { name: `role-${i}`, ...(isInCluster ? {} : { namespace: isOurs ? 'shop' : `namespace-${i % 100}` }) };
    const subject = { kind: 'User', name: isOurs ? 'ann' : `user-${i % 1000}` };
    const common = { kind: '', apiVersion: API_VERSION, metadata };
    policy.put(isInCluster ? 'clusterroles' : 'roles', { ...common, rules });
    policy.put(isInCluster ? 'clusterrolebindings' : 'rolebindings', {
      ...common,
      roleRef: { kind: isInCluster ? 'ClusterRole' : 'Role', name: metadata.name },
      subjects: [subject],
    });
  }
  return policy;
}
