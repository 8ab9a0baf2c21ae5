import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { validatePodUpdate } from '../pods/pod-update.ts';
import { validatePod } from '../pods/pods.ts';
import { newPod } from '../pods.fixture.ts';
import { ALL_GATES, type Case, type Change, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';

const CASES: readonly Case[] = [
  ['a valid pod', [], []],
  [
    'a name that is no label',
    [['spec.containers.0.name', 'Up']],
    [
      "spec.containers[0].name: Invalid value: \"Up\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  ['no name', [['spec.containers.0.name', '']], ['spec.containers[0].name: Required value']],
  ['no image', [['spec.containers.0.image', '']], ['spec.containers[0].image: Required value']],
  [
    'an image with spaces',
    [['spec.containers.0.image', ' i ']],
    ['spec.containers[0].image: Invalid value: " i ": must not have leading or trailing whitespace'],
  ],
  ['no containers', [['spec.containers', []]], ['spec.containers: Required value']],
  [
    'a name used twice, by an init container',
    [['spec.initContainers', [{ name: 'c', image: 'i', terminationMessagePolicy: 'File', imagePullPolicy: 'Always' }]]],
    ['spec.initContainers[0].name: Duplicate value: "c"'],
  ],
  [
    'an unknown pull policy',
    [['spec.containers.0.imagePullPolicy', 'Sometimes']],
    ['spec.containers[0].imagePullPolicy: Unsupported value: "Sometimes": supported values: "Always", "IfNotPresent", "Never"'],
  ],
  [
    'an unknown termination message policy',
    [['spec.containers.0.terminationMessagePolicy', 'Console']],
    ['spec.containers[0].terminationMessagePolicy: Unsupported value: "Console": supported values: "File", "FallbackToLogsOnError"'],
  ],
  [
    'an init container with a readiness probe',
    [
      [
        'spec.initContainers',
        [
          {
            name: 'd',
            image: 'i',
            terminationMessagePolicy: 'File',
            imagePullPolicy: 'Always',
            readinessProbe: { exec: { command: ['a'] }, timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1 },
          },
        ],
      ],
    ],
    ['spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always'],
  ],
  [
    'a sidecar with a readiness probe',
    [
      [
        'spec.initContainers',
        [
          {
            name: 'd',
            image: 'i',
            terminationMessagePolicy: 'File',
            imagePullPolicy: 'Always',
            restartPolicy: 'Always',
            readinessProbe: { exec: { command: ['a'] }, timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1 },
          },
        ],
      ],
    ],
    [],
  ],
  [
    'ephemeral containers of a new pod',
    [['spec.ephemeralContainers', [{ name: 'e', image: 'i', terminationMessagePolicy: 'File', imagePullPolicy: 'Always' }]]],
    ['spec.ephemeralContainers: Forbidden: cannot be set on create'],
  ],
  [
    'a port out of range',
    [['spec.containers.0.ports', [{ containerPort: 70000, protocol: 'TCP' }]]],
    ['spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
  ],
  [
    'no port number',
    [['spec.containers.0.ports', [{ containerPort: 0, protocol: 'TCP' }]]],
    ['spec.containers[0].ports[0].containerPort: Required value'],
  ],
  [
    'a port name without letters',
    [['spec.containers.0.ports', [{ containerPort: 80, protocol: 'TCP', name: '80' }]]],
    ['spec.containers[0].ports[0].name: Invalid value: "80": must contain at least one letter (a-z)'],
  ],
  [
    'a port name that is too long',
    [['spec.containers.0.ports', [{ containerPort: 80, protocol: 'TCP', name: 'sixteen-letters-' }]]],
    [
      'spec.containers[0].ports[0].name: Invalid value: "sixteen-letters-": must be no more than 15 characters',
      'spec.containers[0].ports[0].name: Invalid value: "sixteen-letters-": must not begin or end with a hyphen',
    ],
  ],
  [
    'port names used twice',
    [
      [
        'spec.containers.0.ports',
        [
          { containerPort: 80, protocol: 'TCP', name: 'a' },
          { containerPort: 81, protocol: 'TCP', name: 'a' },
        ],
      ],
    ],
    ['spec.containers[0].ports[1].name: Duplicate value: "a"'],
  ],
  [
    'host ports used twice',
    [
      [
        'spec.containers.0.ports',
        [
          { containerPort: 80, protocol: 'TCP', hostPort: 80 },
          { containerPort: 81, protocol: 'TCP', hostPort: 80 },
        ],
      ],
    ],
    ['spec.containers[0].ports[1].hostPort: Duplicate value: "TCP//80"'],
  ],
  [
    'the same host port under two protocols',
    [
      [
        'spec.containers.0.ports',
        [
          { containerPort: 80, protocol: 'TCP', hostPort: 80 },
          { containerPort: 80, protocol: 'UDP', hostPort: 80 },
        ],
      ],
    ],
    [],
  ],
  [
    'an unknown protocol',
    [['spec.containers.0.ports', [{ containerPort: 80, protocol: 'tcp' }]]],
    ['spec.containers[0].ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"'],
  ],
  [
    'a resize policy for something else',
    [['spec.containers.0.resizePolicy', [{ resourceName: 'storage', restartPolicy: 'NotRequired' }]]],
    ['spec.containers[0].resizePolicy: Unsupported value: "storage": supported values: "cpu", "memory"'],
  ],
  [
    'a resize policy given twice',
    [
      [
        'spec.containers.0.resizePolicy',
        [
          { resourceName: 'cpu', restartPolicy: 'NotRequired' },
          { resourceName: 'cpu', restartPolicy: 'RestartContainer' },
        ],
      ],
    ],
    ['spec.containers[0].resizePolicy[1]: Duplicate value: "cpu"'],
  ],
];

test('pods, containers: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), NO_GATES)), reports, what);
});

test('pods, containers: an init container that ends is not restarted to resize it, unless it is stored so', () => {
  const init = (restartPolicy?: string): Change => [
    'spec.initContainers',
    [
      {
        name: 'i',
        image: 'i',
        imagePullPolicy: 'Always',
        terminationMessagePolicy: 'File',
        ...(restartPolicy === undefined ? {} : { restartPolicy }),
        resizePolicy: [
          { resourceName: 'cpu', restartPolicy: 'NotRequired' },
          { resourceName: 'memory', restartPolicy: 'RestartContainer' },
        ],
      },
    ],
  ];
  const pod = changed<Pod>(newPod(), [init()]);
  assert.deepEqual(reportsOf(validatePod(pod, NO_GATES)), [
    'spec.initContainers[0].resizePolicy[1].restartPolicy: Invalid value: "RestartContainer": must not be set to \'RestartContainer\' for non-sidecar initContainers',
  ]);
  assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), [init('Always')]), NO_GATES)), []);
  assert.deepEqual(reportsOf(validatePodUpdate(pod, pod, NO_GATES)), []);
});

