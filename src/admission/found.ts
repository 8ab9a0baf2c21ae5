/** What plugins look up is mostly in a cache, and then they decide at once: a promise for each of them would cost more than they do. */
import type { MaybePromise } from './interface.ts';

/** Goes on with what was looked up: now, where nothing has to be waited for. */
export function whenFound<Found, Result>(found: MaybePromise<Found>, goOn: (found: Found) => MaybePromise<Result>): MaybePromise<Result> {
  return found instanceof Promise ? found.then(goOn) : goOn(found);
}
