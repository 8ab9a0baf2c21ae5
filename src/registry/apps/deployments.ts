/**
 * Deployments: roll a template out over replica sets. Their annotations count as content (they steer rollouts), so changing them raises the
 * generation too.
 */
import { setDeploymentDefaults } from '../../apis/apps/v1/defaults.ts';
import type { Deployment as DeploymentObject } from '../../apis/apps/v1/objects.gen.ts';
import { Deployment } from '../../apis/apps/v1/types.ts';
import { validateDeployment, validateDeploymentStatus, validateDeploymentUpdate } from '../../apis/apps/validation/deployments.ts';
import { equal } from '../../machinery/clone.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { scaleOf } from '../strategies/scale.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { statusOf } from '../strategies/status.ts';
import { validated, validatedUpdate } from '../strategies/validation.ts';
import { workload } from '../strategies/workload.ts';
import { deploymentColumns } from './columns.ts';
import { dropTerminatingReplicas } from './terminating-replicas.ts';

const strategy: Strategy = {
  ...workload({ namesPods: true }),
  ...validated<DeploymentObject>(validateDeployment, validateDeploymentUpdate),
  generation: (object, old) => !equal(object.spec, old.spec) || !equal(annotations(object), annotations(old)),
};

const annotations = (object: KubeObject): object => object.metadata.annotations ?? {};

export const deployments = resource({
  group: 'apps',
  resource: 'deployments',
  kind: 'Deployment',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  storageVersionHash: '8aSe+NMegvE=',
  storageVersion: 'v1',
  versions: [{ version: 'v1', type: Deployment, setDefaults: setDeploymentDefaults }],
  storagePrefix: '/registry/deployments/',
  strategy,
  subresources: {
    scale: scaleOf(strategy),
    status: statusOf(strategy, {
      validateUpdate: validatedUpdate(validateDeploymentStatus),
      keeps: ['labels'],
      also: dropTerminatingReplicas,
      resetFields: [['spec'], ['metadata', 'labels']],
    }),
  },
  columns: deploymentColumns,
  selectableFields: metadataOnly,
});
