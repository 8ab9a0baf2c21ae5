/** Nodes: addresses, ranges of pod addresses, features. Taint errors stand under `metadata` upstream, and updates report them twice. */

import { equal } from '../../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { goQuote } from '../../../../machinery/go/text.ts';
import { parseRange, rangeErrors } from '../../../../machinery/grammar/addresses.ts';
import { POSITIVE } from '../../../../machinery/grammar/formats.ts';
import { MAX_SUBDOMAIN_LENGTH } from '../../../../machinery/grammar/names.ts';
import { getKey } from '../../../../machinery/object.ts';
import type { Node } from '../../v1/objects.gen.ts';
import { checkResourceAmount } from '../resources/resources.ts';
import { checkNodeAnnotations, checkTaints } from './node-annotations.ts';

const SPEC = FieldPath.root('spec');
const STATUS = FieldPath.root('status');
const TAINTS = FieldPath.root('metadata').child('taints');
const FEATURES = STATUS.child('declaredFeatures');
const FEATURE_NAME = /^[A-Z][a-zA-Z0-9]*(?:\/[a-zA-Z][a-zA-Z0-9]*)*$/;
const ONCE = (field: string): string => `node updates may not change ${field} except from "" to valid`;

export function validateNode(node: Node): ErrorList {
  const errors = new ErrorList();
  checkNodeAnnotations(errors, node.metadata);
  checkTaints(errors, TAINTS, node.spec?.taints ?? []);
  checkAmounts(errors, node);
  const swap = node.status?.nodeInfo?.swap?.capacity;
  if (swap !== undefined && swap <= 0) errors.invalid('metadata.nodeSwapStatus.capacity', swap, POSITIVE);
  checkFeatures(errors, node.status?.declaredFeatures ?? []);
  checkRanges(errors, node.spec?.podCIDRs ?? []);
  return errors;
}

function checkRanges(errors: ErrorList, ranges: readonly string[]): void {
  const path = SPEC.child('podCIDRs');
  ranges.forEach((range, i) => {
    errors.eachInvalid(path.index(i), range, rangeErrors(range));
  });
  if (ranges.length < 2) return;
  const families = ranges.map((range) => parseRange(range)?.family);
  const bad = families.indexOf(undefined);
  if (bad >= 0) {
    const text = `invalid CIDR[${bad}]: <nil> (invalid CIDR address: ${ranges[bad]})`;
    errors.internal(path, `invalid PodCIDRs. failed to check with dual stack with error:${text}`);
  }
  if (bad >= 0 || ranges.length > 2 || families[0] === families[1])
    errors.invalid(path, ranges, 'may specify no more than one CIDR for each IP family');
}

/** Names in order, each once (KEP-5328). */
function checkFeatures(errors: ErrorList, features: readonly string[]): void {
  features.forEach((feature, i) => {
    const problem = featureProblem(feature);
    if (problem !== undefined) errors.invalid(FEATURES.index(i), feature, `invalid feature name ${goQuote(feature)}: ${problem}`);
    const next = features[i + 1];
    if (next === undefined) return;
    if (feature === next) errors.duplicate(FEATURES.index(i + 1), next);
    else if (feature > next) errors.invalid(FEATURES.index(i + 1), next, 'list must be sorted alphabetically');
  });
}

function featureProblem(feature: string): string | undefined {
  if (Buffer.byteLength(feature) > MAX_SUBDOMAIN_LENGTH) return `must be no more than ${MAX_SUBDOMAIN_LENGTH} characters`;
  return FEATURE_NAME.test(feature)
    ? undefined
    : "must start with an UpperCamelCase segment, with subsequent segments separated by '/' (e.g., MyFeature or MyFeature/mySubFeature), and contain only alphanumeric characters and slashes";
}

export function validateNodeUpdate(node: Node, old: Node): ErrorList {
  const errors = validateNode(node);
  errors.append(validateNodeChange(node, old));
  return errors;
}

/** What holds for the main resource and the status alike. */
export function validateNodeChange(node: Node, old: Node): ErrorList {
  const errors = new ErrorList();
  checkNodeAnnotations(errors, node.metadata);
  checkAmounts(errors, node);
  checkFeatures(errors, node.status?.declaredFeatures ?? []);
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
  checkTaints(errors, TAINTS, spec.taints ?? []);
  if ((spec.externalID ?? '') !== (before.externalID ?? '')) errors.forbidden(SPEC.child('externalID'), 'may not be updated');
  return errors;
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
