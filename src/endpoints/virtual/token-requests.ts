/**
 * POST serviceaccounts/NAME/token: a token for a service account, perhaps bound to a pod, a secret or a node, with which it ends
 * (k8s.io/kubernetes: pkg/registry/core/serviceaccount/storage/token.go).
 */
import type { BoundObjectReference, TokenRequestSpec } from '../../apis/authentication/v1/objects.gen.ts';
import { TokenRequest } from '../../apis/authentication/v1/types.ts';
import type { BoundClaims, Reference } from '../../authentication/service-accounts/claims.ts';
import type { IssuedToken } from '../../authentication/service-accounts/issuer.ts';
import { ErrorList } from '../../machinery/field-errors.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { parseApiVersion } from '../../machinery/gvk.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { ApiError, badRequest, conflict } from '../../machinery/status.ts';
import { timeText } from '../../machinery/time.ts';
import { addWarning, annotateAudit, type RequestContext } from '../../request/context.ts';
import { respondObject } from '../responses/respond.ts';
import type { ResourceTarget, VirtualHandler } from '../routing/resources.ts';
import type { VirtualDeps } from './interface.ts';
import { readPosted } from './posted-object.ts';

const GROUP = 'authentication.k8s.io';
const KIND = { group: GROUP, kind: 'TokenRequest' };
const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 600;
const MAX_SECONDS = 2 ** 32;
/** What kubelets ask for when the mounted token may live longer than it says, and how long it then lives. */
const EXTENDABLE_SECONDS = 3607;
const EXTENDED_SECONDS = 365 * 24 * 3600;
/** The key under which the audit event tells which token was made. */
const ISSUED_CREDENTIAL_ID = 'authentication.kubernetes.io/issued-credential-id';

type Spec = { -readonly [field in keyof TokenRequestSpec]?: TokenRequestSpec[field] };
type Bound = Pick<BoundClaims, 'pod' | 'secret' | 'node'>;

export function makeTokenRequest(deps: VirtualDeps): VirtualHandler {
  return (context, target) => request(deps, context, target);
}

async function request(deps: VirtualDeps, context: RequestContext, target: ResourceTarget): Promise<void> {
  const store = deps.registry('', 'serviceaccounts');
  const options = { store, keepSystemFields: true, showsOwners: true, setDefaults };
  const { object, admit } = await readPosted(deps, context, target, options);
  const { name, namespace } = target;
  requireName(object, name);
  const account = (await store.get(namespace, name)).object();
  requireUid(object, account, name);
  const spec = object.spec as Spec;
  if ((spec.audiences?.length ?? 0) === 0) spec.audiences = [...deps.identity.audiences];
  const now = deps.clock.now();
  object.metadata = { ...object.metadata, name, namespace, uid: account.metadata.uid ?? '', creationTimestamp: timeText(now) };
  checkExpiration(spec);
  await admit();
  const bound = spec.boundObjectRef === undefined || spec.boundObjectRef === null ? {} : await boundTo(deps, namespace, name, spec.boundObjectRef);
  const seconds = shorten(deps, context, spec);
  const { token, id } = await issue(deps, account, spec, bound, seconds);
  object.status = { token, expirationTimestamp: timeText(now + seconds * 1000) };
  annotateAudit(context, ISSUED_CREDENTIAL_ID, `JTI=${id}`);
  await respondObject(context, target, 201, object, TokenRequest);
}

function setDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as Spec;
  spec.expirationSeconds ??= DEFAULT_SECONDS;
}

function requireName({ metadata }: KubeObject, name: string): void {
  if (metadata.name === undefined || metadata.name === '' || metadata.name === name) return;
  const errors = new ErrorList();
  errors.invalid('metadata.name', metadata.name, 'must match the service account name if specified');
  throw errors.toApiError(KIND, name);
}

function requireUid({ metadata: { uid = '' } }: KubeObject, account: KubeObject, name: string): void {
  const present = account.metadata.uid ?? '';
  if (uid === '' || uid === present) return;
  const text = `the UID in the token request (${uid}) does not match the UID of the service account (${present})`;
  throw conflict({ group: GROUP, resource: 'TokenRequest' }, name, text);
}