test('pods, containers: rules for restarts are checked also where the policy is missing', () => {
  const rules = [{ action: 'RestartAllContainers', exitCodes: { operator: 'Is', values: [1] } }];
  const pod = changed<Pod>(newPod(), [['spec.containers.0.restartPolicyRules', rules]]);
  assert.deepEqual(reportsOf(validatePod(pod, NO_GATES)), [
    'spec.containers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
    'spec.containers[0].restartPolicyRules[0].action: Unsupported value: "RestartAllContainers": supported values: "Restart"',
    'spec.containers[0].restartPolicyRules[0].exitCodes.operator: Unsupported value: "Is": supported values: "In", "NotIn"',
  ]);
});

test('pods, containers: of init containers only those with a policy have rules, and sidecars only while these may restart all', () => {
  const init = (fields: object): Pod =>
    changed<Pod>(newPod(), [
      ['spec.initContainers', [{ name: 'i', image: 'i', imagePullPolicy: 'Always', terminationMessagePolicy: 'File', ...fields }]],
    ]);
  const restartPolicyRules = [{ action: 'Start', exitCodes: { operator: 'In', values: [1] } }];
  assert.deepEqual(reportsOf(validatePod(init({ restartPolicyRules }), NO_GATES)), [
    'spec.initContainers[0].restartPolicy: Required value: must specify restartPolicy when restart rules are used',
  ]);
  const sidecar = init({ restartPolicy: 'Always', restartPolicyRules });
  assert.deepEqual(reportsOf(validatePod(sidecar, NO_GATES)), [
    'spec.initContainers[0].restartPolicyRules: Forbidden: restartPolicyRules are not allowed for init containers with restart policy Always',
  ]);
  assert.deepEqual(reportsOf(validatePod(sidecar, ALL_GATES)), [
    'spec.initContainers[0].restartPolicyRules[0].action: Unsupported value: "Start": supported values: "Restart", "RestartAllContainers"',
  ]);
});
