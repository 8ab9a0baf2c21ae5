/**
 * NodeRestriction: what a kubelet writes must be its own. The Node authorizer says which kinds a kubelet may write; this says which objects, and what
 * in them. Everybody else passes.
 */
import type { CertificateSigningRequestSpec } from '../../../apis/certificates/v1/objects.gen.ts';
import type { PersistentVolumeClaimStatus } from '../../../apis/core/v1/objects.gen.ts';
import type { ResourceSliceSpec } from '../../../apis/resource/v1/objects.gen.ts';
import { printYaml } from '../../../codec/yaml/encode.ts';
import { equal } from '../../../machinery/clone.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import { unifiedDiff } from '../../../machinery/unified-diff.ts';
import { parseCertificateRequest } from '../../../machinery/x509/certificate-request.ts';
import { nodeOf } from '../../../request/user.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../../interface.ts';
import { refuse } from '../../refusal.ts';
import { checkNode } from './node-objects.ts';
import { checkPodCertificate, type PodCertificateLookups } from './pod-certificates.ts';
import { checkPod, type PodLookups } from './pods.ts';
import { checkToken, type TokenLookups } from './tokens.ts';

const LEASES = 'kube-node-lease';
const KUBELET_SIGNERS: readonly string[] = ['kubernetes.io/kubelet-serving', 'kubernetes.io/kube-apiserver-client-kubelet'];

export interface NodeRestrictionOptions extends PodLookups, TokenLookups, PodCertificateLookups {
  /** AllowInsecureKubeletCertificateSigningRequests: certificates for any node. */
  readonly anyCertificate: boolean;
}

type Check = (attributes: AdmissionAttributes, node: string, options: NodeRestrictionOptions) => Promise<void> | void;

/** By "group/resource". */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['/pods', checkPod],
  ['/nodes', checkNode],
  ['/persistentvolumeclaims', checkClaim],
  ['/serviceaccounts', checkToken],
  ['coordination.k8s.io/leases', checkLease],
  ['storage.k8s.io/csinodes', checkCsiNode],
  ['resource.k8s.io/resourceslices', checkSlice],
  ['certificates.k8s.io/certificatesigningrequests', checkCertificate],
  ['certificates.k8s.io/podcertificaterequests', checkPodCertificate],
]);

export function makeNodeRestriction(options: NodeRestrictionOptions): AdmissionPlugin {
  return {
    name: 'NodeRestriction',
    operations: ['CREATE', 'UPDATE', 'DELETE'],
    // Every resource: a kubelet without a name may write nothing at all.
    mutate(attributes) {
      const node = nodeOf(attributes.user);
      if (node === undefined) return;
      if (node === '') throw refuse(attributes, `could not determine node from user ${goQuote(attributes.user.name)}`);
      return CHECKS.get(`${attributes.group}/${attributes.resource}`)?.(attributes, node, options);
    },
  };
}

/** The name of what is about to be created is read from it: the name that upstream's request carries is empty then. */
function nameOf({ operation, object, name }: AdmissionAttributes): string {
  return operation === 'CREATE' ? (object?.metadata.name ?? '') : name;
}

function checkLease(attributes: AdmissionAttributes, node: string): void {
  if (attributes.namespace !== LEASES) throw refuse(attributes, `can only access leases in the "${LEASES}" system namespace`);
  if (nameOf(attributes) !== node) throw refuse(attributes, 'can only access node lease with the same name as the requesting node');
}

function checkCsiNode(attributes: AdmissionAttributes, node: string): void {
  if (nameOf(attributes) !== node) throw refuse(attributes, 'can only access CSINode with the same name as the requesting node');
}

/** Updates are the authorizer's, which knows the stored slice; it knows neither what is created nor each of a collection. */
function checkSlice(attributes: AdmissionAttributes, node: string): void {
  const { operation, object, oldObject } = attributes;
  if (operation === 'UPDATE') return;
  const { nodeName } = ((operation === 'CREATE' ? object : oldObject)?.spec ?? {}) as Partial<ResourceSliceSpec>;
  if (nodeName !== node) throw refuse(attributes, `can only ${operation.toLowerCase()} ResourceSlice with the same NodeName as the requesting node`);
}

function checkCertificate(attributes: AdmissionAttributes, node: string, { anyCertificate }: NodeRestrictionOptions): void {
  if (anyCertificate || attributes.operation !== 'CREATE') return;
  const { signerName = '', request } = (attributes.object?.spec ?? {}) as Partial<CertificateSigningRequestSpec>;
  if (!KUBELET_SIGNERS.includes(signerName)) return;
  const parsed = parseCertificateRequest(Buffer.from(request ?? '', 'base64').toString('latin1'));
  if (typeof parsed === 'string') throw refuse(attributes, `unable to parse csr: ${parsed}`);
  if (parsed.subject.commonName !== `system:node:${node}`) throw refuse(attributes, `can only create a node CSR with CN=system:node:${node}`);
}

/** How a volume grows is the kubelet's to tell; nothing else of a claim. */
function checkClaim(attributes: AdmissionAttributes, node: string): void {
  const { subresource, operation, object, oldObject } = attributes;
  if (subresource !== 'status') throw refuse(attributes, 'may only update PVC status');
  if (operation !== 'UPDATE') throw refuse(attributes, `unexpected operation "${operation}"`);
  const now = withoutGrowth(object);
  const before = withoutGrowth(oldObject);
  if (equal(now, before)) return;
  const diff = unifiedDiff(printYaml(before), printYaml(now));
  throw refuse(attributes, `node ${goQuote(node)} is not allowed to update fields other than status.quantity and status.conditions: ${diff}`);
}

function withoutGrowth(claim: KubeObject | undefined): object {
  const { resourceVersion, managedFields, ...metadata } = claim?.metadata ?? {};
  const { capacity, conditions, allocatedResourceStatuses, allocatedResources, ...status } = (claim?.status ?? {}) as PersistentVolumeClaimStatus;
  return { ...claim, metadata, status };
}
