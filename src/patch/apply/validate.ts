/**
 * Does a document fit its shape? What server-side apply asks of a patch before anything else, with the messages of structured-merge-diff,
 * Go's rendering of values included, because they reach the client as they are.
 */
import { formatGoValue, goTypeName } from '../../machinery/go/format.ts';
import { isMap } from '../document.ts';
import { fieldElement, type PathElement, printElement } from './path-element.ts';
import { deduce, type ListShape, type MapShape, type ScalarShape, type Shape } from './shape.ts';
import { ElementError, identityOf } from './typed-value.ts';

/** All errors of a document, each with its path in front; empty when it fits. */
export function validateDocument(document: unknown, shape: MapShape): string[] {
  const errors: string[] = [];
  validate(document, shape, undefined, errors);
  return errors;
}

/** One error as it is, several under a heading. */
export function joinErrors(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] as string) : `errors:\n${errors.map((each) => `  ${each}`).join('\n')}`;
}

/** Where a value stands; printed only when there is something to say about it. */
interface Place {
  readonly parent: Place | undefined;
  readonly element: PathElement;
}

function pathOf(place: Place | undefined): string {
  return place === undefined ? '' : pathOf(place.parent) + printElement(place.element);
}

function report(errors: string[], place: Place | undefined, message: string): void {
  errors.push(place === undefined ? message : `${pathOf(place)}: ${message}`);
}

function validate(value: unknown, shape: Shape, place: Place | undefined, errors: string[]): void {
  if (value === null || value === undefined) return;
  const known = deduce(shape, value);
  if (known === 'leaf') return;
  if (known.kind === 'scalar') validateScalar(value, known, place, errors);
  else if (known.kind === 'list') validateList(value, known, place, errors);
  else validateMap(value, known, place, errors);
}

function validateScalar(value: unknown, { scalar }: ScalarShape, place: Place | undefined, errors: string[]): void {
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  switch (scalar) {
    case 'numeric':
      if (!isNumber) report(errors, place, `expected numeric (int or float), got ${goTypeName(value)}`);
      break;
    case 'string':
      if (typeof value !== 'string') report(errors, place, `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
      break;
    case 'boolean':
      if (typeof value !== 'boolean') report(errors, place, `expected boolean, got &{${formatGoValue(value)}}`);
      break;
    default:
      if (typeof value === 'object') report(errors, place, `expected any scalar, got &{${formatGoValue(value)}}`);
  }
}

function validateList(value: unknown, shape: ListShape, place: Place | undefined, errors: string[]): void {
  if (!Array.isArray(value)) {
    report(errors, place, `expected list, got &{${formatGoValue(value)}}`);
    return;
  }
  const seen = new Set<PathElement>();
  for (const [i, item] of value.entries()) {
    let element: PathElement = `i:${i}`;
    if (shape.relation !== 'atomic') {
      try {
        element = identityOf(shape, item);
      } catch (error) {
        if (!(error instanceof ElementError)) throw error;
        // Without an identity nothing below can be named, so the list is done with.
        report(errors, place, `element ${i}: ${error.message}`);
        return;
      }
      if (seen.has(element)) report(errors, place, `duplicate entries for key ${printElement(element)}`);
      seen.add(element);
    }
    validate(item, shape.element, { parent: place, element }, errors);
  }
}

function validateMap(value: unknown, shape: MapShape, place: Place | undefined, errors: string[]): void {
  if (!isMap(value)) {
    report(errors, place, `expected map, got &{${formatGoValue(value)}}`);
    return;
  }
  for (const name of Object.keys(value)) {
    const at: Place = { parent: place, element: fieldElement(name) };
    const member = shape.member(name);
    if (member === undefined) {
      report(errors, at, 'field not declared in schema');
      return;
    }
    validate(value[name], member, at, errors);
  }
}

/** Go's `%#v` of a decoded document. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (isMap(value)) {
    const keys = Object.keys(value).sort();
    return `map[string]interface {}{${keys.map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`).join(', ')}}`;
  }
  return formatGoValue(value);
}
