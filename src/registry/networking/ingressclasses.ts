/**
 * Ingress classes: which controller serves an ingress.
 */
import { setIngressClassDefaults } from '../../apis/networking/v1/defaults.ts';
import type { IngressClass as IngressClassObject } from '../../apis/networking/v1/objects.gen.ts';
import { IngressClass } from '../../apis/networking/v1/types.ts';
import { validateIngressClass, validateIngressClassUpdate } from '../../apis/networking/validation/ingresses.ts';
import { resource } from '../generic/declaration.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { validated } from '../strategies/validation.ts';
import { ingressClassColumns } from './columns.ts';

export const ingressclasses = resource({
  group: 'networking.k8s.io',
  resource: 'ingressclasses',
  kind: 'IngressClass',
  namespaced: false,
  storageVersionHash: 'l/iqIbDgFyQ=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: IngressClass, setDefaults: setIngressClassDefaults }],
  storagePrefix: '/registry/ingressclasses/',
  strategy: validated<IngressClassObject>(validateIngressClass, validateIngressClassUpdate),
  columns: ingressClassColumns,
  selectableFields: metadataOnly,
});
