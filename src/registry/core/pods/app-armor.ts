/**
 * AppArmor profiles that clients still write as annotations: at creation they become fields (KEP-24), so that the rest of the system looks in one
 * place. What is no profile stays where it is, for validation to refuse.
 */
import { equal } from '../../../machinery/clone.ts';
import { getKey, type KubeObject } from '../../../machinery/object.ts';
import type { StrategyContext } from '../../generic/declaration.ts';

const ANNOTATION_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';
const LOCALHOST_PREFIX = 'localhost/';
const MAX_PROFILE_LENGTH = 4095;

interface Profile {
  readonly type: string;
  readonly localhostProfile?: string;
}

interface Container {
  readonly name?: string;
  securityContext?: { appArmorProfile?: Profile };
}

interface PodSpec {
  readonly os?: { readonly name?: string };
  readonly securityContext?: { readonly appArmorProfile?: Profile };
  readonly initContainers?: readonly Container[] | null;
  readonly containers?: readonly Container[] | null;
  readonly ephemeralContainers?: readonly Container[] | null;
}

export function adoptAppArmorAnnotations(context: StrategyContext, object: KubeObject): void {
  const { annotations } = object.metadata;
  const spec = (object.spec ?? {}) as PodSpec;
  if (annotations === undefined || spec.os?.name === 'windows') return;
  for (const container of [...(spec.initContainers ?? []), ...(spec.containers ?? []), ...(spec.ephemeralContainers ?? [])]) {
    const key = ANNOTATION_PREFIX + (container.name ?? '');
    const text = getKey(annotations, key);
    if (text === undefined || container.securityContext?.appArmorProfile !== undefined) continue;
    const profile = profileOf(text);
    if (profile !== undefined) {
      if (equal(profile, spec.securityContext?.appArmorProfile)) continue;
      container.securityContext = { ...container.securityContext, appArmorProfile: profile };
    }
    context.warn(`metadata.annotations[${key}]: deprecated since v1.30; use the "appArmorProfile" field instead`);
  }
}

function profileOf(text: string): Profile | undefined {
  if (text === 'unconfined') return { type: 'Unconfined' };
  if (text === 'runtime/default') return { type: 'RuntimeDefault' };
  if (!text.startsWith(LOCALHOST_PREFIX)) return undefined;
  const localhostProfile = text.slice(LOCALHOST_PREFIX.length);
  const valid = localhostProfile !== '' && localhostProfile === localhostProfile.trim() && Buffer.byteLength(localhostProfile) <= MAX_PROFILE_LENGTH;
  return valid ? { type: 'Localhost', localhostProfile } : undefined;
}
