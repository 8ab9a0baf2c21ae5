import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../v1/objects.gen.ts';
import { newPod } from './pods.fixture.ts';
import { validatePod } from './pods.ts';
import { type Case, changed, NO_GATES, reportsOf } from './workloads.fixture.ts';

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
