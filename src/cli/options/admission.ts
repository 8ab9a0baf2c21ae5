/**
 * Flags about admission plugins. All of upstream's names are known, so that a misspelt one is noticed; asking for one that is not there yet is
 * refused, because whoever asks relies on it. Leaving out one that is not there yet changes nothing and is fine.
 */
import type { ServerOptions } from '../../controlplane/options.ts';
import type { FlagSet } from '../flags/parse.ts';
import { UsageError } from '../flags/usage-error.ts';

/** In the order in which they run. */
const ON_BY_DEFAULT: readonly string[] = `
  NamespaceLifecycle LimitRanger ServiceAccount TaintNodesByCondition PodSecurity Priority DefaultTolerationSeconds DefaultStorageClass
  StorageObjectInUseProtection PodGroupProtection PersistentVolumeClaimResize RuntimeClass CertificateApproval CertificateSigning
  ClusterTrustBundleAttest CertificateSubjectRestriction DefaultIngressClass PodTopologyLabels PodGroupWorkloadExists
  NodeDeclaredFeatureValidator JobValidation PodResizeValidator MutatingAdmissionPolicy MutatingAdmissionWebhook ValidatingAdmissionPolicy
  ValidatingAdmissionWebhook ResourceQuota
`
  .trim()
  .split(/\s+/);

const OFF_BY_DEFAULT: readonly string[] = `
  AlwaysAdmit NamespaceAutoProvision NamespaceExists LimitPodHardAntiAffinityTopology NodeRestriction AlwaysPullImages ImagePolicyWebhook
  PodNodeSelector PodTolerationRestriction EventRateLimit ExtendedResourceToleration OwnerReferencesPermissionEnforcement
  DenyServiceExternalIPs AlwaysDeny
`
  .trim()
  .split(/\s+/);

/** Plugins that are off by default, and work. */
const AVAILABLE: readonly string[] = [];

/** @throws {UsageError} */
export function admissionOptions(flags: FlagSet): Pick<ServerOptions, 'enableAdmissionPlugins' | 'disableAdmissionPlugins'> {
  const enabled = known(flags, 'enable-admission-plugins');
  const disabled = known(flags, 'disable-admission-plugins');
  for (const name of enabled) {
    if (disabled.includes(name)) throw new UsageError(`[${name}] in enable-admission-plugins and disable-admission-plugins overlapped`);
    if (OFF_BY_DEFAULT.includes(name) && !AVAILABLE.includes(name))
      throw new UsageError(`--enable-admission-plugins: plugin ${JSON.stringify(name)} does not work yet`);
  }
  return { enableAdmissionPlugins: enabled, disableAdmissionPlugins: disabled };
}

function known(flags: FlagSet, flag: string): readonly string[] {
  const names = flags.list(flag);
  for (const name of names) {
    if (!ON_BY_DEFAULT.includes(name) && !OFF_BY_DEFAULT.includes(name)) throw new UsageError(`${flag} plugin ${JSON.stringify(name)} is unknown`);
  }
  return names;
}
