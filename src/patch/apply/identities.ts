/**
 * Objects that the schema cannot see: elements of an associative list that nothing tells apart (a service account may list secrets without names).
 * Upstream cannot track such an object; an apply to it fails.
 *
 * Invariant: types in which this cannot happen, which is nearly all of them, are not walked.
 */
import { deduce, type ListShape, type MapShape, type Shape } from './shape.ts';
import { isMapValue, tryIdentity, whyNone } from './typed-value.ts';

/** What is wrong with an object in memory, each with its path in front; duplicates are allowed. */
export function identityErrors(object: unknown, shape: MapShape): string[] {
  const errors: string[] = [];
  if (mayLackIdentity(shape)) visit(object, shape, '', errors);
  return errors;
}

function visit(value: unknown, shape: Shape, path: string, errors: string[]): void {
  const known = deduce(shape, value);
  if (known === 'leaf' || known.kind === 'scalar') return;
  if (known.kind === 'list') visitList(value, known, path, errors);
  else if (isMapValue(value)) {
    for (const name of Object.keys(value)) {
      const member = known.member(name);
      if (member !== undefined && mayLackIdentity(member)) visit(value[name], member, `${path}.${name}`, errors);
    }
  }
}

function visitList(value: unknown, shape: ListShape, path: string, errors: string[]): void {
  if (!Array.isArray(value)) return;
  for (const [i, item] of value.entries()) {
    if (shape.relation !== 'atomic' && tryIdentity(shape, item) === undefined) {
      errors.push(`${path}: element ${i}: ${whyNone(shape, item)}`);
      return;
    }
    visit(item, shape.element, path, errors);
  }
}

const answers = new WeakMap<Shape, boolean>();

function mayLackIdentity(shape: Shape): boolean {
  let answer = answers.get(shape);
  if (answer === undefined) {
    // A type that holds itself adds nothing to what its other fields say.
    answers.set(shape, false);
    answer = holdsKeyless(shape);
    answers.set(shape, answer);
  }
  return answer;
}

function holdsKeyless(shape: Shape): boolean {
  if (shape.kind === 'scalar' || shape.kind === 'any') return false;
  if (shape.kind === 'list') {
    const isKeyless = shape.relation === 'map' && shape.keys.every((key) => shape.keyDefault(key) === undefined);
    return isKeyless || mayLackIdentity(shape.element);
  }
  if (shape.sortedFields !== undefined) return shape.sortedFields().some((field) => mayLackIdentity(field.shape));
  const member = shape.member('');
  return member !== undefined && mayLackIdentity(member);
}
