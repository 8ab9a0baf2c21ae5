/** Upstream's internal types of update strategies, as messages print them. */
import { InternalTypes } from '../../../codec/json/internal-form.ts';

export const APPS_TYPES: InternalTypes = new InternalTypes(`
DaemonSetUpdateStrategy: Type, RollingUpdate *RollingUpdateDaemonSet
DeploymentStrategy: Type, RollingUpdate *RollingUpdateDeployment
RollingUpdateDaemonSet: MaxUnavailable port, MaxSurge port
RollingUpdateDeployment: MaxUnavailable port, MaxSurge port
RollingUpdateStatefulSetStrategy: Partition int, MaxUnavailable *port
StatefulSetUpdateStrategy: Type, RollingUpdate *RollingUpdateStatefulSetStrategy
`);
