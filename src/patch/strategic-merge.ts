/**
 * Strategic merge patch: a merge that knows the type. Lists with a merge key merge element by element, lists of scalars as sets, the rest is
 * replaced; directives in the patch ($patch, $retainKeys, $setElementOrder, $deleteFromPrimitiveList) say the exceptions.
 *
 * Rules and messages follow k8s.io/apimachinery/pkg/util/strategicpatch and the design of "preserve order in strategic merge patch". Most
 * failures have no type there, so they reach the client as a 500 without a reason; only malformed directives of lists are a 400.
 */
import type { StructType, Type } from '../machinery/descriptor.ts';
import { formatGoString, formatGoValue, goTypeName } from '../machinery/go/format.ts';
import { setKey } from '../machinery/object.ts';
import { type ApiError, badRequest, rawError } from '../machinery/status.ts';
import { isMap, type JsonMap } from './document.ts';
import { elementType, noMergeKey, orderElements, partition, sameElement, splitDeletions } from './strategic-lists.ts';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_FROM_PRIMITIVE_LIST = '$deleteFromPrimitiveList';
const SET_ELEMENT_ORDER = '$setElementOrder';

/** How one field merges. */
interface FieldRule {
  readonly isList: boolean;
  /** Of a list, the type of its elements. */
  readonly type: Type;
  readonly replace: boolean;
  readonly merge: boolean;
  readonly mergeKey: string;
}

/**
 * @param document consumed: merged in place
 * @param patch a decoded patch; consumed as well: what is left of it, its directives gone, is what messages quote
 * @throws {ApiError} 400 and 500 as described above
 */
export function strategicMergePatch(document: JsonMap, patch: JsonMap, type: StructType): JsonMap {
  return mergeMap(document, patch, type);
}

/** What upstream says of a directive it does not know. */
function badDirective(directive: unknown, patch: JsonMap): ApiError {
  return rawError(`unknown patch type: ${formatGoString(directive)} in map: ${formatGoValue(patch)}`);
}

function mergeMap(original: JsonMap, patch: JsonMap, type: Type): JsonMap {
  if (Object.hasOwn(patch, DIRECTIVE)) {
    const directive = patch[DIRECTIVE];
    if (directive === 'delete') return {};
    if (directive !== 'replace') throw badDirective(directive, patch);
    delete patch[DIRECTIVE];
    return patch;
  }
  retainKeys(original, patch);
  mergeOrderedLists(original, patch, type);
  for (const patchKey of Object.keys(patch)) mergeMember(original, patchKey, patch[patchKey], type);
  return original;
}

function mergeMember(original: JsonMap, patchKey: string, value: unknown, type: Type): void {
  const deletes = patchKey.startsWith(DELETE_FROM_PRIMITIVE_LIST);
  const key = deletes ? directiveTarget(patchKey, DELETE_FROM_PRIMITIVE_LIST) : patchKey;
  if (value === null) {
    delete original[key];
    return;
  }
  const current = Object.hasOwn(original, key) ? original[key] : undefined;
  if (isMap(current) && isMap(value)) {
    const rule = ruleOf(type, key);
    setKey(original, key, rule.replace ? value : mergeMap(current, value, rule.type));
  } else if (Array.isArray(current) && Array.isArray(value)) {
    const rule = listRuleOf(type, key);
    setKey(original, key, rule.merge || deletes ? mergeList(current, value, rule, deletes) : value);
  } else if (!deletes) {
    const taken = kept(withoutNulls(value));
    if (taken === undefined) delete original[key];
    else setKey(original, key, taken);
  }
}

/** The list that a parallel directive key ("$setElementOrder/containers") speaks of. */
function directiveTarget(key: string, prefix: string): string {
  const slash = key.indexOf('/');
  if (slash < 0 || key.slice(0, slash) !== prefix) {
    throw badRequest(`invalid patch format of ${prefix === SET_ELEMENT_ORDER ? 'setElementOrder list' : 'primitive list'}`);
  }
  return key.slice(slash + 1);
}

