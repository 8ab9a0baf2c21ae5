/** Taints of nodes, and what annotations from before there were fields say: they are still read, so they still have to be right. */
import { DecodeError } from '../../../../codec/interface.ts';
import { decodeUntyped } from '../../../../codec/json/untyped.ts';
import { type ErrorList, FieldPath, Verbatim } from '../../../../machinery/field-errors.ts';
import { labelValueErrors } from '../../../../machinery/grammar/label-names.ts';
import { asJsonObject, jsonTypeName, objectAt, stringAt } from '../../../../machinery/loose-json.ts';
import { getKey } from '../../../../machinery/object.ts';
import type { ObjectMeta } from '../../../meta/v1/objects.gen.ts';
import { checkLabelName } from '../../../meta/validation/labels.ts';
import type { Taint } from '../../v1/objects.gen.ts';
import { TAINT_EFFECTS } from '../scheduling/tolerations.ts';

const AVOIDED_PODS = 'scheduler.alpha.kubernetes.io/preferAvoidPods';
const TAINTS = 'scheduler.alpha.kubernetes.io/taints';
const ANNOTATIONS = FieldPath.root('metadata').child('annotations');

export function checkTaints(errors: ErrorList, path: FieldPath, taints: readonly Taint[]): void {
  const seen = new Set<string>();
  taints.forEach(({ key, value = '', effect, timeAdded }, i) => {
    const at = path.index(i);
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

export function checkNodeAnnotations(errors: ErrorList, { annotations }: ObjectMeta): void {
  checkOldTaints(errors, getKey(annotations, TAINTS) ?? '');
  checkAvoidedPods(errors, getKey(annotations, AVOIDED_PODS) ?? '');
}

function checkOldTaints(errors: ErrorList, text: string): void {
  if (text === '') return;
  const taints = decoded(text, 'array', '[]core.Taint');
  if (taints instanceof Problem) {
    errors.invalid(ANNOTATIONS, TAINTS, taints.text);
    return;
  }
  const list = ((taints ?? []) as readonly unknown[]).map(asJsonObject);
  const typed = list.map((each) => ({ key: stringAt(each, 'key'), value: stringAt(each, 'value'), effect: stringAt(each, 'effect') }));
  checkTaints(errors, ANNOTATIONS.child(TAINTS), typed);
}

function checkAvoidedPods(errors: ErrorList, text: string): void {
  if (text === '') return;
  const avoided = decoded(text, 'object', 'v1.AvoidPods');
  if (avoided instanceof Problem) {
    errors.invalid(ANNOTATIONS.child('AvoidPods'), AVOIDED_PODS, avoided.text);
    return;
  }
  const { preferAvoidPods } = asJsonObject(avoided);
  if (!Array.isArray(preferAvoidPods)) return;
  preferAvoidPods.forEach((entry: unknown, i) => {
    const path = ANNOTATIONS.child(AVOIDED_PODS).index(i).child('PodSignature');
    const { podController } = objectAt(asJsonObject(entry), 'podSignature');
    if (podController === undefined || podController === null) errors.required(path);
    else if (asJsonObject(podController).controller === false)
      errors.invalid(path.child('PodController', 'Controller'), false, 'must point to a controller');
  });
}

/** Why a text is no JSON of the wanted shape. */
class Problem {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

function decoded(text: string, shape: 'array' | 'object', type: string): unknown {
  try {
    const value = decodeUntyped(Buffer.from(text));
    const found = jsonTypeName(value);
    return value === null || found === shape ? value : new Problem(`json: cannot unmarshal ${found} into Go value of type ${type}`);
  } catch (error) {
    if (error instanceof DecodeError) return new Problem(error.message);
    throw error;
  }
}
