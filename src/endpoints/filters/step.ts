/**
 * What a step of the pipeline is, and what the steps share. A step looks at the request's context, may fill something in, and either goes on
 * (`next`) or answers. Steps hold no state of their own: what lives longer than a request stands in PipelineParts.
 */
import type { RequestAuthenticator } from '../../authentication/interface.ts';
import type { Impersonator } from '../../authorization/impersonation.ts';
import type { RequestDecisionMetrics } from '../../authorization/metrics.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/log.ts';
import type { InFlightLimiter } from '../../flowcontrol/in-flight.ts';
import type { Authorizer } from '../../request/authorizer.ts';
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import type { RequestMetrics } from '../routing/request-metrics.ts';
import type { DeadlineQueue } from './deadlines.ts';

export type Next = () => Pending;
/** May throw or reject: guardPanic answers. */
export type Step = (context: RequestContext, parts: StepParts, next: Next) => Pending;

/** 503: the connection is about to end; 429: the server listens until the last request under way is answered. */
export type TurnAway = 'stopping' | 'comeback';

/** Knows the requests that are under way: shutting down waits for them and ends those that would not end by themselves. */
export interface RequestTracker {
  /** Set once the server stops: what becomes of requests that come now. */
  readonly turnsAway?: TurnAway | undefined;
  /** The result is called when the request is over. */
  enter(context: RequestContext, longRunning: boolean): () => void;
}

export interface PipelineParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly authenticator: RequestAuthenticator;
  readonly authorizer: Authorizer;
  readonly decisions?: RequestDecisionMetrics;
  readonly inFlight: InFlightLimiter;
  readonly tracker: RequestTracker;
  readonly metrics: RequestMetrics;
  /** Whether the start is over; absent: requests are answered before, too. */
  readonly hasStarted?: () => boolean;
  /** Gate CBORServingAndStorage. */
  readonly cbor?: boolean;
  /** Gate UnauthenticatedHTTP2DOSMitigation: who has no name keeps no HTTP/2 connection, on which streams cost nothing. */
  readonly shedsStrangers?: boolean;
  /** --cors-allowed-origins; absent: none. */
  readonly allowsOrigin?: ((origin: string) => boolean) | undefined;
  /** --goaway-chance, and numbers from 0 to 1 to compare it with. */
  readonly goaway?: { readonly chance: number; readonly random: () => number };
  /** Headers of every answer, names and values in turn: --strict-transport-security-directives. */
  readonly fixedHeaders?: readonly string[];
  /** --request-timeout in milliseconds: the longest that a request which is not long-running may take. */
  readonly requestTimeout: number;
  /** Answers a request that may be answered. */
  readonly dispatch: (context: RequestContext) => Pending;
}

/** With what the pipeline makes for itself. */
export interface StepParts extends PipelineParts {
  readonly deadlines: DeadlineQueue;
  readonly impersonator: Impersonator;
}
