/** The question that authorization answers, and its answer. */
import type { FieldTerm } from '../machinery/fields.ts';
import type { UserInfo } from './user.ts';

export interface AuthorizationAttributes {
  readonly user: UserInfo;
  readonly verb: string;
  readonly isResourceRequest: boolean;
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** What the request asks for by field selector; absent: nothing, or nothing that can be understood. */
  readonly fieldSelector?: readonly FieldTerm[];
}

export type Decision = 'allow' | 'deny' | 'no-opinion';

export interface Authorizer {
  /** `reason` is shown to the caller behind the 403's message; empty when there is nothing to say. */
  authorize(
    attributes: AuthorizationAttributes,
  ): Promise<{ readonly decision: Decision; readonly reason: string }> | { readonly decision: Decision; readonly reason: string };
}
