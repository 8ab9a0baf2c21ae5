import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KubeObject } from '../../../machinery/object.ts';
import { attributes, listerOf, object, specOf } from '../../admission.fixture.ts';
import { makeDefaultIngressClass } from './default-ingress-class.ts';

test('an ingress that names no class gets the default one', async () => {
  const usual: KubeObject = {
    ...object('IngressClass', 'i'),
    metadata: { name: 'i', creationTimestamp: '2026-01-01T00:00:00Z', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
  };
  const ingress = attributes({ resource: 'ingresses', object: object('Ingress', 'a', { spec: {} }) });
  await makeDefaultIngressClass({ ingressClasses: listerOf(usual) }).mutate?.(ingress);
  assert.equal(specOf(ingress).ingressClassName, 'i');
});
