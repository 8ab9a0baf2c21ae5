/**
 * Looks into an enveloped message without building the object: what a cache must know of a stored object before anybody reads it. What is found may
 * be kept: it holds on to nothing of the message.
 *
 * The numbers are wire format and the same for every kind: metadata is field 1 of an object, labels are field 11 of metadata and so on (apimachinery,
 * meta/v1/generated.proto).
 */
import { type ObjectLinks, type OwnerLink, setKey } from '../../machinery/object.ts';
import { openEnvelope } from './decode.ts';
import { ProtobufReader } from './reader.ts';
import { LENGTH, VARINT } from './wire.ts';

const METADATA = (1 << 3) | LENGTH;
const UID = (5 << 3) | LENGTH;
const DELETION_TIMESTAMP = (9 << 3) | LENGTH;
const LABELS = (11 << 3) | LENGTH;
const OWNER_REFERENCES = (13 << 3) | LENGTH;
const FINALIZERS = (14 << 3) | LENGTH;
const OWNER_KIND = (1 << 3) | LENGTH;
const OWNER_NAME = (3 << 3) | LENGTH;
const OWNER_UID = (4 << 3) | LENGTH;
const OWNER_API_VERSION = (5 << 3) | LENGTH;
const OWNER_BLOCKS = (7 << 3) | VARINT;
const KEY = (1 << 3) | LENGTH;
const VALUE = (2 << 3) | LENGTH;

/** The labels of an object. @throws {DecodeError} */
export function peekLabels(bytes: Uint8Array): { readonly [key: string]: string } {
  const labels: { [key: string]: string } = {};
  const object = ProtobufReader.of(openEnvelope(bytes).message);
  while (!object.done) {
    const tag = object.tag('Object');
    if (tag === METADATA) readMetadata(object.message(), labels);
    else object.skip(tag);
  }
  return labels;
}

function readMetadata(metadata: ProtobufReader, labels: { [key: string]: string }): void {
  while (!metadata.done) {
    const tag = metadata.tag('ObjectMeta');
    if (tag === LABELS) readLabel(metadata.message(), labels);
    else metadata.skip(tag);
  }
}

function readLabel(entry: ProtobufReader, labels: { [key: string]: string }): void {
  let key = '';
  let value = '';
  while (!entry.done) {
    const tag = entry.tag('Entry');
    if (tag === KEY) key = entry.singleText();
    else if (tag === VALUE) value = entry.singleText();
    else entry.skip(tag);
  }
  setKey(labels, key, value);
}

/** What ties an object to others. @throws {DecodeError} */
export function peekLinks(bytes: Uint8Array): ObjectLinks {
  const links = { uid: '', owners: [] as OwnerLink[], finalizers: [] as string[], deleting: false };
  const object = ProtobufReader.of(openEnvelope(bytes).message);
  while (!object.done) {
    const tag = object.tag('Object');
    if (tag !== METADATA) object.skip(tag);
    else readLinks(object.message(), links);
  }
  return links;
}

function readLinks(metadata: ProtobufReader, links: { uid: string; owners: OwnerLink[]; finalizers: string[]; deleting: boolean }): void {
  while (!metadata.done) {
    const tag = metadata.tag('ObjectMeta');
    switch (tag) {
      case UID:
        links.uid = metadata.singleText();
        break;
      case OWNER_REFERENCES:
        links.owners.push(readOwner(metadata.message()));
        break;
      case FINALIZERS:
        links.finalizers.push(metadata.singleText());
        break;
      case DELETION_TIMESTAMP:
        links.deleting = true;
        metadata.skip(tag);
        break;
      default:
        metadata.skip(tag);
    }
  }
}

function readOwner(reference: ProtobufReader): OwnerLink {
  const owner = { apiVersion: '', kind: '', name: '', uid: '', blocks: false };
  while (!reference.done) {
    const tag = reference.tag('OwnerReference');
    if (tag === OWNER_KIND) owner.kind = reference.singleText();
    else if (tag === OWNER_NAME) owner.name = reference.singleText();
    else if (tag === OWNER_UID) owner.uid = reference.singleText();
    else if (tag === OWNER_API_VERSION) owner.apiVersion = reference.singleText();
    else if (tag === OWNER_BLOCKS) owner.blocks = reference.bool();
    else reference.skip(tag);
  }
  return owner;
}
