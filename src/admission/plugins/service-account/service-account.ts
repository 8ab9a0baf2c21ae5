/**
 * ServiceAccount: every pod runs as an account of its namespace, `default` unless it says otherwise; its token is mounted into the containers, its
 * image pull secrets are used, and an account may restrict the secrets that its pods mention.
 */
import type { EnvFromSource, EnvVar, ServiceAccount, Volume, VolumeMount } from '../../../apis/core/v1/objects.gen.ts';
import type { Clock } from '../../../base/clock.ts';
import { asKind, getKey } from '../../../machinery/object.ts';
import { rawError } from '../../../machinery/status.ts';
import { generateName } from '../../../registry/generic/generate-name.ts';
import { whenFound } from '../../found.ts';
import type { AdmissionAttributes, AdmissionPlugin, Getter, MaybePromise } from '../../interface.ts';
import { mentionsSecrets } from '../../pod-references.ts';
import { asPod, MIRROR_POD_ANNOTATION, type PodSpec } from '../../pods.ts';
import { lookupError, refuse } from '../../refusal.ts';

const DEFAULT_ACCOUNT = 'default';
const VOLUME_PREFIX = 'kube-api-access-';
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
/** A little more than an hour, so that kubelets renew it in time. */
const TOKEN_SECONDS = 3607;
const ENFORCE_ANNOTATION = 'kubernetes.io/enforce-mountable-secrets';
/** `default` is made by a controller when its namespace appears, so it is waited for. */
const DEFAULT_ATTEMPTS = 10;
const RETRY_MS = 150;

export interface ServiceAccountOptions {
  readonly clock: Clock;
  readonly serviceAccounts: Getter;
}

export function makeServiceAccount({ clock, serviceAccounts }: ServiceAccountOptions): AdmissionPlugin {
  const accountOf = (attributes: AdmissionAttributes, name: string): MaybePromise<ServiceAccount> => {
    const unaskable = lookupError(name);
    if (unaskable !== undefined) throw refuse(attributes, `error looking up service account ${attributes.namespace}/${name}: ${unaskable}`);
    const asked = serviceAccounts(attributes.namespace, name);
    return asked === undefined || asked instanceof Promise ? awaited(attributes, name, asked) : asKind<ServiceAccount>(asked);
  };
  const awaited = async (attributes: AdmissionAttributes, name: string, first: ReturnType<Getter>): Promise<ServiceAccount> => {
    const attempts = name === DEFAULT_ACCOUNT ? DEFAULT_ATTEMPTS : 1;
    let asked = first;
    for (let attempt = 1; ; attempt++) {
      const found = await asked;
      if (found !== undefined) return asKind<ServiceAccount>(found);
      if (attempt >= attempts)
        throw refuse(attributes, `error looking up service account ${attributes.namespace}/${name}: serviceaccount "${name}" not found`);
      await new Promise<void>((resolve) => void clock.after(RETRY_MS, resolve));
      asked = serviceAccounts(attributes.namespace, name);
    }
  };
  /** @returns the account's rules, if it has any */
  const restrictionOf = (attributes: AdmissionAttributes, { serviceAccountName = '' }: PodSpec): MaybePromise<ServiceAccount | undefined> => {
    if (serviceAccountName === '') throw refuse(attributes, `no service account specified for pod ${attributes.namespace}/${attributes.name}`);
    return whenFound(accountOf(attributes, serviceAccountName), restrictionBy);
  };
  const checkSecrets = (attributes: AdmissionAttributes, spec: PodSpec): MaybePromise<void> =>
    whenFound(restrictionOf(attributes, spec), (restricting) => refuseSecrets(attributes, spec, restricting));
  return {
    name: 'ServiceAccount',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods', 'pods/ephemeralcontainers'],
    mutate(attributes: AdmissionAttributes): MaybePromise<void> {
      if (attributes.operation !== 'CREATE') return;
      const pod = asPod(attributes.object);
      // Kubelets compare a mirror pod with its source, so it stays as it is.
      if (isMirror(attributes)) return checkMirror(attributes, pod.spec);
      const { spec } = pod;
      if ((spec.serviceAccountName ?? '') === '') spec.serviceAccountName = DEFAULT_ACCOUNT;
      spec.serviceAccount = spec.serviceAccountName as string;
      return whenFound(accountOf(attributes, spec.serviceAccountName as string), (account) => {
        if (spec.automountServiceAccountToken ?? account.automountServiceAccountToken ?? true) mountToken(spec);
        if ((spec.imagePullSecrets?.length ?? 0) === 0 && (account.imagePullSecrets?.length ?? 0) > 0)
          spec.imagePullSecrets = (account.imagePullSecrets ?? []).map(({ name }) => (name === undefined ? {} : { name }));
        // A secret that may not be mounted is refused before anybody says that the pod is invalid.
        refuseSecrets(attributes, spec, restrictionBy(account));
      });
    },
    validate(attributes: AdmissionAttributes): MaybePromise<void> {
      const { spec } = asPod(attributes.object);
      if (attributes.subresource === 'ephemeralcontainers') {
        if (attributes.operation !== 'UPDATE') return;
        return whenFound(restrictionOf(attributes, spec), (restricting) => {
          const text = restricting === undefined ? undefined : forbiddenEphemeralSecret(spec, restricting);
          if (text !== undefined) throw rawError(text);
        });
      }
      if (attributes.operation !== 'CREATE') return;
      if (isMirror(attributes)) return checkMirror(attributes, spec);
      return checkSecrets(attributes, spec);
    },
  };
}

