/**
 * The paths that are no resources: discovery, health, metrics, OpenAPI. Exact paths and prefixes; nothing is normalised (`/healthz/` is not
 * `/healthz`). A prefix ends in a slash and covers everything below it; the longest one wins.
 */
import type { RequestContext } from '../../request/context.ts';
import type { Pending } from '../../request/pending.ts';
import type { RequestLabels } from './request-metrics.ts';

export type PathHandler = (context: RequestContext) => Pending;

export interface PathOptions {
  /** Leaves the path out of the index at `/`. */
  readonly unlisted?: boolean;
  /** How requests are counted; undefined: not at all, as most of upstream's paths are not. */
  readonly countedAs?: (context: RequestContext) => RequestLabels | undefined;
}

export interface PathRoute extends PathOptions {
  readonly handler: PathHandler;
}

export class PathTable {
  readonly #exact = new Map<string, PathRoute>();
  #prefixes: readonly (PathRoute & { readonly prefix: string })[] = [];

  /** @throws {Error} when the path is taken */
  exact(path: string, handler: PathHandler, options: PathOptions = {}): void {
    if (this.#exact.has(path)) throw new Error(`path ${path} is taken`);
    this.#exact.set(path, { ...options, handler });
  }

  /** @param prefix with its slash at the end */
  prefix(prefix: string, handler: PathHandler, options: PathOptions = {}): void {
    const added = [...this.#prefixes, { ...options, prefix, handler }];
    this.#prefixes = added.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  find(path: string): PathRoute | undefined {
    return this.#exact.get(path) ?? this.#prefixes.find((each) => path.startsWith(each.prefix));
  }

  /** Paths for the index at `/`, sorted; prefixes without those that are served there exactly as well. */
  listed(): string[] {
    const exact = [...this.#exact].filter(([, each]) => each.unlisted !== true).map(([path]) => path);
    const prefixes = this.#prefixes.filter((each) => each.unlisted !== true).map((each) => each.prefix);
    return [...new Set([...exact, ...prefixes])].sort();
  }
}
