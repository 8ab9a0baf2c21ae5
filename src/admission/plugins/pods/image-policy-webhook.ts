/**
 * ImagePolicyWebhook: a remote service says which images may run (imagepolicy.k8s.io/v1alpha1 ImageReview). Its verdicts are remembered for a while;
 * what happens when it cannot be asked is configured.
 */
import type { Clock } from '../../../base/clock.ts';
import { ExpiringCache } from '../../../base/expiring-cache.ts';
import type { WebhookClient } from '../../../client/webhook.ts';
import { encodeUntyped } from '../../../codec/json/untyped.ts';
import { type JsonObject, objectAt, stringAt } from '../../../machinery/loose-json.ts';
import { getKey, type StringMap, setKey } from '../../../machinery/object.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../../interface.ts';
import { asPod } from '../../pods.ts';
import { refuse } from '../../refusal.ts';

const NAME = 'ImagePolicyWebhook';
const GROUP_VERSION = 'imagepolicy.k8s.io/v1alpha1';
const KIND = 'ImageReview';
/** Annotations of pods that are meant for the service contain this; those that it gives begin with it. */
const DOMAIN = '.image-policy.k8s.io/';
const AUDIT_PREFIX = `imagepolicywebhook${DOMAIN}`;
const FAILED_OPEN = 'alpha.image-policy.k8s.io/failed-open';
const MAX_VERDICTS = 1024;

export interface ImagePolicyOptions {
  readonly clock: Clock;
  readonly webhook: Pick<WebhookClient, 'post'>;
  /** Milliseconds for which verdicts are remembered; 0: not at all. */
  readonly allowTtl: number;
  readonly denyTtl: number;
  /** Whether pods are admitted when the service cannot be asked. */
  readonly defaultAllow: boolean;
}

interface Verdict {
  readonly allowed: boolean;
  readonly reason: string;
  readonly auditAnnotations: StringMap;
}

export function makeImagePolicyWebhook({ clock, webhook, allowTtl, denyTtl, defaultAllow }: ImagePolicyOptions): AdmissionPlugin {
  const verdicts = new ExpiringCache<Verdict>(MAX_VERDICTS, clock);

  const ask = async (spec: JsonObject): Promise<Verdict> => {
    const key = encodeUntyped(spec);
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const verdict = verdictIn(await webhook.post({ kind: KIND, apiVersion: GROUP_VERSION, metadata: {}, spec, status: { allowed: false } }));
    verdicts.set(key, verdict, verdict.allowed ? allowTtl : denyTtl);
    return verdict;
  };

  return {
    name: NAME,
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods', 'pods/ephemeralcontainers'],
    async validate(attributes) {
      let verdict: Verdict;
      try {
        verdict = await ask(reviewSpec(attributes));
      } catch (error) {
        if (!defaultAllow) throw refuse(attributes, (error as Error).message);
        noteFailedOpen(attributes);
        return;
      }
      for (const key of Object.keys(verdict.auditAnnotations))
        attributes.annotate?.(`${AUDIT_PREFIX}${key}`, getKey(verdict.auditAnnotations, key) ?? '');
      if (verdict.allowed) return;
      const { reason } = verdict;
      throw refuse(
        attributes,
        reason === '' ? 'one or more images rejected by webhook backend' : `image policy webhook backend denied one or more images: ${reason}`,
      );
    },
  };
}

/** Of a pod its containers and then the init containers; of the subresource only what it changes. */
function reviewSpec({ object, subresource, namespace }: AdmissionAttributes): JsonObject {
  const { metadata, spec } = asPod(object);
  const containers = subresource === '' ? [...(spec.containers ?? []), ...(spec.initContainers ?? [])] : (spec.ephemeralContainers ?? []);
  const annotations: StringMap = {};
  for (const key of Object.keys(metadata.annotations ?? {})) {
    if (key.includes(DOMAIN)) setKey(annotations, key, getKey(metadata.annotations, key) ?? '');
  }
  const images = containers.map(({ image }) => (image === undefined || image === '' ? {} : { image }));
  return { containers: images, ...(Object.keys(annotations).length === 0 ? {} : { annotations }), namespace };
}

/** @throws {Error} for what is no review */
function verdictIn(answer: JsonObject): Verdict {
  const kind = getKey(answer, 'kind') ?? KIND;
  const apiVersion = getKey(answer, 'apiVersion') ?? GROUP_VERSION;
  if (kind !== KIND || apiVersion !== GROUP_VERSION) throw new Error(`unable to decode ${String(apiVersion)}, Kind=${String(kind)} into ${KIND}`);
  const status = objectAt(answer, 'status');
  const auditAnnotations: StringMap = {};
  for (const [key, value] of Object.entries(objectAt(status, 'auditAnnotations')))
    if (typeof value === 'string') setKey(auditAnnotations, key, value);
  return { allowed: getKey(status, 'allowed') === true, reason: stringAt(status, 'reason'), auditAnnotations };
}

/** The pod itself says that nobody looked at its images. */
function noteFailedOpen({ object, annotate }: AdmissionAttributes): void {
  annotate?.(`${AUDIT_PREFIX}failed-open`, 'true');
  if (object !== undefined) object.metadata = { ...object.metadata, annotations: { ...object.metadata.annotations, [FAILED_OPEN]: 'true' } };
}
