/** Nodes: taints, addresses, ranges of pod addresses. Taint errors stand under `metadata` upstream, and updates report them twice. */

import { DecodeError } from '../../../codec/interface.ts';
import { decodeUntyped } from '../../../codec/json/untyped.ts';
import { parseRange, rangeErrors } from '../../../machinery/addresses.ts';
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { labelValueErrors } from '../../../machinery/label-names.ts';
import { getKey } from '../../../machinery/object.ts';
import { checkLabelName } from '../../meta/validation/labels.ts';
import type { Node, Taint } from '../v1/objects.gen.ts';
import { checkResourceAmount } from './resources.ts';
import { TAINT_EFFECTS } from './tolerations.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const TAINTS = FieldPath.root('metadata').child('taints');
const AVOIDED_PODS = 'scheduler.alpha.kubernetes.io/preferAvoidPods';
const ONCE = (field: string): string => `node updates may not change ${field} except from "" to valid`;

export function validateNode(node: Node, known: readonly string[] = []): ErrorList {
  const errors = new ErrorList();
  checkAnnotations(errors, node);
  checkTaints(errors, node.spec?.taints ?? []);
  checkAmounts(errors, node);
  const ranges = node.spec?.podCIDRs ?? [];
  ranges.forEach((range, i) => {
    errors.eachInvalid(SPEC.child('podCIDRs').index(i), range, rangeErrors(range, known));
  });
  const families = new Set(ranges.map((range) => parseRange(range)?.family));
  if (ranges.length > 2 || (ranges.length === 2 && families.size < 2))
    errors.invalid(SPEC.child('podCIDRs'), ranges, 'may specify no more than one CIDR for each IP family');
  return errors;
}

export function validateNodeUpdate(node: Node, old: Node): ErrorList {
  const errors = validateNode(node, old.spec?.podCIDRs);
  errors.append(validateNodeChange(node, old));
  return errors;
}

/** What holds for the main resource and the status alike. */
export function validateNodeChange(node: Node, old: Node): ErrorList {
  const errors = new ErrorList();
  checkAnnotations(errors, node);
  checkAmounts(errors, node);
  const seen = new Set<string>();
  node.status?.addresses?.forEach(({ type, address }, i) => {
    const shown = JSON.stringify({ Type: type, Address: address });
    if (seen.has(shown)) errors.duplicate(STATUS.child('addresses').index(i), new Verbatim(shown));
    seen.add(shown);
  });
  const before = old.spec ?? {};
  const spec = node.spec ?? {};
  if ((before.podCIDRs?.length ?? 0) > 0 && !equal(spec.podCIDRs ?? [], before.podCIDRs)) errors.forbidden(SPEC.child('podCIDRs'), ONCE('podCIDR'));
  if ((before.providerID ?? '') !== '' && spec.providerID !== before.providerID) errors.forbidden(SPEC.child('providerID'), ONCE('providerID'));
  checkTaints(errors, spec.taints ?? []);
  if ((spec.externalID ?? '') !== (before.externalID ?? '')) errors.forbidden(SPEC.child('externalID'), 'may not be updated');
  return errors;
}

function checkTaints(errors: ErrorList, taints: readonly Taint[]): void {
  const seen = new Set<string>();
  taints.forEach(({ key, value = '', effect, timeAdded }, i) => {
    const at = TAINTS.index(i);
    checkLabelName(errors, at.child('key'), key);
    const bad = labelValueErrors(value);
    if (bad.length > 0) errors.invalid(at.child('value'), value, bad.join(';'));
    if (effect === '') errors.required(at.child('effect'));
    else if (!TAINT_EFFECTS.includes(effect)) errors.notSupported(at.child('effect'), effect, TAINT_EFFECTS);
    const pair = `${effect}/${key}`;
    const shown = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded ?? null };
    if (seen.has(pair)) errors.duplicate(at, new Verbatim(JSON.stringify(shown)), 'taints must be unique by key and effect pair');
    seen.add(pair);
  });
}

function checkAmounts(errors: ErrorList, { status }: Node): void {
  for (const field of ['capacity', 'allocatable'] as const) {
    const amounts = status?.[field];
    for (const name of Object.keys(amounts ?? {})) {
      const amount = getKey(amounts, name) as string;
      checkResourceAmount(errors, STATUS.child(field).child(name), name, amount);
    }
  }
}

function checkAnnotations(errors: ErrorList, { metadata }: Node): void {
  const text = getKey(metadata.annotations, AVOIDED_PODS) ?? '';
  if (text === '') return;
  try {
    decodeUntyped(Buffer.from(text));
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    errors.invalid(FieldPath.root('metadata').child('annotations', 'AvoidPods'), AVOIDED_PODS, error.message);
  }
}
