/** serviceaccount-controller: every namespace that stays has the account `default`, which pods run as unless they say otherwise. */
import type { KubeObject } from '../machinery/object.ts';
import type { Controller, ControllerContext } from './framework/interface.ts';
import { cachedObject, isTerminating, perNamespaceController, unlessTerminating } from './per-namespace.ts';

const ACCOUNT = 'default';

export const serviceAccountController: Controller = perNamespaceController({
  name: 'serviceaccount-controller',
  account: 'service-account-controller',
  workers: 1,
  resource: 'serviceaccounts',
  object: ACCOUNT,
  changes: false,
  reconcile,
});

async function reconcile(context: ControllerContext, namespace: string): Promise<void> {
  if (await isTerminating(context, namespace)) return;
  if ((await cachedObject(context, 'serviceaccounts', namespace, ACCOUNT)) !== undefined) return;
  const account: KubeObject = { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: ACCOUNT, namespace } };
  await unlessTerminating(context.client.create({ group: '', version: 'v1', resource: 'serviceaccounts' }, namespace, account));
}
