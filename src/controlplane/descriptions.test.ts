import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Describer } from '../apis/descriptions.ts';
import type { StructType, Type } from '../machinery/descriptor.ts';
import { BUILT_IN_RESOURCES } from './resources.ts';

const describer = new Describer();

/** All structs that a served kind can hold. */
function servedTypes(): ReadonlySet<StructType> {
  const found = new Set<StructType>();
  const visit = (type: Type): void => {
    if (type.kind === 'list') visit(type.element);
    else if (type.kind === 'map') visit(type.value);
    else if (type.kind === 'struct' && !found.has(type)) {
      found.add(type);
      for (const member of type.members) visit(member.type);
    }
  };
  for (const { versions } of BUILT_IN_RESOURCES) for (const { type } of versions) visit(type);
  return found;
}

test('every type and field of every served kind has a text, so that kubectl explain --recursive answers', () => {
  const bare: string[] = [];
  for (const type of servedTypes()) {
    if (describer.type(type) === '') bare.push(type.name);
    for (const [name, text] of describer.fields(type)) if (text === '') bare.push(`${type.name} ${name}`);
  }
  assert.deepEqual(bare, []);
});

test('texts are sentences', () => {
  const odd: string[] = [];
  for (const type of servedTypes()) {
    for (const text of [describer.type(type), ...describer.fields(type).values()]) {
      if (text !== '' && !/^[A-Z"'0-9].*[.:)"]$/s.test(text)) odd.push(`${type.go}: ${text}`);
    }
  }
  assert.deepEqual(odd, []);
});
