import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { attributes, object, refusal } from '../../admission.fixture.ts';
import { makeAdmissionChain } from '../../chain.ts';
import { makeDenyServiceExternalIPs } from './deny-service-external-ips.ts';

test('services get no external addresses beyond those they have', async () => {
  const service = (...externalIPs: readonly string[]) => object('Service', 'a', { spec: { externalIPs } });
  const plugin = makeDenyServiceExternalIPs();
  const update = (now: KubeObject, old: KubeObject) =>
    refusal(plugin, attributes({ resource: 'services', operation: 'UPDATE', object: now, oldObject: old }));
  assert.match((await refusal(plugin, attributes({ object: service('9.9.9.9') }))) ?? '', /Use of external IPs is denied by admission control/);
  assert.equal(await update(service('9.9.9.9'), service('9.9.9.9', '8.8.8.8')), undefined);
  assert.notEqual(await update(service('9.9.9.9', '7.7.7.7'), service('9.9.9.9')), undefined);
});

test('external IPs are looked at when a service is written, not when its status is', async () => {
  const service = (externalIPs: readonly string[]) => object('Service', 'a', { spec: { externalIPs } });
  const chain = makeAdmissionChain([makeDenyServiceExternalIPs()]);
  const write = (subresource: string): string => {
    try {
      const request = { operation: 'UPDATE', resource: 'services', subresource, object: service(['1.2.3.4', '5.6.7.8']) } as const;
      chain.validate(attributes({ ...request, oldObject: service(['1.2.3.4']) }));
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.equal(write(''), 'services "a" is forbidden: Use of external IPs is denied by admission control');
  assert.equal(write('status'), '');
});
