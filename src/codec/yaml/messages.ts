/** The parser's complaints in libyaml's words, which clients see: "yaml: line 2: found a tab character that violates indentation". */
import type { YAMLException } from 'js-yaml';

/** What js-yaml says, and what libyaml says of the same text. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/tab characters? (must not|cannot) be used/i, 'found a tab character that violates indentation'],
  [/depth|nesting/i, 'exceeded max depth of 10000'],
];

export function yamlMessage(error: YAMLException, source: string): string {
  const line = (error.mark?.line ?? 0) + 1;
  for (const [pattern, words] of WORDS) if (pattern.test(error.reason)) return `yaml: line ${line}: ${words}`;
  void source;
  return `yaml: line ${line}: ${error.reason}`;
}
