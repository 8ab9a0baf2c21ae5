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
  validate(document, shape, '', errors);
  return errors;
}

/** One error as it is, several under a heading. */
export function joinErrors(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] as string) : `errors:\n${errors.map((each) => `  ${each}`).join('\n')}`;
}

function report(errors: string[], path: string, message: string): void {
  errors.push(path === '' ? message : `${path}: ${message}`);
}

function validate(value: unknown, shape: Shape, path: string, errors: string[]): void {
  if (value === null || value === undefined) return;
  const known = deduce(shape, value);
  if (known === 'leaf') return;
  if (known.kind === 'scalar') validateScalar(value, known, path, errors);
  else if (known.kind === 'list') validateList(value, known, path, errors);
  else validateMap(value, known, path, errors);
}

function validateScalar(value: unknown, { scalar }: ScalarShape, path: string, errors: string[]): void {
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  switch (scalar) {
    case 'numeric':
      if (!isNumber) report(errors, path, `expected numeric (int or float), got ${goTypeName(value)}`);
      break;
    case 'string':
      if (typeof value !== 'string') report(errors, path, `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`);
      break;
    case 'boolean':
      if (typeof value !== 'boolean') report(errors, path, `expected boolean, got &{${formatGoValue(value)}}`);
      break;
    default:
      if (typeof value === 'object') report(errors, path, `expected any scalar, got &{${formatGoValue(value)}}`);
  }
}

function validateList(value: unknown, shape: ListShape, path: string, errors: string[]): void {
  if (!Array.isArray(value)) {
    report(errors, path, `expected list, got &{${formatGoValue(value)}}`);
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
        report(errors, path, `element ${i}: ${error.message}`);
        return;
      }
      if (seen.has(element)) report(errors, path, `duplicate entries for key ${printElement(element)}`);
      seen.add(element);
    }
    validate(item, shape.element, path + printElement(element), errors);
  }
}

function validateMap(value: unknown, shape: MapShape, path: string, errors: string[]): void {
  if (!isMap(value)) {
    report(errors, path, `expected map, got &{${formatGoValue(value)}}`);
    return;
  }
  for (const name of Object.keys(value)) {
    const at = path + printElement(fieldElement(name));
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
