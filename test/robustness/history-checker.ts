/**
 * Checks recorded histories of single keys for linearizability: is there an order of the operations, each between its call and its answer, in
 * which every answer is right? (Wing and Gong's search, with memory of what has been tried.) Writes carry the expectation they were made
 * with, so the model is a register with compare-and-set.
 */

export interface Operation {
  readonly kind: 'read' | 'write';
  /** What was read, or is to be written; undefined: absent, or a delete. */
  readonly value: string | undefined;
  /** Of a write: the value it expected to replace. */
  readonly expected?: string | undefined;
  /** Of a write: whether it was done; 'unknown' when nobody was told. */
  readonly done?: boolean | 'unknown';
  readonly called: number;
  /** Infinity when it was never answered. */
  readonly answered: number;
}

/** @returns whether the operations on one key, which begins absent, can be put in order */
export function isLinearizable(operations: readonly Operation[]): boolean {
  const sorted = operations.toSorted((left, right) => left.called - right.called);
  const tried = new Set<string>();
  const search = (left: readonly Operation[], value: string | undefined): boolean => {
    if (left.every((operation) => operation.answered === Number.POSITIVE_INFINITY)) {
      return true;
    }
    const state = `${left.map((operation) => sorted.indexOf(operation)).join()}=${value}`;
    if (tried.has(state)) {
      return false;
    }
    tried.add(state);
    const firstAnswer = Math.min(...left.map((operation) => operation.answered));
    // Whatever was called before the first answer may have been first.
    return left.some(
      (operation) =>
        operation.called <= firstAnswer &&
        outcomes(operation, value).some((after) =>
          search(
            left.filter((other) => other !== operation),
            after.value,
          ),
        ),
    );
  };
  return search(sorted, undefined);
}

/** The values that may be there after `operation` happened on `value`; none when its answer would be wrong. */
function outcomes(operation: Operation, value: string | undefined): readonly { readonly value: string | undefined }[] {
  if (operation.kind === 'read') {
    return operation.value === value ? [{ value }] : [];
  }
  const applies = operation.expected === value;
  switch (operation.done) {
    case true:
      return applies ? [{ value: operation.value }] : [];
    case false:
      return applies ? [] : [{ value }];
    default:
      return applies ? [{ value: operation.value }, { value }] : [{ value }];
  }
}
