/**
 * Looks into an enveloped message without building the object: what a cache must know of a stored object before anybody reads it.
 *
 * The numbers are wire format and the same for every kind: metadata is field 1 of an object, labels are field 11 of metadata.
 */
import { setKey } from '../../machinery/object.ts';
import { openEnvelope } from './decode.ts';
import { LENGTH } from './encode.ts';
import { ProtobufReader } from './reader.ts';

const METADATA = (1 << 3) | LENGTH;
const LABELS = (11 << 3) | LENGTH;
const KEY = (1 << 3) | LENGTH;
const VALUE = (2 << 3) | LENGTH;

/** The labels of an object. @throws {DecodeError} */
export function peekLabels(bytes: Uint8Array): { readonly [key: string]: string } {
  const labels: { [key: string]: string } = {};
  const object = new ProtobufReader(openEnvelope(bytes).message);
  while (!object.done) {
    const tag = object.tag();
    if (tag === METADATA) readMetadata(object.message(), labels);
    else object.skip(tag);
  }
  return labels;
}

function readMetadata(metadata: ProtobufReader, labels: { [key: string]: string }): void {
  while (!metadata.done) {
    const tag = metadata.tag();
    if (tag === LABELS) readLabel(metadata.message(), labels);
    else metadata.skip(tag);
  }
}

function readLabel(entry: ProtobufReader, labels: { [key: string]: string }): void {
  let key = '';
  let value = '';
  while (!entry.done) {
    const tag = entry.tag();
    if (tag === KEY) key = entry.text();
    else if (tag === VALUE) value = entry.text();
    else entry.skip(tag);
  }
  setKey(labels, key, value);
}
