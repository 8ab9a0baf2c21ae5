/** Defaults of claims for devices: one device, unless asked for otherwise. They change the object in place. */
import type { KubeObject } from '../../../machinery/object.ts';

interface Request {
  allocationMode?: string;
  count?: number;
  tolerations?: { operator?: string }[] | null;
}

interface ClaimSpec {
  devices?: { requests?: { exactly?: Request; firstAvailable?: Request[] | null }[] | null };
}

interface AllocationResult {
  tolerations?: { operator?: string }[] | null;
}

export function setResourceClaimDefaults(object: KubeObject): void {
  defaultClaim(object.spec as ClaimSpec | undefined);
  const status = object.status as { allocation?: { devices?: { results?: AllocationResult[] | null } } } | undefined;
  for (const result of status?.allocation?.devices?.results ?? []) defaultTolerations(result.tolerations);
}

export function setResourceClaimTemplateDefaults(object: KubeObject): void {
  defaultClaim((object.spec as { spec?: ClaimSpec } | undefined)?.spec);
}

function defaultClaim(spec: ClaimSpec | undefined): void {
  for (const { exactly, firstAvailable } of spec?.devices?.requests ?? []) {
    if (exactly !== undefined) defaultRequest(exactly);
    for (const request of firstAvailable ?? []) defaultRequest(request);
  }
}

function defaultRequest(request: Request): void {
  request.allocationMode ||= 'ExactCount';
  if (request.allocationMode === 'ExactCount') request.count ||= 1;
  defaultTolerations(request.tolerations);
}

function defaultTolerations(tolerations: AllocationResult['tolerations']): void {
  for (const toleration of tolerations ?? []) toleration.operator ||= 'Equal';
}
