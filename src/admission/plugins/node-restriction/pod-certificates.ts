/**
 * The pod certificates that a kubelet may ask for (KEP-4317): for a pod that runs on it, with the uids of now, from a signer that the pod mounts
 * certificates of or that the kubelet is authorized to ask. Uids that differ may only be news that have not arrived: those errors are no refusals, so
 * that kubelets try again.
 */
import type { PodCertificateRequestSpec } from '../../../apis/certificates/v1beta1/objects.gen.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { getKey, type KubeObject } from '../../../machinery/object.ts';
import { rawError } from '../../../machinery/status.ts';
import type { Authorizer } from '../../../request/authorizer.ts';
import type { AdmissionAttributes, Getter } from '../../interface.ts';
import { asPod, MIRROR_POD_ANNOTATION } from '../../pods.ts';
import { refuse } from '../../refusal.ts';
import { nodeNameOf } from './pods.ts';

export interface PodCertificateLookups {
  readonly pod: Getter;
  readonly node: Getter;
  readonly serviceAccount: Getter;
  readonly signerAuthorizer: Authorizer;
}

/** @throws {ApiError} 403; 500 for what may be different in a moment */
export async function checkPodCertificate(attributes: AdmissionAttributes, node: string, lookups: PodCertificateLookups): Promise<void> {
  const { operation, subresource, namespace, object } = attributes;
  if (operation !== 'CREATE') throw refuse(attributes, `unexpected operation ${operation}`);
  if (subresource !== '') throw refuse(attributes, `unexpected subresource ${subresource}`);
  const spec = object?.spec as PodCertificateRequestSpec;
  const called = goQuote(`${namespace}/${spec.podName}`);
  if (spec.nodeName !== node)
    throw refuse(attributes, `PodCertificateRequest.Spec.NodeName=${goQuote(spec.nodeName)}, which is not the requesting node ${goQuote(node)}`);
  const { metadata } = await present(lookups.node, '', node, 'node', goQuote(node));
  if (metadata.uid !== spec.nodeUID)
    throw rawError(
      `PodCertificateRequest for pod ${called} names node UID ${goQuote(spec.nodeUID)}, inconsistent with the running node (${goQuote(metadata.uid ?? '')})`,
    );
  const pod = await present(lookups.pod, namespace, spec.podName, 'pod', called);
  checkPod(attributes, spec, pod, called);
  await checkAccount(lookups, namespace, spec, called);
  await checkSigner(attributes, spec, pod, called, lookups.signerAuthorizer);
}

async function present(get: Getter, namespace: string, name: string, kind: string, called: string): Promise<KubeObject> {
  const found = await get(namespace, name);
  if (found !== undefined) return found;
  const missing = `${kind.replace(' ', '')} ${goQuote(name)} not found`;
  throw rawError(`while retrieving ${kind} ${called} named in the PodCertificateRequest: ${missing}`);
}

function checkPod(attributes: AdmissionAttributes, spec: PodCertificateRequestSpec, pod: KubeObject, called: string): void {
  const uid = pod.metadata.uid ?? '';
  if (spec.podUID !== uid)
    throw rawError(
      `PodCertificateRequest for pod ${called} contains pod UID (${goQuote(spec.podUID)}) which differs from running pod ${goQuote(uid)}`,
    );
  if (nodeNameOf(pod) !== spec.nodeName)
    throw refuse(attributes, `pod ${called} is not running on node ${goQuote(spec.nodeName)} named in the PodCertificateRequest`);
  if (getKey(pod.metadata.annotations, MIRROR_POD_ANNOTATION) !== undefined) throw refuse(attributes, `pod ${called} is a mirror pod`);
  const { serviceAccountName = '' } = asPod(pod).spec;
  if (spec.serviceAccountName !== serviceAccountName)
    throw refuse(
      attributes,
      `PodCertificateRequest for pod ${called} contains serviceAccountName (${goQuote(spec.serviceAccountName)}) that differs from running pod (${goQuote(serviceAccountName)})`,
    );
}

async function checkAccount(lookups: PodCertificateLookups, namespace: string, spec: PodCertificateRequestSpec, called: string): Promise<void> {
  const { serviceAccountName: name, serviceAccountUID } = spec;
  const { metadata } = await present(lookups.serviceAccount, namespace, name, 'service account', goQuote(`${namespace}/${name}`));
  if (metadata.uid !== serviceAccountUID)
    throw rawError(
      `PodCertificateRequest for pod ${called} names service account UID ${goQuote(serviceAccountUID)}, which differs from the running service account (${goQuote(metadata.uid ?? '')})`,
    );
}

async function checkSigner(
  attributes: AdmissionAttributes,
  { signerName, serviceAccountName }: PodCertificateRequestSpec,
  pod: KubeObject,
  called: string,
  authorizer: Authorizer,
): Promise<void> {
  const sources = (asPod(pod).spec.volumes ?? []).flatMap(({ projected }) => projected?.sources ?? []);
  if (sources.some(({ podCertificate }) => podCertificate?.signerName === signerName)) return;
  const { decision } = await authorizer.authorize({
    user: attributes.user,
    verb: 'request-serviceaccounts-podcertificate-signer',
    isResourceRequest: true,
    path: '',
    group: 'certificates.k8s.io',
    version: attributes.version,
    resource: signerName.replaceAll('/', ':'),
    subresource: '',
    namespace: attributes.namespace,
    name: serviceAccountName,
  });
  if (decision !== 'allow')
    throw refuse(attributes, `pod ${called} does not mount a podCertificate projected volume for signer ${goQuote(signerName)}`);
}
