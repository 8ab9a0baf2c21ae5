/** `status.terminatingReplicas` of deployments and replica sets (KEP-3973): while the feature is off nobody starts to report it. */
import type { KubeObject } from '../../machinery/object.ts';
import type { StrategyContext } from '../generic/declaration.ts';

interface Status {
  terminatingReplicas?: number;
}

export function dropTerminatingReplicas(context: StrategyContext, object: KubeObject, old: KubeObject): void {
  if (context.featureEnabled('DeploymentReplicaSetTerminatingReplicas')) return;
  if ((old.status as Status | undefined)?.terminatingReplicas === undefined) delete (object.status as Status | undefined)?.terminatingReplicas;
}
