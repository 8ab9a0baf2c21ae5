/** PodTolerationRestriction: a namespace's annotations, or the server's configuration, add tolerations to pods and limit them. */
import type { Toleration } from '../../../apis/core/v1/objects.gen.ts';
import { Toleration as TolerationType } from '../../../apis/core/v1/types.ts';
import { DecodeError } from '../../../codec/interface.ts';
import { decodeJsonText } from '../../../codec/json/decode.ts';
import { Scanner } from '../../../codec/json/scan.ts';
import { jsonTypeName } from '../../../machinery/loose-json.ts';
import { getKey, type KubeObject } from '../../../machinery/object.ts';
import { notFound, rawError } from '../../../machinery/status.ts';
import { qualityOfService } from '../../../registry/core/pods/quality-of-service.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter } from '../../interface.ts';
import { asPod } from '../../pods.ts';
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
    const ofNamespace = read(await namespaceOf(attributes), ALLOWED);
    const allowed = ofNamespace ?? options.allowed ?? [];
    if (allowed.length === 0 || tolerations.every((each) => allowed.some((wide) => includesToleration(wide, each)))) return;
    const whose = ofNamespace === undefined ? 'cluster' : 'namespace';
    throw rawError(`pod tolerations (possibly merged with namespace default tolerations) conflict with its ${whose} whitelist`);
  };
  return {
    name: 'PodTolerationRestriction',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods'],
    async mutate(attributes) {
      const pod = asPod(attributes.object);
      const defaults = attributes.operation === 'CREATE' ? (read(await namespaceOf(attributes), DEFAULTS) ?? options.defaults ?? []) : [];
      const added = qualityOfService(pod.spec) === 'BestEffort' ? defaults : [...defaults, MEMORY_PRESSURE];
      if (added.length > 0) pod.spec = { ...pod.spec, tolerations: mergeTolerations(pod.spec.tolerations ?? [], added) };
      await check(attributes);
    },
    validate: check,
  };
}

/** @returns undefined when the annotation is absent or empty. @throws {ApiError} 500 for what is no JSON list of tolerations */
function read(namespace: KubeObject, annotation: string): readonly Toleration[] | undefined {
  const text = getKey(namespace.metadata.annotations, annotation);
  if (text === undefined || text === '') return undefined;
  try {
    return parse(text);
  } catch (error) {
    throw error instanceof DecodeError ? rawError(error.message) : error;
  }
}

/** @throws {DecodeError} */
function parse(text: string): readonly Toleration[] {
  new Scanner(text).skipDocument();
  const value: unknown = JSON.parse(text);
  if (value === null) return [];
  if (!Array.isArray(value)) throw new DecodeError(`json: cannot unmarshal ${jsonTypeName(value)} into Go value of type []v1.Toleration`);
  return value.map((each: unknown) => {
    if (each === null) return {};
    if (typeof each !== 'object' || Array.isArray(each))
      throw new DecodeError(`json: cannot unmarshal ${jsonTypeName(each)} into Go value of type v1.Toleration`);
    return decodeJsonText(JSON.stringify(each), TolerationType, 'ignore').object as Toleration;
  });
}
