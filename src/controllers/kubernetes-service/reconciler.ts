/**
 * How servers agree on the endpoints of service `kubernetes` (`--endpoint-reconciler-type`): `lease` counts those whose lease lives, `master-count`
 * keeps as many addresses as there are servers by configuration, `none` leaves them alone.
 */
import type { EndpointPort, ServiceEndpoints } from './endpoints.ts';
import type { ServerLeases } from './server-leases.ts';

export type EndpointReconcilerType = 'lease' | 'master-count' | 'none';

export const ENDPOINT_RECONCILER_TYPES: readonly EndpointReconcilerType[] = ['master-count', 'lease', 'none'];

export interface Reconciler {
  /** Adds this server and takes out those that are gone. @param replacePorts those that are published are not believed */
  reconcile(address: string, port: EndpointPort, replacePorts: boolean): Promise<void>;
  /** Takes this server out. */
  remove(address: string, port: EndpointPort): Promise<void>;
}

export function leaseReconciler(endpoints: ServiceEndpoints, leases: ServerLeases): Reconciler {
  return {
    async reconcile(address, wanted, replace) {
      await leases.renew(address);
      const alive = await leases.list();
      if (alive.length === 0)
        throw new Error('no API server IP addresses were listed in storage, refusing to erase all endpoints for the kubernetes Service');
      await endpoints.publish(new Set(alive), { wanted, replace });
    },
    async remove(address, wanted) {
      if (await leases.remove(address)) await endpoints.publish(new Set(await leases.list()), { wanted, replace: true });
    },
  };
}

/** @param count of servers */
export function countReconciler(endpoints: ServiceEndpoints, count: number): Reconciler {
  return {
    async reconcile(address, wanted, replace) {
      const addresses = await endpoints.addresses();
      addresses.add(address);
      const sorted = [...addresses].sort();
      // Each server removes the addresses that come right after its own, so servers that reconcile at once remove different ones.
      const own = sorted.indexOf(address);
      for (let i = 1; addresses.size > count && i < sorted.length; i++) addresses.delete(sorted[(own + i) % sorted.length] as string);
      await endpoints.publish(addresses, { wanted, replace });
    },
    async remove(address, wanted) {
      const addresses = await endpoints.addresses();
      if (addresses.delete(address)) await endpoints.publish(addresses, { wanted, replace: false });
    },
  };
}

export const noReconciler: Reconciler = { reconcile: async () => {}, remove: async () => {} };
