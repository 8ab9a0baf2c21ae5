/** CSI drivers, what nodes have of them, how much room they report, and volumes being attached. */
import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { NOT_NEGATIVE, rangeText } from '../../../machinery/grammar/formats.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { nameIsDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import type { StringMap } from '../../../machinery/object.ts';
import { parseQuantity } from '../../../machinery/quantity.ts';
import { printInternal } from '../../core/validation/internal-form.ts';
import { checkInlineVolumeSpec } from '../../core/validation/volumes/persistent-volumes.ts';
import { checkCsiDriverName } from '../../core/validation/volumes/volume-sources.ts';
import { checkLabelSelector } from '../../meta/validation/labels.ts';
import type { CSIDriver, CSINode, CSINodeDriver, CSIStorageCapacity, TokenRequest, VolumeAttachment, VolumeError } from '../v1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const IMMUTABLE = 'field is immutable';
const MAX_NODE_ID = 256;
const MAX_MESSAGE = 1024;
const MAX_METADATA = 256 * 1024;
const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;
const MIN_PERIOD_SECONDS = 10;
const LIFECYCLES: readonly string[] = ['Persistent', 'Ephemeral'];
const GROUP_POLICIES: readonly string[] = ['File', 'None', 'ReadWriteOnceWithFSType'];

export function validateCSIDriver({ spec }: CSIDriver): ErrorList {
  const errors = new ErrorList();
  // The first path has a letter too many upstream.
  if (spec.attachRequired === undefined) errors.required(SPEC.child('attachedRequired'));
  for (const field of ['podInfoOnMount', 'storageCapacity'] as const) if (spec[field] === undefined) errors.required(SPEC.child(field));
  const { fsGroupPolicy, nodeAllocatableUpdatePeriodSeconds: period } = spec;
  if (fsGroupPolicy !== undefined && !GROUP_POLICIES.includes(fsGroupPolicy))
    errors.notSupported(SPEC.child('fsGroupPolicy'), fsGroupPolicy, GROUP_POLICIES);
  checkTokens(errors, spec.tokenRequests ?? []);
  for (const mode of spec.volumeLifecycleModes ?? [])
    if (!LIFECYCLES.includes(mode)) errors.notSupported(SPEC.child('volumeLifecycleModes'), mode, LIFECYCLES);
  if (period !== undefined && period < MIN_PERIOD_SECONDS)
    errors.invalid(SPEC.child('nodeAllocatableUpdatePeriodSeconds'), period, `must be greater than or equal to ${MIN_PERIOD_SECONDS} seconds`);
  const { serviceAccountTokenInSecrets: inSecrets, tokenRequests = [] } = spec;
  if (inSecrets !== undefined && tokenRequests.length === 0) {
    const text = 'serviceAccountTokenInSecrets is set but no tokenRequests are specified';
    errors.invalid(SPEC.child('serviceAccountTokenInSecrets'), inSecrets, text);
  }
  return errors;
}

/** The first path has a letter too many upstream. */
export function validateCSIDriverUpdate(driver: CSIDriver, old: CSIDriver): ErrorList {
  const errors = validateCSIDriver(driver);
  const { attachRequired, volumeLifecycleModes } = driver.spec;
  if (attachRequired !== old.spec.attachRequired) errors.invalid(SPEC.child('attachedRequired'), attachRequired, IMMUTABLE);
  if (!equal(volumeLifecycleModes ?? [], old.spec.volumeLifecycleModes ?? []))
    errors.invalid(SPEC.child('volumeLifecycleModes'), volumeLifecycleModes ?? null, IMMUTABLE);
  return errors;
}

function checkTokens(errors: ErrorList, tokens: readonly TokenRequest[]): void {
  const audiences = new Set<string>();
  tokens.forEach(({ audience, expirationSeconds }, i) => {
    const at = SPEC.child('tokenRequests').index(i);
    if (audiences.has(audience)) {
      errors.duplicate(at.child('audience'), audience);
      return;
    }
    audiences.add(audience);
    if (expirationSeconds === undefined) return;
    const path = at.child('expirationSeconds');
    if (expirationSeconds < MIN_TOKEN_SECONDS) errors.invalid(path, expirationSeconds, 'may not specify a duration less than 10 minutes');
    if (expirationSeconds > MAX_TOKEN_SECONDS) errors.invalid(path, expirationSeconds, 'may not specify a duration larger than 2^32 seconds');
  });
}

export function validateCSINode({ spec }: CSINode): ErrorList {
  const errors = new ErrorList();
  const names = new Set<string>();
  spec.drivers?.forEach((driver, i) => {
    const at = SPEC.child('drivers').index(i);
    checkDriver(errors, at, driver);
    if (names.has(driver.name)) errors.duplicate(at.child('name'), driver.name);
    names.add(driver.name);
  });
  return errors;
}

function checkDriver(errors: ErrorList, at: FieldPath, { name, nodeID, topologyKeys, allocatable }: CSINodeDriver): void {
  checkCsiDriverName(errors, at.child('name'), name);
  if (nodeID === '') errors.required(at.child('nodeID'));
  else if (Buffer.byteLength(nodeID) > MAX_NODE_ID) errors.invalid(at.child('nodeID'), nodeID, `must be ${MAX_NODE_ID} characters or less`);
  const count = allocatable?.count;
  if (count !== undefined && count < 0) errors.invalid(at.child('allocatable', 'count'), count, NOT_NEGATIVE);
  const seen = new Set<string>();
  for (const key of topologyKeys ?? []) {
    if (key === '') errors.required(at);
    if (seen.has(key)) errors.duplicate(at, key);
    seen.add(key);
    errors.eachInvalid(at, key, labelKeyErrors(key));
  }
}

