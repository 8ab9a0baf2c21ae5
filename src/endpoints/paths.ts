/**
 * The paths that are no resources: discovery, health, metrics, OpenAPI. Exact paths and prefixes; nothing is normalised (`/healthz/` is not
 * `/healthz`). A prefix ends in a slash and covers everything below it; the longest one wins.
 */
import type { RequestContext } from '../request/context.ts';

export type PathHandler = (context: RequestContext) => Promise<void>;

export interface PathOptions {
  /** Leaves the path out of the index at `/`. */
  readonly unlisted?: boolean;
}

export class PathTable {
  readonly #exact = new Map<string, { readonly handler: PathHandler; readonly listed: boolean }>();
  #prefixes: readonly { readonly prefix: string; readonly handler: PathHandler; readonly listed: boolean }[] = [];

  /** @throws {Error} when the path is taken */
  exact(path: string, handler: PathHandler, options: PathOptions = {}): void {
    if (this.#exact.has(path)) throw new Error(`path ${path} is taken`);
    this.#exact.set(path, { handler, listed: options.unlisted !== true });
  }

  /** @param prefix with its slash at the end */
  prefix(prefix: string, handler: PathHandler, options: PathOptions = {}): void {
    const added = [...this.#prefixes, { prefix, handler, listed: options.unlisted !== true }];
    this.#prefixes = added.sort((a, b) => b.prefix.length - a.prefix.length);
  }

  find(path: string): PathHandler | undefined {
    return this.#exact.get(path)?.handler ?? this.#prefixes.find((each) => path.startsWith(each.prefix))?.handler;
  }

  /** Paths for the index at `/`, sorted; prefixes without those that are served there exactly as well. */
  listed(): string[] {
    const exact = [...this.#exact].filter(([, each]) => each.listed).map(([path]) => path);
    const prefixes = this.#prefixes.filter((each) => each.listed).map((each) => each.prefix);
    return [...new Set([...exact, ...prefixes])].sort();
  }
}
