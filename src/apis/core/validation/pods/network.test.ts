import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { newPod } from '../pods.fixture.ts';
import { type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';
import { validatePod } from './pods.ts';

const CASES: readonly Case[] = [
  [
    'a bad host name',
    [['spec.hostname', 'A']],
    [
      "spec.hostname: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  [
    'a bad subdomain',
    [['spec.subdomain', 'a_b']],
    [
      "spec.subdomain: Invalid value: \"a_b\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  [
    'an unknown DNS policy',
    [['spec.dnsPolicy', 'Local']],
    ['spec.dnsPolicy: Unsupported value: "Local": supported values: "ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"'],
  ],
  [
    'no DNS settings where they are all there is',
    [['spec.dnsPolicy', 'None']],
    ['spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None'],
  ],
  [
    'no name servers where they are all there is',
    [
      ['spec.dnsPolicy', 'None'],
      ['spec.dnsConfig', {}],
    ],
    ['spec.dnsConfig.nameservers: Required value: must provide at least one DNS nameserver when `dnsPolicy` is None'],
  ],
  [
    'a name server that is no address',
    [['spec.dnsConfig', { nameservers: ['a'] }]],
    ['spec.dnsConfig.nameservers[0]: Invalid value: "a": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
  ],
  [
    'four name servers',
    [['spec.dnsConfig', { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] }]],
    ['spec.dnsConfig.nameservers: Invalid value: ["1.1.1.1","1.1.1.2","1.1.1.3","1.1.1.4"]: must not have more than 3 nameservers'],
  ],
  ['a search path with dots around and underscores', [['spec.dnsConfig', { searches: ['.', '_tcp.a', 'a.b.'] }]], []],
  [
    'a bad search path',
    [['spec.dnsConfig', { searches: ['a b'] }]],
    [
      "spec.dnsConfig.searches[0]: Invalid value: \"a b\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  ['an option without a name', [['spec.dnsConfig', { options: [{ value: '1' }] }]], ['spec.dnsConfig.options[0]: Required value: must not be empty']],
  [
    'an alias of no address',
    [['spec.hostAliases', [{ ip: '1.2.3', hostnames: ['a'] }]]],
    ['spec.hostAliases[0].ip: Invalid value: "1.2.3": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
  ],
  [
    'an alias with a bad name',
    [['spec.hostAliases', [{ ip: '1.2.3.4', hostnames: ['A'] }]]],
    [
      "spec.hostAliases[0].hostnames[0]: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'a port that the host has elsewhere',
    [
      ['spec.hostNetwork', true],
      ['spec.containers.0.ports', [{ containerPort: 80, hostPort: 81, protocol: 'TCP' }]],
    ],
    ['spec.containers[0].ports[0].hostPort: Invalid value: 81: must match `containerPort` when `hostNetwork` is true'],
  ],
  [
    'a bad account',
    [['spec.serviceAccountName', 'A']],
    [
      "spec.serviceAccountName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'a bad node',
    [['spec.nodeName', 'A']],
    [
      "spec.nodeName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  ['a negative grace period, which becomes one second', [['spec.terminationGracePeriodSeconds', -1]], []],
  [
    'a deadline of nothing',
    [['spec.activeDeadlineSeconds', 0]],
    ['spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive'],
  ],
  [
    'an unknown restart policy',
    [['spec.restartPolicy', 'Maybe']],
    ['spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"'],
  ],
  ['no restart policy', [['spec.restartPolicy', '']], ['spec.restartPolicy: Required value']],
  [
    'an unknown preemption policy',
    [['spec.preemptionPolicy', 'Always']],
    ['spec.preemptionPolicy: Unsupported value: "Always": supported values: "PreemptLowerPriority", "Never"'],
  ],
  [
    'a bad priority class',
    [['spec.priorityClassName', 'A']],
    [
      "spec.priorityClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  [
    'a bad runtime class',
    [['spec.runtimeClassName', 'A']],
    [
      "spec.runtimeClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ],
  ],
  ['a secret without a name', [['spec.imagePullSecrets', [{}]]], []],
];

test('pods, names, DNS and host network: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), NO_GATES)), reports, what);
});
