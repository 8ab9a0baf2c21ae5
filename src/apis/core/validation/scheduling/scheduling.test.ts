import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { validatePod } from '../pods/pods.ts';
import { newPod } from '../pods.fixture.ts';
import { ALL_GATES, type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';

const CASES: readonly Case[] = [
  [
    'a node selector with a bad value',
    [['spec.nodeSelector', { a: 'b c' }]],
    [
      "spec.nodeSelector: Invalid value: \"b c\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ],
  ],
  ['an empty affinity', [['spec.affinity', {}]], []],
  [
    'no terms that nodes must match',
    [['spec.affinity', { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } }]],
    [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term',
    ],
  ],
  [
    'an unknown operator',
    [
      [
        'spec.affinity',
        {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Is' }] }] },
          },
        },
      ],
    ],
    [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].operator: Invalid value: "Is": not a valid selector operator',
    ],
  ],
  [
    'values of an operator that takes none',
    [
      [
        'spec.affinity',
        {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Exists', values: ['b'] }] }],
            },
          },
        },
      ],
    ],
    [
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  ],
  [
    'no values of an operator that takes some',
    [
      [
        'spec.affinity',
        {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'In' }] }] },
          },
        },
      ],
    ],
    [
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'",
    ],
  ],
  [
    'two values of an operator that takes one',
    [
      [
        'spec.affinity',
        {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', operator: 'Gt', values: ['1', '2'] }] }],
            },
          },
        },
      ],
    ],
    [
      "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'",
    ],
  ],
  [
    'a field that nodes cannot be selected by',
    [
      [
        'spec.affinity',
        {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.uid', operator: 'In', values: ['a'] }] }],
            },
          },
        },
      ],
    ],
    [
      'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchFields[0].key: Invalid value: "metadata.uid": not a valid field selector key',
    ],
  ],
  [
    'a weight out of range',
    [['spec.affinity', { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 0, preference: {} }] } }]],
    ['spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100'],
  ],
  [
    'pod affinity without a topology',
    [['spec.affinity', { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {}, topologyKey: '' }] } }]],
    [
      'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Required value: can not be empty',
      'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: "": name part must be non-empty',
      "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
  [
    'pod affinity in a bad namespace',
    [
      [
        'spec.affinity',
        { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector: {}, namespaces: ['A'], topologyKey: 'z' }] } },
      ],
    ],
    [
      "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].namespace: Invalid value: \"A\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ],
  ],
  ['a toleration of everything', [['spec.tolerations', [{ operator: 'Exists' }]]], []],
  [
    'a toleration of a value without a key',
    [['spec.tolerations', [{ operator: 'Equal', value: 'a' }]]],
    [
      'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"',
    ],
  ],
  [
    'a value where none is compared',
    [['spec.tolerations', [{ key: 'a', operator: 'Exists', value: 'b' }]]],
    ['spec.tolerations[0].operator: Invalid value: "b": value must be empty when `operator` is \'Exists\''],
  ],
  [
    'seconds of an effect that has none',
    [['spec.tolerations', [{ key: 'a', operator: 'Exists', effect: 'NoSchedule', tolerationSeconds: 5 }]]],
    ['spec.tolerations[0].effect: Invalid value: "NoSchedule": effect must be \'NoExecute\' when `tolerationSeconds` is set'],
  ],
  [
    'an unknown operator of a toleration',
    [['spec.tolerations', [{ key: 'a', operator: 'In', value: 'b' }]]],
    ['spec.tolerations[0].operator: Unsupported value: "In": supported values: "Equal", "Exists"'],
  ],
  [
    'an unknown effect',
    [['spec.tolerations', [{ key: 'a', operator: 'Exists', effect: 'Never' }]]],
    ['spec.tolerations[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"'],
  ],
  [
    'a skew of nothing',
    [['spec.topologySpreadConstraints', [{ maxSkew: 0, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} }]]],
    ['spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero'],
  ],
  [
    'no topology to spread over',
    [['spec.topologySpreadConstraints', [{ maxSkew: 1, topologyKey: '', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} }]]],
    ['spec.topologySpreadConstraints[0].topologyKey: Required value: can not be empty'],
  ],
  [
    'an unknown answer to unsatisfiable spreading',
    [['spec.topologySpreadConstraints', [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'Wait', labelSelector: {} }]]],
    ['spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: "Wait": supported values: "DoNotSchedule", "ScheduleAnyway"'],
  ],
  [
    'the same spreading twice',
    [
      [
        'spec.topologySpreadConstraints',
        [
          { maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} },
          { maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} },
        ],
      ],
    ],
    ['spec.topologySpreadConstraints[0].{topologyKey, whenUnsatisfiable}: Duplicate value: "{z, DoNotSchedule}"'],
  ],
  [
    'domains of spreading that gives way',
    [['spec.topologySpreadConstraints', [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {}, minDomains: 2 }]]],
    [
      'spec.topologySpreadConstraints[0].minDomains: Invalid value: 2: can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway',
    ],
  ],
  [
    'keys to match without a selector',
    [['spec.topologySpreadConstraints', [{ maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule', matchLabelKeys: ['a'] }]]],
    ['spec.topologySpreadConstraints[0].matchLabelKeys: Forbidden: must not be specified when labelSelector is not set'],
  ],
  [
    'a gate with a bad name',
    [['spec.schedulingGates', [{ name: 'a b' }]]],
    [
      "spec.schedulingGates[0]: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
  ['a gate twice', [['spec.schedulingGates', [{ name: 'a' }, { name: 'a' }]]], ['spec.schedulingGates[1]: Duplicate value: "a"']],
  [
    'a gated pod that is scheduled',
    [
      ['spec.schedulingGates', [{ name: 'a' }]],
      ['spec.nodeName', 'n'],
    ],
    ['spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared'],
  ],
  [
    'readiness that waits for a bad condition',
    [['spec.readinessGates', [{ conditionType: 'a b' }]]],
    [
      "spec.readinessGates[0].conditionType: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
];

test('pods, scheduling: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), NO_GATES)), reports, what);
});

test('pods, scheduling: a key that is merged into the selector of a spread constraint was not in it before', () => {
  const labelSelector = { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] };
  const constraint = { maxSkew: 1, topologyKey: 'z', whenUnsatisfiable: 'DoNotSchedule', labelSelector, matchLabelKeys: ['a'] };
  const pod = changed<Pod>(newPod(), [['spec.topologySpreadConstraints', [constraint]]]);
  const text = 'Invalid value: "a": exists in both matchLabelKeys and labelSelector';
  assert.deepEqual(reportsOf(validatePod(pod, ALL_GATES)), [`spec.topologySpreadConstraints[0][0]: ${text}`]);
  assert.deepEqual(reportsOf(validatePod(pod, NO_GATES)), [`spec.topologySpreadConstraints[0].matchLabelKeys[0]: ${text}`]);
});
