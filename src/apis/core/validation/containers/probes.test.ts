import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { validatePod } from '../pods/pods.ts';
import { newPod } from '../pods.fixture.ts';
import { type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';

const CASES: readonly Case[] = [
  [
    'a probe without a handler',
    [['spec.containers.0.livenessProbe', { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1 }]],
    ['spec.containers[0].livenessProbe: Required value: must specify a handler type'],
  ],
  [
    'a probe with two handlers',
    [
      [
        'spec.containers.0.livenessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, exec: { command: ['a'] }, tcpSocket: { port: 80 } },
      ],
    ],
    ['spec.containers[0].livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type'],
  ],
  [
    'a command without words',
    [['spec.containers.0.livenessProbe', { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, exec: { command: [] } }]],
    ['spec.containers[0].livenessProbe.exec.command: Required value'],
  ],
  [
    'a negative delay',
    [
      [
        'spec.containers.0.readinessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, exec: { command: ['a'] }, initialDelaySeconds: -1 },
      ],
    ],
    ['spec.containers[0].readinessProbe.initialDelaySeconds: Invalid value: -1: must be greater than or equal to 0'],
  ],
  [
    'a liveness probe that must succeed twice',
    [
      [
        'spec.containers.0.livenessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 2, failureThreshold: 1, exec: { command: ['a'] } },
      ],
    ],
    ['spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'a startup probe that must succeed twice',
    [['spec.containers.0.startupProbe', { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 2, failureThreshold: 1, exec: { command: ['a'] } }]],
    ['spec.containers[0].startupProbe.successThreshold: Invalid value: 2: must be 1'],
  ],
  [
    'a readiness probe that must succeed twice',
    [
      [
        'spec.containers.0.readinessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 2, failureThreshold: 1, exec: { command: ['a'] } },
      ],
    ],
    [],
  ],
  [
    'a grace period of readiness',
    [
      [
        'spec.containers.0.readinessProbe',
        {
          timeoutSeconds: 1,
          periodSeconds: 1,
          successThreshold: 1,
          failureThreshold: 1,
          exec: { command: ['a'] },
          terminationGracePeriodSeconds: 10,
        },
      ],
    ],
    ['spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 10: must not be set for readinessProbes'],
  ],
  [
    'a grace period of nothing',
    [
      [
        'spec.containers.0.livenessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, exec: { command: ['a'] }, terminationGracePeriodSeconds: 0 },
      ],
    ],
    ['spec.containers[0].livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0'],
  ],
  [
    'a request without a path',
    [
      [
        'spec.containers.0.livenessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, httpGet: { port: 80, scheme: 'HTTP' } },
      ],
    ],
    ['spec.containers[0].livenessProbe.httpGet.path: Required value'],
  ],
  [
    'a request of another scheme',
    [
      [
        'spec.containers.0.livenessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, httpGet: { path: '/', port: 80, scheme: 'http' } },
      ],
    ],
    ['spec.containers[0].livenessProbe.httpGet.scheme: Unsupported value: "http": supported values: "HTTP", "HTTPS"'],
  ],
  [
    'a bad header',
    [
      [
        'spec.containers.0.livenessProbe',
        {
          timeoutSeconds: 1,
          periodSeconds: 1,
          successThreshold: 1,
          failureThreshold: 1,
          httpGet: { path: '/', port: 80, scheme: 'HTTP', httpHeaders: [{ name: 'a b', value: '' }] },
        },
      ],
    ],
    [
      "spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')",
    ],
  ],
  [
    'port 0',
    [['spec.containers.0.livenessProbe', { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, tcpSocket: { port: 0 } }]],
    ['spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ],
  [
    'a port name with capitals',
    [
      [
        'spec.containers.0.livenessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, tcpSocket: { port: 'HTTP' } },
      ],
    ],
    [
      'spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: "HTTP": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      'spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: "HTTP": must contain at least one letter (a-z)',
    ],
  ],
  [
    'gRPC without a port',
    [
      [
        'spec.containers.0.livenessProbe',
        { timeoutSeconds: 1, periodSeconds: 1, successThreshold: 1, failureThreshold: 1, grpc: { port: 0, service: '' } },
      ],
    ],
    ['spec.containers[0].livenessProbe.grpc.port: Invalid value: 0: must be between 1 and 65535, inclusive'],
  ],
  [
    'a hook without a handler',
    [['spec.containers.0.lifecycle', { preStop: {} }]],
    ['spec.containers[0].lifecycle.preStop: Required value: must specify a handler type'],
  ],
  ['a hook that sleeps', [['spec.containers.0.lifecycle', { preStop: { sleep: { seconds: 5 } } }]], []],
  [
    'a hook that sleeps too long',
    [['spec.containers.0.lifecycle', { preStop: { sleep: { seconds: 31 } } }]],
    ['spec.containers[0].lifecycle.preStop.sleep: Invalid value: 31: must be non-negative and less than terminationGracePeriodSeconds (30)'],
  ],
  [
    'a stop signal for no system',
    [['spec.containers.0.lifecycle', { stopSignal: 'SIGTERM' }]],
    ['spec.containers[0].lifecycle.stopSignal: Forbidden: may not be set for containers with empty `spec.os.name`'],
  ],
  [
    'a stop signal of another system',
    [
      ['spec.containers.0.lifecycle', { stopSignal: 'SIGINT' }],
      ['spec.os', { name: 'windows' }],
    ],
    ['spec.containers[0].lifecycle.stopSignal: Unsupported value: "SIGINT": supported values: "SIGKILL", "SIGTERM"'],
  ],
  [
    'a stop signal of the system',
    [
      ['spec.containers.0.lifecycle', { stopSignal: 'SIGRTMIN+1' }],
      ['spec.os', { name: 'linux' }],
    ],
    [],
  ],
  [
    'a stop signal for a system of which nobody has heard',
    [
      ['spec.containers.0.lifecycle', { stopSignal: 'SIGTERM' }],
      ['spec.os', { name: 'constructor' }],
    ],
    ['spec.os: Unsupported value: "constructor": supported values: "linux", "windows"'],
  ],
];

test('pods, probes and hooks: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), NO_GATES)), reports, what);
});
