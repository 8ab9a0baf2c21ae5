import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pod } from '../../v1/objects.gen.ts';
import { validatePod } from '../pods/pods.ts';
import { newPod } from '../pods.fixture.ts';
import { type Case, changed, NO_GATES, reportsOf } from '../workloads.fixture.ts';

const CASES: readonly Case[] = [
  [
    'a negative user',
    [['spec.securityContext.runAsUser', -1]],
    ['spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive'],
  ],
  [
    'privileged without escalation',
    [['spec.containers.0.securityContext', { privileged: true, allowPrivilegeEscalation: false }]],
    [
      'spec.containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
    ],
  ],
  [
    'administration without escalation',
    [['spec.containers.0.securityContext', { capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false }]],
    [
      'spec.containers[0].securityContext: Invalid value: {"Capabilities":{"Add":["CAP_SYS_ADMIN"],"Drop":null},"Privileged":null,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN',
    ],
  ],
  [
    'an unknown mask of /proc',
    [['spec.containers.0.securityContext', { procMount: 'All' }]],
    ['spec.containers[0].securityContext.procMount: Unsupported value: "All": supported values: "Default", "Unmasked"'],
  ],
  [
    'all of /proc with the host’s users',
    [['spec.containers.0.securityContext', { procMount: 'Unmasked' }]],
    ['spec.containers[0].securityContext.procMount: Invalid value: "Unmasked": `hostUsers` must be false to use `Unmasked`'],
  ],
  [
    'a profile of a file without a file',
    [['spec.containers.0.securityContext', { seccompProfile: { type: 'Localhost' } }]],
    ['spec.containers[0].securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost'],
  ],
  [
    'a profile with a file of another type',
    [['spec.containers.0.securityContext', { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } }]],
    [
      'spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: {"Type":"RuntimeDefault","LocalhostProfile":"a"}: can only be set when seccomp type is Localhost',
    ],
  ],
  [
    'a profile of no type',
    [['spec.securityContext.seccompProfile', { type: '' }]],
    ['spec.securityContext.seccompProfile.type: Required value: type is required when seccompProfile is set'],
  ],
  [
    'a profile that leaves its folder',
    [['spec.containers.0.securityContext', { seccompProfile: { type: 'Localhost', localhostProfile: '../a' } }]],
    ['spec.containers[0].securityContext.seccompProfile.localhostProfile: Invalid value: "../a": must not contain \'..\''],
  ],
  [
    'an AppArmor profile with spaces',
    [['spec.containers.0.securityContext', { appArmorProfile: { type: 'Localhost', localhostProfile: ' a' } }]],
    ['spec.containers[0].securityContext.appArmorProfile.localhostProfile: Invalid value: " a": must not be padded with whitespace'],
  ],
  [
    'a host process beside Linux options',
    [
      ['spec.os', { name: 'windows' }],
      ['spec.securityContext.runAsUser', 1],
    ],
    ['spec.securityContext.runAsUser: Forbidden: cannot be set for a windows pod'],
  ],
  [
    'Windows options on Linux',
    [
      ['spec.os', { name: 'linux' }],
      ['spec.securityContext.windowsOptions', { runAsUserName: 'a' }],
    ],
    ['spec.securityContext.windowsOptions: Forbidden: windows options cannot be set for a linux pod'],
  ],
  ['an unknown system', [['spec.os', { name: 'plan9' }]], ['spec.os: Unsupported value: "plan9": supported values: "linux", "windows"']],
  [
    'a host process outside of the host’s network',
    [['spec.securityContext.windowsOptions', { hostProcess: true }]],
    ['spec.hostNetwork: Invalid value: false: hostNetwork must be true if pod contains any hostProcess containers'],
  ],
  [
    'a Windows user with a bad name',
    [['spec.securityContext.windowsOptions', { runAsUserName: 'a\\b\\c' }]],
    ['spec.securityContext.windowsOptions.runAsUserName: Invalid value: "a\\\\b\\\\c": runAsUserName cannot contain more than one backslash'],
  ],
  [
    'an unknown group change policy',
    [['spec.securityContext.fsGroupChangePolicy', 'Never']],
    ['spec.securityContext.fsGroupChangePolicy: Unsupported value: "Never": supported values: "Always", "OnRootMismatch"'],
  ],
  [
    'a sysctl with a bad name',
    [['spec.securityContext.sysctls', [{ name: 'a..b', value: '1' }]]],
    [
      'spec.securityContext.sysctls[0].name: Invalid value: "a..b": must have at most 253 characters and match regex ^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$',
    ],
  ],
  [
    'a sysctl twice',
    [
      [
        'spec.securityContext.sysctls',
        [
          { name: 'kernel.shm_rmid_forced', value: '1' },
          { name: 'kernel.shm_rmid_forced', value: '1' },
        ],
      ],
    ],
    ['spec.securityContext.sysctls[1].name: Duplicate value: "kernel.shm_rmid_forced"'],
  ],
  [
    'a sysctl of the host’s network',
    [
      ['spec.securityContext.sysctls', [{ name: 'net.a', value: '1' }]],
      ['spec.hostNetwork', true],
    ],
    ['spec.securityContext.sysctls[0].name: Invalid value: "net.a": may not be specified when \'hostNetwork\' is true'],
  ],
  [
    'shared and host processes',
    [
      ['spec.hostPID', true],
      ['spec.shareProcessNamespace', true],
    ],
    ['spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled'],
  ],
  [
    'users of its own and the host’s processes',
    [
      ['spec.hostUsers', false],
      ['spec.hostPID', true],
    ],
    ['spec.HostPID: Forbidden: when `hostUsers` is false'],
  ],
];

test('pods, security contexts: what is refused', () => {
  for (const [what, changes, reports] of CASES) assert.deepEqual(reportsOf(validatePod(changed<Pod>(newPod(), changes), NO_GATES)), reports, what);
});

test('a server that refuses privileged containers refuses host processes as well', () => {
  const policy = { refusesPrivileged: true };
  const privileged = changed(newPod(), [['spec.containers.0.securityContext', { privileged: true }]]) as Pod;
  assert.deepEqual(reportsOf(validatePod(privileged, NO_GATES, policy)), [
    'spec.containers[0].securityContext.privileged: Forbidden: disallowed by cluster policy',
  ]);
  assert.deepEqual(reportsOf(validatePod(privileged, NO_GATES)), []);
  const hostProcess = changed(newPod(), [
    ['spec.securityContext.windowsOptions', { hostProcess: true }],
    ['spec.hostNetwork', true],
  ]) as Pod;
  assert.deepEqual(reportsOf(validatePod(hostProcess, NO_GATES, policy)), [
    'spec: Forbidden: hostProcess containers are disallowed by cluster policy',
  ]);
});