/** @throws {ApiError} 500 for a field that is no list */
function listRuleOf(type: Type, key: string): FieldRule {
  const rule = ruleOf(type, key);
  if (!rule.isList) throw rawError('expected slice or array type, but got: struct');
  return rule;
}

function ruleOf(type: Type, key: string): FieldRule {
  if (type.kind !== 'struct' && type.kind !== 'opaque') {
    throw rawError(`merging an object in json but data type is not struct, instead is: ${type.kind === 'list' ? 'slice' : type.kind}`);
  }
  const found = type.kind === 'struct' ? type.field(key) : undefined;
  if (found === undefined) {
    throw rawError(`unable to find api field in struct ${type.go.slice(type.go.lastIndexOf('.') + 1)} for the json field "${key}"`);
  }
  const strategies = found.patchStrategy?.split(',') ?? [];
  return {
    isList: found.type.kind === 'list',
    type: found.type.kind === 'list' ? found.type.element : found.type,
    replace: strategies.includes('replace'),
    merge: strategies.includes('merge'),
    mergeKey: found.patchMergeKey ?? '',
  };
}

function retainKeys(original: JsonMap, patch: JsonMap): void {
  if (!Object.hasOwn(patch, RETAIN_KEYS)) return;
  const retained = patch[RETAIN_KEYS];
  delete patch[RETAIN_KEYS];
  if (!Array.isArray(retained)) throw badRequest('invalid patch format of retainKeys');
  const keep = new Set<unknown>(retained);
  for (const key of Object.keys(patch)) {
    if (patch[key] === null || key.startsWith(DELETE_FROM_PRIMITIVE_LIST) || key.startsWith(SET_ELEMENT_ORDER)) continue;
    if (!keep.has(key)) throw badRequest('invalid patch format of retainKeys');
  }
  for (const key of Object.keys(original)) if (!keep.has(key)) delete original[key];
}

/** Lists that come with an order: merged, then put into that order; the keys are done with afterwards. */
function mergeOrderedLists(original: JsonMap, patch: JsonMap, type: Type): void {
  for (const directive of Object.keys(patch)) {
    if (!directive.startsWith(SET_ELEMENT_ORDER)) continue;
    const order = asList(patch[directive]);
    delete patch[directive];
    const key = directiveTarget(directive, SET_ELEMENT_ORDER);
    const current = Object.hasOwn(original, key) ? asList(original[key]) : undefined;
    const patched = Object.hasOwn(patch, key) ? asList(patch[key]) : undefined;
    const rule = listRuleOf(type, key);
    checkOrder(patched ?? [], order, rule.mergeKey);
    if (current === undefined && patched === undefined) continue;
    const merged =
      current === undefined
        ? (kept(patched ?? []) as unknown[])
        : patched === undefined
          ? current
          : rule.merge
            ? mergeList(current, patched, rule, false)
            : patched;
    const [inOrder, others] = partition(merged, order, rule.mergeKey);
    const areMaps = elementType([current ?? [], patched ?? []]) === 'map';
    setKey(original, key, orderElements({ patched: inOrder, others, order, live: current ?? [], mergeKey: rule.mergeKey, areMaps }));
    delete patch[key];
  }
}

function asList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw rawError(`expected a []interface {}, but received a ${goTypeName(value)}`);
  return value;
}

/** Patched elements must stand in the order that the directive gives, and none may be missing there (deletions aside). */
function checkOrder(patched: readonly unknown[], order: readonly unknown[], mergeKey: string): void {
  if (order.length === 0 || patched.length === 0) return;
  const kept = mergeKey === '' ? patched : splitDeletions(patched)[0];
  let at = 0;
  for (const ordered of order) {
    while (at < kept.length && isMap(kept[at]) && Object.hasOwn(kept[at] as JsonMap, DIRECTIVE)) at++;
    if (at < kept.length && sameElement(kept[at], ordered, mergeKey)) at++;
  }
  if (at < kept.length && !(isMap(kept[at]) && Object.hasOwn(kept[at] as JsonMap, DIRECTIVE))) {
    throw rawError(`The order in patch list:\n${formatGoValue(patched)}\n doesn't match ${SET_ELEMENT_ORDER} list:\n${formatGoValue(order)}\n`);
  }
}

