/** DefaultIngressClass: an ingress that names no class gets the default one, if there is one. */
import type { IngressSpec } from '../../../apis/networking/v1/objects.gen.ts';
import { getKey } from '../../../machinery/object.ts';
import type { AdmissionPlugin, Lister } from '../../interface.ts';
import { newestDefault } from '../default-class.ts';

const DEFAULT_ANNOTATIONS = ['ingressclass.kubernetes.io/is-default-class'];
/** How ingresses named their class before the field. */
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export interface DefaultIngressClassOptions {
  readonly ingressClasses: Lister;
}

export function makeDefaultIngressClass({ ingressClasses }: DefaultIngressClassOptions): AdmissionPlugin {
  return {
    name: 'DefaultIngressClass',
    operations: ['CREATE'],
    resources: ['ingresses.networking.k8s.io'],
    async mutate({ object }) {
      if (object === undefined) return;
      const spec = (object.spec ?? {}) as IngressSpec;
      if (spec.ingressClassName !== undefined || getKey(object.metadata.annotations, CLASS_ANNOTATION) !== undefined) return;
      const found = newestDefault(await ingressClasses(''), DEFAULT_ANNOTATIONS);
      if (found !== undefined) object.spec = { ...spec, ingressClassName: found.metadata.name ?? '' };
    },
  };
}
