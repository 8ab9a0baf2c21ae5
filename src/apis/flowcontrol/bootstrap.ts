/**
 * Flow schemas and priority levels that every server has (KEP-1040). The mandatory ones have a fixed spec; the suggested ones are where
 * administrators start from.
 */
import type { FlowSchemaSpec, PolicyRulesWithSubjects, PriorityLevelConfigurationSpec, ResourcePolicyRule, Subject } from './v1/objects.gen.ts';

const ALL = ['*'];
const EVERYTHING: ResourcePolicyRule = { verbs: ALL, apiGroups: ALL, resources: ALL, clusterScope: true, namespaces: ALL };

const group = (name: string): Subject => ({ kind: 'Group', group: { name } });
const user = (name: string): Subject => ({ kind: 'User', user: { name } });
const account = (name: string): Subject => ({ kind: 'ServiceAccount', serviceAccount: { namespace: 'kube-system', name } });

const everything = (...subjects: Subject[]): PolicyRulesWithSubjects[] => [
  { subjects, resourceRules: [EVERYTHING], nonResourceRules: [{ verbs: ALL, nonResourceURLs: ALL }] },
];

const rule = (verbs: string[], apiGroup: string, resources: string[], clusterScope = false): ResourcePolicyRule => ({
  verbs,
  apiGroups: [apiGroup],
  resources,
  ...(clusterScope ? { clusterScope } : {}),
  namespaces: ALL,
});

function schema(
  level: string,
  matchingPrecedence: number,
  by: 'ByUser' | 'ByNamespace' | undefined,
  rules: PolicyRulesWithSubjects[],
): FlowSchemaSpec {
  return {
    priorityLevelConfiguration: { name: level },
    matchingPrecedence,
    ...(by === undefined ? {} : { distinguisherMethod: { type: by } }),
    rules,
  };
}

const EVERYBODY: readonly Subject[] = [group('system:unauthenticated'), group('system:authenticated')];
const CONTROLLER_MANAGER = user('system:kube-controller-manager');
const SCHEDULER = user('system:kube-scheduler');
const LEASES = rule(['get', 'create', 'update'], 'coordination.k8s.io', ['leases']);

export const MANDATORY_SCHEMAS: { readonly [name: string]: FlowSchemaSpec } = {
  exempt: schema('exempt', 1, undefined, everything(group('system:masters'))),
  'catch-all': schema('catch-all', 10_000, 'ByUser', everything(...EVERYBODY)),
};

export const SUGGESTED_SCHEMAS: { readonly [name: string]: FlowSchemaSpec } = {
  'system-nodes': schema('system', 500, 'ByUser', everything(group('system:nodes'))),
  'system-node-high': schema('node-high', 400, 'ByUser', [
    {
      subjects: [group('system:nodes')],
      resourceRules: [rule(ALL, '', ['nodes', 'nodes/status'], true), rule(ALL, 'coordination.k8s.io', ['leases'])],
    },
  ]),
  probes: schema('exempt', 2, undefined, [
    { subjects: [...EVERYBODY], nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }] },
  ]),
  'system-leader-election': schema('leader-election', 100, 'ByUser', [
    { subjects: [CONTROLLER_MANAGER, SCHEDULER, account('*')], resourceRules: [LEASES] },
  ]),
  'workload-leader-election': schema('leader-election', 200, 'ByUser', [{ subjects: [account('*')], resourceRules: [LEASES] }]),
  'endpoint-controller': schema('workload-high', 150, 'ByUser', [
    {
      subjects: [CONTROLLER_MANAGER, account('endpoint-controller'), account('endpointslicemirroring-controller')],
      resourceRules: [rule(['get', 'create', 'update'], '', ['endpoints'])],
    },
  ]),
  'kube-controller-manager': schema('workload-high', 800, 'ByNamespace', everything(CONTROLLER_MANAGER)),
  'kube-scheduler': schema('workload-high', 800, 'ByNamespace', everything(SCHEDULER)),
  'kube-system-service-accounts': schema('workload-high', 900, 'ByNamespace', everything(account('*'))),
  'service-accounts': schema('workload-low', 9000, 'ByUser', everything(group('system:serviceaccounts'))),
  'global-default': schema('global-default', 9900, 'ByUser', everything(...EVERYBODY)),
};

const queued = (shares: number, lendablePercent: number, queues: number, handSize: number): PriorityLevelConfigurationSpec => ({
  type: 'Limited',
  limited: {
    nominalConcurrencyShares: shares,
    limitResponse: { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: 50 } },
    lendablePercent,
  },
});

export const MANDATORY_LEVELS: { readonly [name: string]: PriorityLevelConfigurationSpec } = {
  exempt: { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } },
  'catch-all': { type: 'Limited', limited: { nominalConcurrencyShares: 5, limitResponse: { type: 'Reject' }, lendablePercent: 0 } },
};

export const SUGGESTED_LEVELS: { readonly [name: string]: PriorityLevelConfigurationSpec } = {
  system: queued(30, 33, 64, 6),
  'node-high': queued(40, 25, 64, 6),
  'leader-election': queued(10, 0, 16, 4),
  'workload-high': queued(40, 50, 128, 6),
  'workload-low': queued(100, 90, 128, 6),
  'global-default': queued(20, 50, 128, 6),
};
