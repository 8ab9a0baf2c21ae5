/** What the write handlers need from the house. */
import type { AdmissionChain } from '../../../admission/interface.ts';
import type { Clock } from '../../../base/clock.ts';
import type { Authorizer } from '../../../request/authorizer.ts';
import type { ResourceTable } from '../../resources.ts';

export interface WriteDeps {
  readonly admission: AdmissionChain;
  readonly clock: Clock;
  /** Asked again when a PUT turns out to create. */
  readonly authorizer: Authorizer;
  readonly featureEnabled: (gate: string) => boolean;
  /** What is served: messages tell kinds that do not fit from kinds that do not exist. */
  readonly table: ResourceTable;
}
