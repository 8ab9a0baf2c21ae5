import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { validatePod } from '../pods/pods.ts';
import { newPod } from '../pods.fixture.ts';
import { type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';

const CASES: readonly Case[] = [
  ['no name', [['spec.volumes', [{ name: '', emptyDir: {} }]]], ['spec.volumes[0].name: Required value']],
  ['no source', [['spec.volumes', [{ name: 'v' }]]], ['spec.volumes[0]: Required value: must specify a volume type']],
  [
    'two sources',
    [['spec.volumes', [{ name: 'v', emptyDir: {}, hostPath: { path: '/a' } }]]],
    ['spec.volumes[0].hostPath: Forbidden: may not specify more than 1 volume type'],
  ],
  [
    'a name used twice',
    [
      [
        'spec.volumes',
        [
          { name: 'v', emptyDir: {} },
          { name: 'v', emptyDir: {} },
        ],
      ],
    ],
    ['spec.volumes[1].name: Duplicate value: "v"'],
  ],
  [
    'a negative limit',
    [['spec.volumes', [{ name: 'v', emptyDir: { sizeLimit: '-1' } }]]],
    ['spec.volumes[0].emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity'],
  ],
  [
    'a mode out of range',
    [['spec.volumes', [{ name: 'v', secret: { secretName: 's', defaultMode: 512 } }]]],
    ['spec.volumes[0].secret.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive'],
  ],
  [
    'a secret without a name',
    [['spec.volumes', [{ name: 'v', secret: { defaultMode: 420 } }]]],
    ['spec.volumes[0].secret.secretName: Required value'],
  ],
  [
    'an item outside of the volume',
    [['spec.volumes', [{ name: 'v', configMap: { name: 'c', defaultMode: 420, items: [{ key: 'k', path: '../k' }] } }]]],
    ['spec.volumes[0].configMap.items[0].path: Invalid value: "../k": must not contain \'..\''],
  ],
  [
    'an item with an absolute path',
    [['spec.volumes', [{ name: 'v', configMap: { name: 'c', defaultMode: 420, items: [{ key: 'k', path: '/k' }] } }]]],
    ['spec.volumes[0].configMap.items[0].path: Invalid value: "/k": must be a relative path'],
  ],
  [
    'an item without a key',
    [['spec.volumes', [{ name: 'v', configMap: { name: 'c', defaultMode: 420, items: [{ key: '', path: 'k' }] } }]]],
    ['spec.volumes[0].configMap.items[0].key: Required value'],
  ],
  [
    'a host path that goes up',
    [['spec.volumes', [{ name: 'v', hostPath: { path: '/a/../b', type: '' } }]]],
    ['spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain \'..\''],
  ],
  [
    'a host path of an unknown type',
    [['spec.volumes', [{ name: 'v', hostPath: { path: '/a', type: 'Disk' } }]]],
    [
      'spec.volumes[0].hostPath.type: Unsupported value: "Disk": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
    ],
  ],
  [
    'NFS with a relative path',
    [['spec.volumes', [{ name: 'v', nfs: { server: 's', path: 'a' } }]]],
    ['spec.volumes[0].nfs.path: Invalid value: "a": must be an absolute path'],
  ],
  [
    'a claim without a name',
    [['spec.volumes', [{ name: 'v', persistentVolumeClaim: { claimName: '' } }]]],
    ['spec.volumes[0].persistentVolumeClaim.claimName: Required value'],
  ],
  [
    'a token that lives too short',
    [
      ['spec.volumes', [{ name: 'v', projected: { defaultMode: 420, sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 599 } }] } }]],
      ['spec.serviceAccountName', 'a'],
    ],
    [
      'spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
    ],
  ],
  ['a projection of nothing', [['spec.volumes', [{ name: 'v', projected: { defaultMode: 420, sources: [{}] } }]]], []],
  [
    'two projections to one file',
    [
      [
        'spec.volumes',
        [
          {
            name: 'v',
            projected: {
              defaultMode: 420,
              sources: [{ secret: { name: 'a', items: [{ key: 'k', path: 'f' }] } }, { configMap: { name: 'b', items: [{ key: 'k', path: 'f' }] } }],
            },
          },
        ],
      ],
    ],
    ['spec.volumes[0].projected: Invalid value: "b": conflicting duplicate paths'],
  ],
  [
    'iSCSI with a bad portal name',
    [['spec.volumes', [{ name: 'v', iscsi: { targetPortal: 'p', iqn: 'x', lun: 0, iscsiInterface: 'default' } }]]],
    ['spec.volumes[0].iscsi.iqn: Invalid value: "x": must be valid format starting with iqn, eui, or naa'],
  ],
  ['CSI without a driver', [['spec.volumes', [{ name: 'v', csi: { driver: '' } }]]], ['spec.volumes[0].csi.driver: Required value']],
  [
    'a generic ephemeral volume without a template',
    [['spec.volumes', [{ name: 'v', ephemeral: {} }]]],
    ['spec.volumes[0].ephemeral.volumeClaimTemplate: Required value'],
  ],
  [
    'a mount of nothing',
    [['spec.containers.0.volumeMounts', [{ name: 'v', mountPath: '/v' }]]],
    ['spec.containers[0].volumeMounts[0].name: Not found: "v"'],
  ],
  [
    'two mounts at one place',
    [
      ['spec.volumes', [{ name: 'v', emptyDir: {} }]],
      [
        'spec.containers.0.volumeMounts',
        [
          { name: 'v', mountPath: '/v' },
          { name: 'v', mountPath: '/v' },
        ],
      ],
    ],
    ['spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/v": must be unique'],
  ],
  [
    'a mount without a place',
    [
      ['spec.volumes', [{ name: 'v', emptyDir: {} }]],
      ['spec.containers.0.volumeMounts', [{ name: 'v', mountPath: '' }]],
    ],
    ['spec.containers[0].volumeMounts[0].mountPath: Required value'],
  ],
  [
    'a sub-path that goes up',
    [
      ['spec.volumes', [{ name: 'v', emptyDir: {} }]],
      ['spec.containers.0.volumeMounts', [{ name: 'v', mountPath: '/v', subPath: 'a/../b' }]],
    ],
    ['spec.containers[0].volumeMounts.subPath: Invalid value: "a/../b": must not contain \'..\''],
  ],
  [
    'a sub-path and its expression',
    [
      ['spec.volumes', [{ name: 'v', emptyDir: {} }]],
      ['spec.containers.0.volumeMounts', [{ name: 'v', mountPath: '/v', subPath: 'a', subPathExpr: 'b' }]],
    ],
    ['spec.containers[0].volumeMounts[0].subPathExpr: Invalid value: "b": subPathExpr and subPath are mutually exclusive'],
  ],
  [
    'propagation to the host without privilege',
    [
      ['spec.volumes', [{ name: 'v', emptyDir: {} }]],
      ['spec.containers.0.volumeMounts', [{ name: 'v', mountPath: '/v', mountPropagation: 'Bidirectional' }]],
    ],
    ['spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers'],
  ],
  [
    'a device of a volume that is a folder',
    [
      ['spec.volumes', [{ name: 'v', emptyDir: {} }]],
      ['spec.containers.0.volumeDevices', [{ name: 'v', devicePath: '/dev/v' }]],
    ],
    [
      'spec.containers[0].volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
    ],
  ],
];

