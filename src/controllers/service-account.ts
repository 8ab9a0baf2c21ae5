/** serviceaccount-controller: every namespace that stays has the account `default`, which pods run as unless they say otherwise. */
import type { KubeObject } from '../machinery/object.ts';
import { inform } from './framework/informer.ts';
import type { Controller, ControllerContext } from './framework/interface.ts';
import { WorkQueue } from './framework/work-queue.ts';
import { cached, isTerminating, unlessTerminating } from './namespaced.ts';

const ACCOUNT = 'default';

export const serviceAccountController: Controller = {
  name: 'serviceaccount-controller',
  account: 'service-account-controller',
  start(context) {
    const { clock, log } = context;
    const queue = new WorkQueue({ name: this.name, clock, log, workers: 1, reconcile: (namespace) => reconcile(context, namespace) });
    const following = [
      inform(context, '', 'namespaces', { put: ({ name }) => queue.add(name), remove() {} }),
      inform(context, '', 'serviceaccounts', {
        put() {},
        remove({ namespace, name }) {
          if (name === ACCOUNT) queue.add(namespace);
        },
      }),
    ];
    return {
      close() {
        for (const each of following) each.close();
        return queue.close();
      },
    };
  },
};

async function reconcile(context: ControllerContext, namespace: string): Promise<void> {
  if (await isTerminating(context, namespace)) return;
  if ((await cached(context, 'serviceaccounts', namespace, ACCOUNT)) !== undefined) return;
  const account: KubeObject = { kind: 'ServiceAccount', apiVersion: 'v1', metadata: { name: ACCOUNT, namespace } };
  await unlessTerminating(context.client.create({ group: '', version: 'v1', resource: 'serviceaccounts' }, namespace, account));
}
