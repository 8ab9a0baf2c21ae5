/**
 * Origins that browsers may call from, as regular expressions of Go's. What they are matched with comes from strangers, so they run in linear time. This
 * module is loaded where there are such expressions only.
 */
import { RE2JS } from 're2js';

/** @throws {Error} of one line for an expression that is none */
export function originMatcher(patterns: readonly string[]): (origin: string) => boolean {
  const compiled = patterns.map((each) => {
    try {
      return RE2JS.compile(each);
    } catch (error) {
      throw new Error(`--cors-allowed-origins has an invalid regular expression: ${(error as Error).message}`);
    }
  });
  return (origin) => compiled.some((each) => each.matcher(origin).find());
}
