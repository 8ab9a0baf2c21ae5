/**
 * Field selectors as kinds declare them: which labels they accept, and the words in which they refuse the others. Upstream has no single wording:
 * kinds with a conversion function of their own say "field label not supported", all others list the two metadata fields.
 */
import type { KubeObject } from '../../machinery/object.ts';
import type { SelectableFields } from '../generic/declaration.ts';

/** Only metadata.name and metadata.namespace (accepted even by cluster-scoped kinds, where it is always empty). */
export const metadataOnly: SelectableFields = {
  values: {},
  refusal: (label) => `${JSON.stringify(label)} is not a known field selector: only "metadata.name", "metadata.namespace"`,
};

/** Fields beyond the metadata; other labels are refused as kinds with a conversion of their own do. */
export function selectable(values: SelectableFields['values'], options: Partial<SelectableFields> = {}): SelectableFields {
  return { values, refusal: (label) => `field label not supported: ${label}`, ...options };
}

/** The text of a string, number or boolean at `path` below the object; `missing` where nothing is set. */
export function textAt(path: readonly string[], missing = ''): (object: KubeObject) => string {
  return (object) => {
    let value: unknown = object;
    for (const name of path) {
      if (typeof value !== 'object' || value === null) return missing;
      value = (value as { readonly [field: string]: unknown })[name];
    }
    return value === undefined || value === null ? missing : String(value);
  };
}