/** A driver that is listed stays as it is, but for how much it can attach. */
export function validateCSINodeUpdate(node: CSINode, old: CSINode): ErrorList {
  const errors = validateCSINode(node);
  const drivers = Map.groupBy(node.spec.drivers ?? [], ({ name }) => name);
  for (const before of old.spec.drivers ?? []) {
    const [driver] = drivers.get(before.name) ?? [];
    if (driver === undefined) continue;
    const { name, nodeID, topologyKeys } = driver;
    if (nodeID === before.nodeID && equal(topologyKeys ?? [], before.topologyKeys ?? [])) continue;
    const shown = { Name: name, NodeID: nodeID, TopologyKeys: topologyKeys ?? null, Allocatable: null };
    errors.invalid(SPEC.child('drivers'), new Verbatim(JSON.stringify(shown)), IMMUTABLE);
  }
  return errors;
}

export function validateCSIStorageCapacity({ nodeTopology, storageClassName, capacity }: CSIStorageCapacity): ErrorList {
  const errors = new ErrorList();
  checkLabelSelector(errors, FieldPath.root('nodeTopology'), nodeTopology);
  errors.eachInvalid('storageClassName', storageClassName, nameIsDns1123Subdomain(storageClassName));
  if (capacity !== undefined && parseQuantity(capacity).sign < 0) errors.invalid('capacity', capacity, NOT_NEGATIVE);
  return errors;
}

export function validateCSIStorageCapacityUpdate(object: CSIStorageCapacity, old: CSIStorageCapacity): ErrorList {
  const errors = validateCSIStorageCapacity(object);
  if (!equal(object.nodeTopology, old.nodeTopology)) errors.invalid('nodeTopology', object.nodeTopology ?? null, IMMUTABLE);
  if (object.storageClassName !== old.storageClassName) errors.invalid('storageClassName', object.storageClassName, IMMUTABLE);
  return errors;
}

const EXACTLY_ONE = 'must specify exactly one of inlineVolumeSpec and persistentVolumeName';

/** A new attachment. Stored ones may be older than the rules for names. */
export function validateVolumeAttachment(attachment: VolumeAttachment): ErrorList {
  const errors = new ErrorList();
  checkAttachment(errors, attachment);
  const { attacher, source } = attachment.spec;
  if (attacher !== '') checkCsiDriverName(errors, SPEC.child('attacher'), attacher);
  const name = source?.persistentVolumeName;
  if (name !== undefined) errors.eachInvalid(SPEC.child('source', 'persistentVolumeName'), name, nameIsDns1123Subdomain(name));
  return errors;
}

function checkAttachment(errors: ErrorList, { spec, status }: VolumeAttachment): void {
  const { attacher, nodeName } = spec;
  const { persistentVolumeName, inlineVolumeSpec } = spec.source ?? {};
  const source = SPEC.child('source');
  if (attacher === '') errors.required(SPEC.child('attacher'));
  if (persistentVolumeName !== undefined && inlineVolumeSpec !== undefined) errors.forbidden(source, EXACTLY_ONE);
  else if (persistentVolumeName === '') errors.required(source.child('persistentVolumeName'), 'must specify non empty persistentVolumeName');
  else if (inlineVolumeSpec !== undefined) checkInlineVolumeSpec(errors, source.child('inlineVolumeSpec'), inlineVolumeSpec);
  else if (persistentVolumeName === undefined) errors.required(source, EXACTLY_ONE);
  errors.eachInvalid(SPEC.child('nodeName'), nodeName, nameIsDns1123Subdomain(nodeName));
  checkAttachmentMetadata(errors, status?.attachmentMetadata);
  for (const field of ['attachError', 'detachError'] as const) checkVolumeError(errors, FieldPath.root('status').child(field), status?.[field]);
}

function checkAttachmentMetadata(errors: ErrorList, metadata: StringMap | undefined): void {
  let size = 0;
  for (const [key, value] of Object.entries(metadata ?? {})) size += Buffer.byteLength(key) + Buffer.byteLength(value);
  if (size > MAX_METADATA) errors.tooLong(FieldPath.root('status').child('attachmentMetadata'), MAX_METADATA);
}

function checkVolumeError(errors: ErrorList, at: FieldPath, error: VolumeError | undefined): void {
  if (error === undefined) return;
  // The text names the other limit, as upstream's does.
  if (Buffer.byteLength(error.message ?? '') > MAX_MESSAGE) errors.tooLong(at.child('message'), MAX_METADATA);
  const code = error.errorCode;
  if (code !== undefined && code < 0) errors.invalid(at.child('errorCode'), code, rangeText(0, 2 ** 31 - 1));
}

export function validateVolumeAttachmentUpdate(attachment: VolumeAttachment, old: VolumeAttachment): ErrorList {
  const errors = new ErrorList();
  checkAttachment(errors, attachment);
  if (equal(attachment.spec, old.spec)) return errors;
  const { attacher, nodeName, source } = attachment.spec;
  const { persistentVolumeName = null, inlineVolumeSpec } = source ?? {};
  const inline = inlineVolumeSpec === undefined ? 'null' : printInternal(inlineVolumeSpec, 'PersistentVolumeSpec');
  const from = `{"PersistentVolumeName":${JSON.stringify(persistentVolumeName)},"InlineVolumeSpec":${inline}}`;
  const shown = `{"Attacher":${JSON.stringify(attacher)},"Source":${from},"NodeName":${JSON.stringify(nodeName)}}`;
  errors.invalid(SPEC, new Verbatim(shown), IMMUTABLE);
  return errors;
}
