/**
 * /healthz, /livez and /readyz: named checks in a fixed order, each with a path of its own (k8s.io/apiserver/pkg/server/healthz).
 *
 * The summary withholds reasons, because anybody may read it; a single check tells its reason, because that path needs a permission.
 */
import type { Clock } from '../base/clock.ts';
import { errorText } from '../base/errors.ts';
import type { Logger } from '../base/log.ts';
import { respondText } from '../endpoints/responses/respond.ts';
import type { PathTable } from '../endpoints/routing/paths.ts';
import { pathLabels } from '../endpoints/routing/route-labels.ts';
import type { RequestContext } from '../request/context.ts';

export interface HealthCheck {
  readonly name: string;
  /** Excluding this name excludes the check as well. */
  readonly group?: string;
  /** Fails by throwing; the message is the reason. */
  check(): void | Promise<void>;
}

export type HealthEndpoint = 'healthz' | 'livez' | 'readyz';

const NOSNIFF = ['x-content-type-options', 'nosniff'];
const LIVE: readonly HealthEndpoint[] = ['healthz', 'livez'];
const ALL: readonly HealthEndpoint[] = ['healthz', 'livez', 'readyz'];

export interface StartGrace {
  readonly clock: Clock;
  /** --livez-grace-period in milliseconds, counted from when a check is added. */
  readonly livezGracePeriod: number;
}

/** The checks of a server. They are shown in the order in which they were added; `shutdown` of readyz stands last. */
export class HealthChecks {
  readonly #checks = new Map<HealthEndpoint, HealthCheck[]>(ALL.map((each) => [each, []]));
  readonly #log: Logger;
  readonly #start: StartGrace | undefined;
  #stopping = false;

  /** @param start how long /livez has patience with what belongs to the start; undefined: none */
  constructor(log: Logger, start?: StartGrace) {
    this.#log = log;
    this.#start = start;
    this.add({ name: 'ping', check: () => {} });
    this.add({ name: 'log', check: () => {} });
    this.add({ name: 'loopback-serving-certificate', check: () => {} }, LIVE);
  }

  add(check: HealthCheck, endpoints: readonly HealthEndpoint[] = ALL): void {
    for (const endpoint of endpoints) this.#checks.get(endpoint)?.push(check);
  }

  /** A check of a part of the start: /livez assumes that it will pass as long as the grace period lasts. */
  addOfStart(check: HealthCheck): void {
    this.add(check, ['healthz', 'readyz']);
    this.add(this.#start === undefined ? check : patient(check, this.#start), ['livez']);
  }

  /** Something that has to be done once after the start: the check fails until the result is called. */
  hook(name: string): () => void {
    let done = false;
    this.addOfStart({
      name: `poststarthook/${name}`,
      check: () => {
        if (!done) throw new Error('not finished');
      },
    });
    return () => {
      done = true;
    };
  }

  /** From here on /readyz fails. */
  stop(): void {
    this.#stopping = true;
  }

  checksOf(endpoint: HealthEndpoint): readonly HealthCheck[] {
    const checks = this.#checks.get(endpoint) ?? [];
    return endpoint === 'readyz' ? [...checks, this.#shutdown] : checks;
  }

  /** Puts the endpoints into the table. Checks that are added later have no path of their own. */
  install(paths: PathTable): void {
    for (const endpoint of ALL) {
      paths.exact(`/${endpoint}`, (context) => this.#answerAll(context, endpoint), {
        countedAs: (context) => pathLabels(context, `/${endpoint}`),
      });
      for (const check of this.checksOf(endpoint)) paths.exact(`/${endpoint}/${check.name}`, (context) => answerOne(context, check));
    }
  }

  readonly #shutdown: HealthCheck = {
    name: 'shutdown',
    check: () => {
      if (this.#stopping) throw new Error('process is shutting down');
    },
  };

  async #answerAll(context: RequestContext, endpoint: HealthEndpoint): Promise<void> {
    const { query } = context.info;
    const named = new Set(query.getAll('exclude'));
    const excluded = new Set(named);
    let text = '';
    const failed: string[] = [];
    for (const check of this.checksOf(endpoint)) {
      if (named.has(check.name) || (check.group !== undefined && named.has(check.group))) {
        excluded.delete(check.name);
        text += `[+]${check.name} excluded: ok\n`;
        continue;
      }
      const reason = await reasonOf(check);
      text += reason === undefined ? `[+]${check.name} ok\n` : `[-]${check.name} failed: reason withheld\n`;
      if (reason !== undefined) failed.push(`${check.name}: ${reason}`);
    }
    if (excluded.size > 0) text += `warn: some health checks cannot be excluded: no matches for ${quotedList(excluded)}\n`;
    if (failed.length > 0) {
      this.#log.info(`${endpoint} check failed: ${failed.join(', ')}`, {}, 2);
      await respondText(context, 500, `${text}${endpoint} check failed\n`, undefined, NOSNIFF);
    } else await respondText(context, 200, query.has('verbose') ? `${text}${endpoint} check passed\n` : 'ok', undefined, NOSNIFF);
  }
}

function patient(check: HealthCheck, { clock, livezGracePeriod }: StartGrace): HealthCheck {
  if (livezGracePeriod === 0) return check;
  const until = clock.now() + livezGracePeriod;
  return { ...check, check: () => (clock.now() > until ? check.check() : undefined) };
}

/** Asks the store, and gives it `timeout` milliseconds. */
export function storageCheck(name: string, ask: () => Promise<void>, clock: Clock, timeout: number): HealthCheck {
  return {
    name,
    check: () =>
      new Promise((resolve, reject) => {
        const fail = (text: string): void => reject(new Error(`error getting data from etcd: ${text}`));
        const cancel = clock.after(timeout, () => fail('context deadline exceeded'));
        ask()
          .then(resolve, (error: unknown) => fail(errorText(error)))
          .finally(cancel);
      }),
  };
}

async function answerOne(context: RequestContext, check: HealthCheck): Promise<void> {
  const reason = await reasonOf(check);
  if (reason === undefined) await respondText(context, 200, 'ok');
  else await respondText(context, 500, `internal server error: ${reason}\n`, undefined, NOSNIFF);
}

async function reasonOf(check: HealthCheck): Promise<string | undefined> {
  try {
    await check.check();
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

function quotedList(names: ReadonlySet<string>): string {
  return [...names]
    .sort()
    .map((each) => JSON.stringify(each))
    .join(',');
}
