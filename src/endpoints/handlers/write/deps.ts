/** What the write handlers need from the server. */
import type { AdmissionChain } from '../../../admission/interface.ts';
import type { Clock } from '../../../base/clock.ts';
import type { FeatureEnabled } from '../../../base/feature-gates.ts';
import type { KubeObject } from '../../../machinery/object.ts';
import type { Authorizer } from '../../../request/authorizer.ts';
import type { UserInfo } from '../../../request/user.ts';
import type { ResourceTable } from '../../routing/resources.ts';
import type { BigBodies } from './big-body.ts';

export interface WriteDeps {
  readonly admission: AdmissionChain;
  readonly clock: Clock;
  /** Asked again when a PUT turns out to create. */
  readonly authorizer: Authorizer;
  readonly featureEnabled: FeatureEnabled;
  /** --allow-privileged=false */
  readonly refusesPrivileged?: boolean;
  /** What is served: messages tell kinds that do not fit from kinds that do not exist. */
  readonly table: ResourceTable;
  readonly bigBodies: BigBodies;
  /**
   * Asked behind mutating admission, before validation: may the caller write this object? Roles and bindings grant only what their writer holds, and
   * devices are bound by those alone who may.
   * @throws {ApiError}
   */
  readonly guard?: WriteGuard;
}

export type WriteGuard = (write: {
  readonly user: UserInfo;
  /** Of the request: create, update, patch. */
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  /** As the URL says it; '' for a creation. */
  readonly requestName: string;
  readonly object: KubeObject;
  readonly old: KubeObject | undefined;
}) => Promise<void> | undefined;