test('pods, volumes and mounts: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), NO_GATES)), reports, what);
});

for (const [name, isGood] of [
  ['iqn.2026-01.com.example:disk', true],
  ['iqn-of.iqn.2026-01.com.example:disk:0', true],
  ['iqn.2026-01.a b,iqn.2026-01.c:d', true],
  ['iqn.2026-01.:disk', false],
  ['iqn.2026-01.com.example:', false],
  ['iqn.2026-01.com.example:disk 0', false],
  ['iqn.2026-1.com.example:disk', false],
  [`${'iqn.2026-01.a'.repeat(30_000)}!`, false],
] as const) {
  test(`an iSCSI name is ${isGood ? 'good' : 'bad'}, and no length of it costs more than one pass: ${name.slice(0, 40)}`, () => {
    const started = performance.now();
    const volume = { name: 'v', iscsi: { targetPortal: 'p', iqn: name, lun: 0, iscsiInterface: 'default' } };
    const reports = reportsOf(validatePod(changed<Pod>(newPod(), [['spec.volumes', [volume]]]), NO_GATES));
    assert.deepEqual(reports, isGood ? [] : [`spec.volumes[0].iscsi.iqn: Invalid value: "${name}": must be valid format`]);
    assert.ok(performance.now() - started < 1000);
  });
}
