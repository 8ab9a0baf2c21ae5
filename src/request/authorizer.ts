/** The question that authorization answers, and its answer. */
import type { FieldTerm } from '../machinery/fields.ts';
import type { LabelRequirement } from '../machinery/labels.ts';
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
  /** The same for labels. Terms of both only ever narrow: whoever does not understand one may leave it out. */
  readonly labelSelector?: readonly LabelRequirement[];
}

export type Decision = 'allow' | 'deny' | 'no-opinion';

export interface AuthorizationAnswer {
  readonly decision: Decision;
  /** Shown to the caller behind the 403's message; empty when there is nothing to say. */
  readonly reason: string;
  /** What went wrong on the way to the decision. Reviews show it, a 403 does not. Absent: nothing. */
  readonly error?: string;
}

export interface Authorizer {
  authorize(attributes: AuthorizationAttributes): Promise<AuthorizationAnswer> | AuthorizationAnswer;
}
