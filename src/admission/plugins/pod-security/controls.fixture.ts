/** Every control of the pod security standards, with an example that passes and one that does not. */
import type { Level } from './policy.ts';

export type Fields = { readonly [field: string]: unknown };

/** What a container says that passes everything. */
export const GOOD: Fields = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

export type Control = readonly [level: Level, reason: string, allowed: Fields, refused: Fields];

/** Of a container. */
export const CONTAINER_CONTROLS: readonly Control[] = [
  ['baseline', 'privileged', { securityContext: { privileged: false } }, { securityContext: { privileged: true } }],
  [
    'baseline',
    'non-default capabilities',
    { securityContext: { capabilities: { add: ['CHOWN'] } } },
    { securityContext: { capabilities: { add: ['NET_RAW'] } } },
  ],
  ['baseline', 'hostPort', { ports: [{ containerPort: 80, hostPort: 0 }] }, { ports: [{ containerPort: 80, hostPort: 80 }] }],
  ['baseline', 'probe or lifecycle host', { livenessProbe: { httpGet: { port: 80 } } }, { livenessProbe: { httpGet: { port: 80, host: 'h' } } }],
  [
    'baseline',
    'probe or lifecycle host',
    { lifecycle: { preStop: { tcpSocket: { port: 80 } } } },
    { lifecycle: { preStop: { tcpSocket: { port: 80, host: 'h' } } } },
  ],
  [
    'baseline',
    'forbidden AppArmor profile',
    { securityContext: { appArmorProfile: { type: 'Localhost' } } },
    { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  ],
  [
    'baseline',
    'seLinuxOptions',
    { securityContext: { seLinuxOptions: { type: 'container_t' } } },
    { securityContext: { seLinuxOptions: { type: 'spc_t' } } },
  ],
  ['baseline', 'seLinuxOptions', { securityContext: { seLinuxOptions: { level: 's0' } } }, { securityContext: { seLinuxOptions: { role: 'r' } } }],
  ['baseline', 'procMount', { securityContext: { procMount: 'Default' } }, { securityContext: { procMount: 'Unmasked' } }],
  [
    'baseline',
    'seccompProfile',
    { securityContext: { seccompProfile: { type: 'Localhost' } } },
    { securityContext: { seccompProfile: { type: 'Unconfined' } } },
  ],
  ['baseline', 'hostProcess', { securityContext: { windowsOptions: {} } }, { securityContext: { windowsOptions: { hostProcess: true } } }],
  ['restricted', 'allowPrivilegeEscalation != false', { securityContext: GOOD }, { securityContext: { ...GOOD, allowPrivilegeEscalation: true } }],
  [
    'restricted',
    'unrestricted capabilities',
    { securityContext: { ...GOOD, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } } },
    { securityContext: { ...GOOD, capabilities: { drop: ['KILL'] } } },
  ],
  ['restricted', 'runAsNonRoot != true', { securityContext: GOOD }, { securityContext: { ...GOOD, runAsNonRoot: false } }],
  ['restricted', 'runAsUser=0', { securityContext: { ...GOOD, runAsUser: 1 } }, { securityContext: { ...GOOD, runAsUser: 0 } }],
  ['restricted', 'seccompProfile', { securityContext: GOOD }, { securityContext: { ...GOOD, seccompProfile: undefined } }],
];

/** Of the pod as a whole. */
export const POD_CONTROLS: readonly Control[] = [
  ['baseline', 'host namespaces', { hostNetwork: false }, { hostNetwork: true }],
  ['baseline', 'host namespaces', { hostPID: false }, { hostPID: true }],
  ['baseline', 'host namespaces', { hostIPC: false }, { hostIPC: true }],
  ['baseline', 'hostPath volumes', { volumes: [{ name: 'v', nfs: {} }] }, { volumes: [{ name: 'v', hostPath: { path: '/' } }] }],
  [
    'baseline',
    'forbidden sysctls',
    { securityContext: { sysctls: [{ name: 'net.ipv4.tcp_rmem' }] } },
    { securityContext: { sysctls: [{ name: 'kernel.sem' }] } },
  ],
  [
    'baseline',
    'seccompProfile',
    { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
    { securityContext: { seccompProfile: { type: 'Unconfined' } } },
  ],
  ['baseline', 'seLinuxOptions', { securityContext: { seLinuxOptions: {} } }, { securityContext: { seLinuxOptions: { user: 'u' } } }],
  [
    'baseline',
    'forbidden AppArmor profile',
    { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
    { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
  ],
  ['baseline', 'hostProcess', {}, { securityContext: { windowsOptions: { hostProcess: true } } }],
  ['restricted', 'runAsNonRoot != true', { securityContext: { runAsNonRoot: true } }, { securityContext: { runAsNonRoot: false } }],
  ['restricted', 'runAsUser=0', { securityContext: { runAsUser: 1000 } }, { securityContext: { runAsUser: 0 } }],
  [
    'restricted',
    'restricted volume types',
    { volumes: [{ name: 'v', image: { reference: 'r' } }, { name: 'w' }] },
    { volumes: [{ name: 'v', nfs: {} }] },
  ],
];
