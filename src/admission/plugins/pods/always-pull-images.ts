/** AlwaysPullImages: nobody runs an image that is there already without the credentials that pulled it. */
import { ErrorList } from '../../../machinery/field-errors.ts';
import { aggregate } from '../../../machinery/go/text.ts';
import type { AdmissionAttributes, AdmissionPlugin } from '../../interface.ts';
import { asPod, type ContainerKind, visitContainers } from '../../pods.ts';
import { refuse } from '../../refusal.ts';

const ALWAYS = 'Always';

export function makeAlwaysPullImages(): AdmissionPlugin {
  return {
    name: 'AlwaysPullImages',
    operations: ['CREATE', 'UPDATE'],
    resources: ['pods'],
    mutate(attributes) {
      if (isOldImages(attributes)) return;
      const pod = asPod(attributes.object);
      const spec = { ...pod.spec };
      for (const kind of ['initContainers', 'containers', 'ephemeralContainers'] as const) forceAll(spec, kind);
      if (spec.volumes !== undefined && spec.volumes !== null)
        spec.volumes = spec.volumes.map((each) => (each.image === undefined ? each : { ...each, image: { ...each.image, pullPolicy: ALWAYS } }));
      pod.spec = spec;
    },
    validate(attributes) {
      if (isOldImages(attributes)) return;
      const { spec } = asPod(attributes.object);
      const errors = new ErrorList();
      visitContainers(spec, ({ imagePullPolicy = '' }, kind, i) => {
        if (imagePullPolicy !== ALWAYS) errors.notSupported(`spec.${kind}[${i}].imagePullPolicy`, imagePullPolicy, [ALWAYS]);
      });
      (spec.volumes ?? []).forEach(({ image }, i) => {
        if (image !== undefined && image.pullPolicy !== ALWAYS)
          errors.notSupported(`spec.volumes[${i}].image.pullPolicy`, image.pullPolicy ?? '', [ALWAYS]);
      });
      if (errors.length > 0) throw refuse(attributes, aggregate(errors.errors.map(({ field, body }) => `${field}: ${body}`)));
    },
  };
}

function forceAll<Container extends { imagePullPolicy?: string }>(spec: { [kind in ContainerKind]?: Container[] | null }, kind: ContainerKind): void {
  const list = spec[kind];
  if (list !== undefined && list !== null) spec[kind] = list.map((each) => ({ ...each, imagePullPolicy: ALWAYS }));
}

/** Whether an update leaves all images as they were; then nothing new is pulled. */
function isOldImages({ operation, object, oldObject }: AdmissionAttributes): boolean {
  if (operation !== 'UPDATE' || oldObject === undefined) return false;
  const known = new Set<string>();
  visitContainers(asPod(oldObject).spec, ({ image = '' }) => void known.add(image));
  let old = true;
  visitContainers(asPod(object).spec, ({ image = '' }) => {
    old &&= known.has(image);
  });
  return old;
}
