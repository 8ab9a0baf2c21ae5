/** Sets of tolerations: what one already says, another need not repeat. */
import type { Toleration } from '../../../apis/core/v1/objects.gen.ts';
import { equal } from '../../../machinery/clone.ts';

/** Both lists, without those that another one includes; the order stays, and of equal ones the first. */
export function mergeTolerations(first: readonly Toleration[], second: readonly Toleration[]): Toleration[] {
  const all = [...first, ...second];
  const merged: Toleration[] = [];
  all.forEach((each, i) => {
    if (merged.some((other) => includesToleration(other, each))) return;
    if (all.slice(i + 1).some((other) => includesToleration(other, each) && !equal(other, each))) return;
    merged.push(each);
  });
  return merged;
}

/** Whether `wide` tolerates everything that `narrow` does. */
export function includesToleration(wide: Toleration, narrow: Toleration): boolean {
  if (equal(wide, narrow)) return true;
  if ((wide.key ?? '') !== (narrow.key ?? '') && ((wide.key ?? '') !== '' || wide.operator !== 'Exists')) return false;
  if ((wide.effect ?? '') !== (narrow.effect ?? '') && (wide.effect ?? '') !== '') return false;
  if (wide.effect === 'NoExecute' && wide.tolerationSeconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > wide.tolerationSeconds) return false;
  }
  if (wide.operator === 'Exists') return true;
  const isEqual = (wide.operator ?? '') === '' || wide.operator === 'Equal';
  return isEqual && narrow.operator === 'Equal' && (narrow.value ?? '') === (wide.value ?? '');
}
