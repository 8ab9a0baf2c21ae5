/** PodTolerationRestriction: a namespace's annotations, or the server's configuration, add tolerations to pods and limit them. */
import type { Toleration } from '../../apis/core/v1/objects.gen.ts';
import { getKey, type KubeObject } from '../../machinery/object.ts';
import { notFound, rawError } from '../../machinery/status.ts';
import { qualityOfService } from '../../registry/core/quality-of-service.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter } from '../interface.ts';
import { asPod } from '../pods.ts';
import { includesToleration, mergeTolerations } from './tolerations.ts';

const DEFAULTS = 'scheduler.alpha.kubernetes.io/defaultTolerations';
const ALLOWED = 'scheduler.alpha.kubernetes.io/tolerationsWhitelist';
/** A node short of memory still takes pods that have reserved some of it. */
const MEMORY_PRESSURE: Toleration = { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' };

export interface PodTolerationRestrictionOptions {
  readonly namespace: Getter;
  readonly defaults?: readonly Toleration[];
  readonly allowed?: readonly Toleration[];
}

export function makePodTolerationRestriction(options: PodTolerationRestrictionOptions): AdmissionPlugin {
  const namespaceOf = async ({ namespace: name }: AdmissionAttributes): Promise<KubeObject> => {
    const found = await options.namespace('', name);
    if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, name);
    return found;
  };
  const check = async (attributes: AdmissionAttributes): Promise<void> => {
    const tolerations = asPod(attributes.object).spec.tolerations ?? [];
    if (tolerations.length === 0) return;
    const allowed = read(await namespaceOf(attributes), ALLOWED) ?? options.allowed ?? [];
    if (allowed.length === 0 || tolerations.every((each) => allowed.some((wide) => includesToleration(wide, each)))) return;
    throw rawError('pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist');
  };
  return {
    name: 'PodTolerationRestriction',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods'],
    async mutate(attributes) {
      const pod = asPod(attributes.object);
      let tolerations = pod.spec.tolerations ?? [];
      if (attributes.operation === 'CREATE') {
        const added = read(await namespaceOf(attributes), DEFAULTS) ?? options.defaults ?? [];
        if (added.length > 0) tolerations = mergeTolerations(tolerations, added);
      }
      if (qualityOfService(pod.spec) !== 'BestEffort') tolerations = mergeTolerations(tolerations, [MEMORY_PRESSURE]);
      if (tolerations.length > 0) pod.spec = { ...pod.spec, tolerations };
      await check(attributes);
    },
    validate: check,
  };
}

/** @returns undefined when the annotation is absent or empty. @throws {ApiError} 500 for what is no JSON */
function read(namespace: KubeObject, annotation: string): readonly Toleration[] | undefined {
  const text = getKey(namespace.metadata.annotations, annotation);
  if (text === undefined || text === '') return undefined;
  const list = parse(text);
  return list.length === 0 ? undefined : list;
}

function parse(text: string): readonly Toleration[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const truncated = error instanceof SyntaxError && /end of JSON input|Unterminated|property name or '}'/.test(error.message);
    throw rawError(truncated ? 'unexpected end of JSON input' : 'invalid character in tolerations');
  }
  if (value === null) return [];
  if (!Array.isArray(value)) throw rawError('json: cannot unmarshal object into Go value of type []v1.Toleration');
  return value.map((each: unknown) => (typeof each === 'object' && each !== null ? (each as Toleration) : {}));
}
