/** root-ca-certificate-publisher-controller: every namespace that stays has a config map with the authority that pods verify this server with. */
import { equal } from '../machinery/clone.ts';
import { getKey, type KubeObject } from '../machinery/object.ts';
import { ApiError } from '../machinery/status.ts';
import type { Controller, ControllerContext } from './framework/interface.ts';
import { cachedObject, isTerminating, perNamespaceController, unlessTerminating } from './per-namespace.ts';

const NAME = 'kube-root-ca.crt';
const PLACE = { group: '', version: 'v1', resource: 'configmaps' };
const ANNOTATION = 'kubernetes.io/description';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or ' +
  'kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

export const rootCaPublisher: Controller = perNamespaceController({
  name: 'root-ca-certificate-publisher-controller',
  account: 'root-ca-cert-publisher',
  workers: 5,
  resource: PLACE.resource,
  object: NAME,
  changes: true,
  reconcile,
});

async function reconcile(context: ControllerContext, namespace: string): Promise<void> {
  if (await isTerminating(context, namespace)) return;
  const data = { 'ca.crt': context.rootCa };
  const present = await cachedObject(context, 'configmaps', namespace, NAME);
  if (present === undefined) {
    const metadata = { name: NAME, namespace, annotations: { [ANNOTATION]: DESCRIPTION } };
    await unlessTerminating(context.client.create(PLACE, namespace, { kind: 'ConfigMap', apiVersion: 'v1', metadata, data }));
    return;
  }
  // Who described it in other words may keep them.
  if (equal(present.data, data) && (getKey(present.metadata.annotations, ANNOTATION) ?? '') !== '') return;
  const annotations = { ...present.metadata.annotations, [ANNOTATION]: DESCRIPTION };
  const object: KubeObject = { ...present, metadata: { ...present.metadata, annotations }, data };
  try {
    await context.client.update(PLACE, object);
  } catch (error) {
    // It changed or went meanwhile: that is news of its own.
    if (!(error instanceof ApiError && (error.code === 409 || error.code === 404))) throw error;
  }
}
