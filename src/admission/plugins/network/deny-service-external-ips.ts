/** DenyServiceExternalIPs: no service claims addresses that are not the cluster's (CVE-2020-8554). What is there may stay or go. */
import type { KubeObject } from '../../../machinery/object.ts';
import type { AdmissionPlugin } from '../../interface.ts';
import { refuse } from '../../refusal.ts';

export function makeDenyServiceExternalIPs(): AdmissionPlugin {
  return {
    name: 'DenyServiceExternalIPs',
    operations: ['CREATE', 'UPDATE'],
    resources: ['services'],
    validate(attributes) {
      const old = new Set(externalIPs(attributes.oldObject));
      if (externalIPs(attributes.object).every((each) => old.has(each))) return;
      throw refuse(attributes, 'Use of external IPs is denied by admission control');
    },
  };
}

function externalIPs(object: KubeObject | undefined): readonly string[] {
  return (object?.spec as { readonly externalIPs?: readonly string[] | null } | undefined)?.externalIPs ?? [];
}
