/** Defaults of networking.k8s.io/v1. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';

interface PolicyRule {
  ports?: { protocol?: string }[] | null;
}

interface PolicySpec {
  ingress?: PolicyRule[] | null;
  egress?: PolicyRule[] | null;
  policyTypes?: string[] | null;
}

export function setNetworkPolicyDefaults(object: KubeObject): void {
  object.spec ??= {};
  const spec = object.spec as PolicySpec;
  for (const rule of [...(spec.ingress ?? []), ...(spec.egress ?? [])]) {
    for (const port of rule.ports ?? []) port.protocol ??= 'TCP';
  }
  if ((spec.policyTypes?.length ?? 0) > 0) return;
  // A policy that does not say what it is about is about ingress, and about egress if it has rules for it.
  spec.policyTypes = (spec.egress?.length ?? 0) > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

export function setIngressClassDefaults(object: KubeObject): void {
  const parameters = (object.spec as { parameters?: { scope?: string } } | undefined)?.parameters;
  if (parameters !== undefined) parameters.scope ??= 'Cluster';
}
