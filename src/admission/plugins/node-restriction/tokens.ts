/**
 * The tokens that a kubelet may ask for: bound to a pod that runs on it, for an audience that the pod uses (KEP-4935) or that the kubelet is
 * authorized to ask for.
 */
import type { BoundObjectReference, TokenRequestSpec } from '../../../apis/authentication/v1/objects.gen.ts';
import type { PersistentVolumeClaimSpec, PersistentVolumeSpec, Volume } from '../../../apis/core/v1/objects.gen.ts';
import type { CSIDriverSpec } from '../../../apis/storage/v1/objects.gen.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { Authorizer } from '../../../request/authorizer.ts';
import type { AdmissionAttributes, Getter } from '../../interface.ts';
import { asPod } from '../../pods.ts';
import { refuse } from '../../refusal.ts';
import { existingPod, nodeNameOf } from './pods.ts';

export interface TokenLookups {
  readonly pod: Getter;
  readonly claim: Getter;
  readonly volume: Getter;
  readonly csiDriver: Getter;
  /** Absent: audiences are not looked at. */
  readonly authorizer: Authorizer | undefined;
}

/** @throws {ApiError} 403, 404 */
export async function checkToken(attributes: AdmissionAttributes, node: string, lookups: TokenLookups): Promise<void> {
  if (attributes.operation !== 'CREATE' || attributes.subresource !== 'token') return;
  const { boundObjectRef, audiences } = (attributes.object?.spec ?? {}) as Partial<TokenRequestSpec>;
  const pod = await boundPod(attributes, node, lookups, boundObjectRef ?? undefined);
  // A token is bound to one object only, so nobody can pretend another node.
  if (lookups.authorizer === undefined) return;
  if ((audiences?.length ?? 0) > 1) throw refuse(attributes, 'node may only request 0 or 1 audiences');
  const audience = audiences?.[0] ?? '';
  if ((await usesAudience(lookups, pod, audience)) || (await mayAsk(lookups.authorizer, attributes, audience))) return;
  throw refuse(
    attributes,
    `audience ${goQuote(audience)} not found in pod spec volume, ${attributes.user.name} is not authorized to request tokens for this audience`,
  );
}

async function boundPod(
  attributes: AdmissionAttributes,
  node: string,
  lookups: TokenLookups,
  reference: BoundObjectReference | undefined,
): Promise<KubeObject> {
  const { apiVersion, kind, name = '', uid = '' } = reference ?? {};
  if (apiVersion !== 'v1' || kind !== 'Pod' || name === '') throw refuse(attributes, 'node requested token not bound to a pod');
  if (uid === '') throw refuse(attributes, 'node requested token with a pod binding without a uid');
  const pod = await existingPod(lookups, attributes.namespace, name);
  if (uid !== pod.metadata.uid)
    throw refuse(
      attributes,
      `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`,
    );
  if (nodeNameOf(pod) !== node) throw refuse(attributes, 'node requested token bound to a pod scheduled on a different node');
  return pod;
}

/** Through a projected token, or through a CSI driver that is given tokens. */
async function usesAudience(lookups: TokenLookups, pod: KubeObject, audience: string): Promise<boolean> {
  for (const volume of asPod(pod).spec.volumes ?? []) {
    const sources = volume.projected?.sources ?? [];
    if (sources.some(({ serviceAccountToken: token }) => token !== undefined && (token.audience ?? '') === audience)) return true;
    const driver = await driverOf(lookups, pod, volume);
    const spec = driver === '' ? undefined : ((await lookups.csiDriver('', driver))?.spec as CSIDriverSpec | undefined);
    if (spec?.tokenRequests?.some((each) => each.audience === audience) === true) return true;
  }
  return false;
}

async function driverOf({ claim, volume }: TokenLookups, pod: KubeObject, of: Volume): Promise<string> {
  if (of.csi !== undefined) return of.csi.driver;
  const name = of.ephemeral === undefined ? of.persistentVolumeClaim?.claimName : `${pod.metadata.name}-${of.name}`;
  if (name === undefined) return '';
  const { volumeName = '' } = ((await claim(pod.metadata.namespace ?? '', name))?.spec ?? {}) as PersistentVolumeClaimSpec;
  const found = volumeName === '' ? undefined : await volume('', volumeName);
  return ((found?.spec ?? {}) as PersistentVolumeSpec).csi?.driver ?? '';
}

async function mayAsk(authorizer: Authorizer, { user, namespace, name }: AdmissionAttributes, audience: string): Promise<boolean> {
  const { decision } = await authorizer.authorize({
    user,
    verb: 'request-serviceaccounts-token-audience',
    isResourceRequest: true,
    path: '',
    group: '',
    version: 'v1',
    resource: audience,
    subresource: '',
    namespace,
    name,
  });
  return decision === 'allow';
}