function checkExpiration({ expirationSeconds }: Spec): void {
  const errors = new ErrorList();
  const seconds = Number(expirationSeconds);
  if (seconds < MIN_SECONDS) errors.invalid('spec.expirationSeconds', expirationSeconds, 'may not specify a duration less than 10 minutes');
  if (seconds > MAX_SECONDS) errors.invalid('spec.expirationSeconds', expirationSeconds, 'may not specify a duration larger than 2^32 seconds');
  if (errors.length > 0) throw errors.toApiError(KIND, '');
}

/** What the token ends with. @throws {ApiError} 400, 404, 409 */
async function boundTo(deps: VirtualDeps, namespace: string, account: string, ref: BoundObjectReference): Promise<Bound> {
  const { kind = '', apiVersion = '', name = '', uid = '' } = ref;
  // As upstream: what cannot be read names nothing, and the version does not matter.
  const { group, version } = parseApiVersion(apiVersion) ?? { group: '', version: '' };
  if (group !== '' || !(kind === 'Pod' || kind === 'Secret' || kind === 'Node'))
    throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
  const store = deps.registry('', `${kind.toLowerCase()}s`);
  const object = (await store.get(kind === 'Node' ? '' : namespace, name)).object();
  const reference: Reference = { name: object.metadata.name ?? '', uid: object.metadata.uid ?? '' };
  const bound: Bound =
    kind === 'Pod' ? await podClaims(deps, account, object, reference) : kind === 'Node' ? { node: reference } : { secret: reference };
  if (uid !== '' && uid !== reference.uid) {
    const text = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', resource: kind }, name, text);
  }
  return bound;
}

/** A token of a pod tells the pod's node, whether or not the node is known. */
async function podClaims(deps: VirtualDeps, account: string, pod: KubeObject, reference: Reference): Promise<Bound> {
  const { serviceAccountName = '', nodeName = '' } = pod.spec as { readonly serviceAccountName?: string; readonly nodeName?: string };
  if (serviceAccountName !== account)
    throw badRequest(`cannot bind token for serviceaccount ${goQuote(account)} to pod running with different serviceaccount name.`);
  if (nodeName === '') return { pod: reference };
  const { uid } = await nodeMetadata(deps, nodeName);
  return { pod: reference, node: { name: nodeName, ...(uid === undefined ? {} : { uid }) } };
}

async function nodeMetadata(deps: VirtualDeps, name: string): Promise<KubeObject['metadata']> {
  try {
    return (await deps.registry('', 'nodes').get('', name)).object().metadata;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return { name };
    throw error;
  }
}

/** Seconds that the client is told. */
function shorten(deps: VirtualDeps, context: RequestContext, spec: Spec): number {
  const { maxLifetime } = deps.identity.issuer;
  const wanted = Number(spec.expirationSeconds);
  if (maxLifetime === 0 || wanted <= maxLifetime) return wanted;
  addWarning(context, `requested expiration of ${wanted} seconds shortened to ${maxLifetime} seconds`);
  spec.expirationSeconds = maxLifetime;
  return maxLifetime;
}

function issue(deps: VirtualDeps, account: KubeObject, spec: Spec, bound: Bound, seconds: number): Promise<IssuedToken> {
  const { issuer, audiences: own } = deps.identity;
  const audiences = spec.audiences ?? [];
  const extended = issuer.extend && bound.pod !== undefined && seconds === EXTENDABLE_SECONDS && audiences.every((each) => own.includes(each));
  const { name = '', namespace = '', uid = '' } = account.metadata;
  const warning = extended ? { warnafter: Math.floor(deps.clock.now() / 1000) + seconds } : {};
  const claims: BoundClaims = { namespace, ...bound, serviceaccount: { name, uid }, ...warning };
  return issuer.issue({ bound: claims, audiences, lifetime: extended ? EXTENDED_SECONDS : seconds });
}
