/** What a controller is, and what the server gives it. */
import type { Clock } from '../../base/clock.ts';
import type { FeatureEnabled } from '../../base/feature-gates.ts';
import type { Logger } from '../../base/log.ts';
import type { ResourceTable } from '../../endpoints/routing/resources.ts';
import type { GroupVersionResource } from '../../machinery/gvk.ts';
import type { KubeObject } from '../../machinery/object.ts';
import type { Propagation } from '../../registry/generic/declaration.ts';
import type { RegistryStore } from '../../registry/generic/store.ts';
import type { Preconditions } from '../../storage/resource-storage.ts';
import type { QueueMetrics } from './queue-metrics.ts';

export interface DeletionRequest {
  readonly propagationPolicy?: Propagation;
  readonly preconditions?: Preconditions;
}

/**
 * Writes as any client does: through authorization, admission and the ownership of fields. Every method throws an ApiError with the Status that the
 * server answered.
 */
export interface ApiClient {
  create(resource: GroupVersionResource, namespace: string, object: KubeObject): Promise<KubeObject>;
  /** PUT of the object at its resourceVersion. @param subresource "status", "finalize"; '' the object itself */
  update(resource: GroupVersionResource, object: KubeObject, subresource?: string): Promise<KubeObject>;
  /** Server-side apply that takes the fields from whoever has them. */
  apply(resource: GroupVersionResource, object: KubeObject, fieldManager: string): Promise<KubeObject>;
  /** JSON merge patch. */
  patch(resource: GroupVersionResource, namespace: string, name: string, patch: object): Promise<KubeObject>;
  delete(resource: GroupVersionResource, namespace: string, name: string, request: DeletionRequest): Promise<void>;
  deleteCollection(resource: GroupVersionResource, namespace: string, request: DeletionRequest): Promise<void>;
}

export interface ControllerContext {
  readonly clock: Clock;
  readonly log: Logger;
  /** What it writes is written by its account (system:serviceaccount:kube-system:...). */
  readonly client: ApiClient;
  /** What is served; custom resources come and go. */
  readonly table: ResourceTable;
  /** The registry of a resource, for reading and following; undefined when it is not served. */
  readonly registry: (group: string, resource: string) => RegistryStore | undefined;
  readonly featureEnabled: FeatureEnabled;
  /** Other servers write into the same store, and hear of each other's writes a moment later. */
  readonly shared: boolean;
  readonly queueMetrics?: QueueMetrics;
  /** PEM of the authority that clients in the cluster verify this server with. */
  readonly rootCa: string;
}

export interface RunningController {
  /** Resolves when nothing is under way any more. */
  close(): Promise<void>;
}

export interface Controller {
  /** Canonical name. */
  readonly name: string;
  /** The service account in kube-system that it acts as. */
  readonly account: string;
  start(context: ControllerContext): RunningController;
}
