/** DefaultTolerationSeconds: how long a pod stays on a node that is not ready or not reachable, unless the pod says so itself. */
import type { Toleration } from '../../../apis/core/v1/objects.gen.ts';
import type { AdmissionPlugin } from '../../interface.ts';
import { asPod } from '../../pods.ts';

export interface DefaultTolerationSecondsOptions {
  /** Seconds (`--default-not-ready-toleration-seconds`). */
  readonly notReady: number;
  /** Seconds (`--default-unreachable-toleration-seconds`). */
  readonly unreachable: number;
}

export function makeDefaultTolerationSeconds({ notReady, unreachable }: DefaultTolerationSecondsOptions): AdmissionPlugin {
  const defaults: readonly Toleration[] = [
    { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: notReady },
    { key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: unreachable },
  ];
  return {
    name: 'DefaultTolerationSeconds',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods'],
    mutate({ object }) {
      const pod = asPod(object);
      const given = pod.spec.tolerations ?? [];
      const missing = defaults.filter(({ key }) => !given.some((each) => tolerates(each, key as string)));
      if (missing.length > 0) pod.spec = { ...pod.spec, tolerations: [...given, ...missing.map((each) => ({ ...each }))] };
    },
  };
}

function tolerates({ key = '', effect = '' }: Toleration, taint: string): boolean {
  return (key === taint || key === '') && (effect === 'NoExecute' || effect === '');
}