function restrictionBy(account: ServiceAccount): ServiceAccount | undefined {
  return isTrue(getKey(account.metadata.annotations, ENFORCE_ANNOTATION)) ? account : undefined;
}

/** @throws {ApiError} 403 */
function refuseSecrets(attributes: AdmissionAttributes, spec: PodSpec, restricting: ServiceAccount | undefined): void {
  const text = restricting === undefined ? undefined : forbiddenSecret(spec, restricting);
  if (text !== undefined) throw refuse(attributes, text);
}

function isMirror({ object }: AdmissionAttributes): boolean {
  return getKey(object?.metadata.annotations, MIRROR_POD_ANNOTATION) !== undefined;
}

/** As Go's strconv.ParseBool. */
function isTrue(text: string | undefined): boolean {
  return text !== undefined && ['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text);
}

/** Mirror pods come from a kubelet's files, and files hold no credentials of the cluster. @throws {ApiError} 403 */
function checkMirror(attributes: AdmissionAttributes, spec: PodSpec): void {
  if ((spec.serviceAccountName ?? '') !== '') throw refuse(attributes, 'a mirror pod may not reference service accounts');
  if (mentionsSecrets(spec)) throw refuse(attributes, 'a mirror pod may not reference secrets');
  const projectsToken = spec.volumes?.some((volume) => volume.projected?.sources?.some((each) => each.serviceAccountToken !== undefined)) === true;
  if (projectsToken) throw refuse(attributes, 'a mirror pod may not use ServiceAccountToken volume projections');
}

/** Every container that has nothing else at the place gets the token; one volume serves all of them. */
function mountToken(spec: PodSpec): void {
  const existing = spec.volumes?.find((each) => each.name.startsWith(VOLUME_PREFIX));
  const name = existing?.name ?? generateName(VOLUME_PREFIX);
  let mounted = false;
  for (const kind of ['initContainers', 'containers'] as const) {
    const list = spec[kind];
    if (list === undefined || list === null) continue;
    spec[kind] = list.map((container) => {
      if (container.volumeMounts?.some((each) => each.mountPath === MOUNT_PATH) === true) return container;
      mounted = true;
      const mount: VolumeMount = { name, readOnly: true, mountPath: MOUNT_PATH };
      return { ...container, volumeMounts: [...(container.volumeMounts ?? []), mount] };
    });
  }
  if (mounted && existing === undefined) spec.volumes = [...(spec.volumes ?? []), tokenVolume(name)];
}

function tokenVolume(name: string): Volume {
  return {
    name,
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        { downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] } },
      ],
      defaultMode: 0o644,
    },
  };
}

interface NamedContainer {
  readonly name: string;
  readonly env?: readonly EnvVar[];
  readonly envFrom?: readonly EnvFromSource[];
}

/** The first secret that the account does not list, as the sentence of the refusal. */
function forbiddenSecret(spec: PodSpec, account: ServiceAccount): string | undefined {
  const allowed = new Set((account.secrets ?? []).map((each) => each.name ?? ''));
  const why = `is not allowed because service account ${account.metadata.name ?? ''} does not reference that secret`;
  for (const { secret } of spec.volumes ?? []) {
    if (secret !== undefined && !allowed.has(secret.secretName ?? '')) return `volume with secret.secretName="${secret.secretName ?? ''}" ${why}`;
  }
  const found = inContainers('init container', spec.initContainers, allowed, why) ?? inContainers('container', spec.containers, allowed, why);
  if (found !== undefined) return found;
  const pullable = new Set((account.imagePullSecrets ?? []).map((each) => each.name ?? ''));
  const at = (spec.imagePullSecrets ?? []).findIndex((each) => !pullable.has(each.name ?? ''));
  if (at < 0) return undefined;
  const name = spec.imagePullSecrets?.[at]?.name ?? '';
  return `imagePullSecrets[${at}].name="${name}" is not allowed because service account ${account.metadata.name ?? ''} does not reference that imagePullSecret`;
}

function forbiddenEphemeralSecret(spec: PodSpec, account: ServiceAccount): string | undefined {
  const allowed = new Set((account.secrets ?? []).map((each) => each.name ?? ''));
  const why = `is not allowed because service account ${account.metadata.name ?? ''} does not reference that secret`;
  return inContainers('ephemeral container', spec.ephemeralContainers, allowed, why);
}

function inContainers(
  kind: string,
  containers: readonly NamedContainer[] | null | undefined,
  allowed: ReadonlySet<string>,
  why: string,
): string | undefined {
  for (const { name, env, envFrom } of containers ?? []) {
    for (const variable of env ?? []) {
      const secret = variable.valueFrom?.secretKeyRef;
      if (secret !== undefined && !allowed.has(secret.name ?? ''))
        return `${kind} ${name} with envVar ${variable.name} referencing secret.secretName="${secret.name ?? ''}" ${why}`;
    }
    for (const { secretRef } of envFrom ?? []) {
      if (secretRef !== undefined && !allowed.has(secretRef.name ?? ''))
        return `${kind} ${name} with envFrom referencing secret.secretName="${secretRef.name ?? ''}" ${why}`;
    }
  }
  return undefined;
}