function mergeList(original: unknown[], patch: unknown[], rule: FieldRule, deletes: boolean): unknown[] {
  if (original.length === 0 && patch.length === 0) return original;
  if (elementType([original, patch]) !== 'map') {
    if (deletes) {
      const gone = new Set(patch);
      return original.filter((each) => !gone.has(each));
    }
    const merged = [...new Set([...original, ...patch])];
    const [patched, others] = partition(merged, patch, '');
    return orderElements({ patched, others, order: patch, live: original, mergeKey: '', areMaps: false });
  }
  if (rule.mergeKey === '') throw rawError(`cannot merge lists without merge key for ${rule.type.kind === 'struct' ? rule.type.go : 'map'}`);
  const { before, elements } = takeDirectives(original as JsonMap[], patch as JsonMap[], rule.mergeKey);
  const merged = mergeElements(before, elements, rule);
  const [patched, others] = partition(merged, elements, rule.mergeKey);
  return orderElements({ patched, others, order: elements, live: before, mergeKey: rule.mergeKey, areMaps: true });
}

/** Carries out $patch in elements of a list: what is left of the original, and the elements that really merge. */
function takeDirectives(original: JsonMap[], patch: JsonMap[], mergeKey: string): { before: JsonMap[]; elements: JsonMap[] } {
  const gone = new Set<unknown>();
  let replaces = false;
  const elements: JsonMap[] = [];
  for (const element of patch) {
    if (!Object.hasOwn(element, DIRECTIVE)) {
      elements.push(element);
      continue;
    }
    const directive = element[DIRECTIVE];
    if (directive === 'delete') {
      if (!Object.hasOwn(element, mergeKey)) throw noMergeKey(element, mergeKey);
      gone.add(element[mergeKey]);
    } else if (directive === 'replace') replaces = true;
    else if (directive === 'merge') throw rawError('merging lists cannot yet be specified in the patch');
    else throw badDirective(directive, element);
  }
  if (replaces) return { before: elements, elements: [] };
  return { before: gone.size === 0 ? original : original.filter((each) => !(Object.hasOwn(each, mergeKey) && gone.has(each[mergeKey]))), elements };
}

function mergeElements(before: readonly JsonMap[], elements: readonly JsonMap[], { type, mergeKey }: FieldRule): JsonMap[] {
  const merged = [...before];
  // Where each key stands first.
  const places = new Map<unknown, number>();
  for (const [i, each] of before.entries()) if (Object.hasOwn(each, mergeKey) && !places.has(each[mergeKey])) places.set(each[mergeKey], i);
  for (const element of elements) {
    if (!Object.hasOwn(element, mergeKey)) throw noMergeKey(element, mergeKey);
    const at = places.get(element[mergeKey]);
    if (at === undefined) places.set(element[mergeKey], merged.push(element) - 1);
    else merged[at] = mergeMap(merged[at] as JsonMap, element, type);
  }
  return merged;
}

/** Nulls have nothing to remove where the value is new to the document; elements of lists stay. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) value.forEach(withoutNulls);
  else if (isMap(value)) {
    for (const key of Object.keys(value)) {
      if (value[key] === null) delete value[key];
      else withoutNulls(value[key]);
    }
  }
  return value;
}

/**
 * What is left of a value that is new to the document when maps with a $patch have gone; undefined: nothing. The other directives stay and are
 * unknown fields then, as upstream has it.
 */
function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(kept).filter((each) => each !== undefined);
  if (!isMap(value)) return value;
  if (Object.hasOwn(value, DIRECTIVE)) return undefined;
  for (const key of Object.keys(value)) {
    const taken = kept(value[key]);
    if (taken === undefined) delete value[key];
    else setKey(value, key, taken);
  }
  return value;
}
