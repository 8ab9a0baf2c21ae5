/**
 * CreateOptions, UpdateOptions, PatchOptions and DeleteOptions: read from the query (a delete may carry them in its body), then validated. Values
 * convert as upstream's parameter codec does: the first value counts, a bool is false only for `0` and `false`, bad numbers are a 400.
 */
import { checkManagerName } from '../../../apis/meta/validation/managed-fields.ts';
import { ErrorList } from '../../../machinery/field-errors.ts';
import type { Int64 } from '../../../machinery/int64.ts';
import type { Propagation } from '../../../registry/generic/declaration.ts';
import type { DeletionOptions } from '../../../registry/generic/requests.ts';
import { readBool, readInt64 } from '../../routing/query.ts';

export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

export interface WriteOptions {
  readonly dryRun: boolean;
  /** '' when the client did not say. */
  readonly fieldManager: string;
  readonly fieldValidation: FieldValidation;
}

export interface PatchOptions extends WriteOptions {
  readonly force: boolean;
}

export interface DeleteOptions extends DeletionOptions {
  readonly dryRun: boolean;
}

const MODES: readonly string[] = ['', 'Ignore', 'Strict', 'Warn'];
const POLICIES: readonly string[] = ['Foreground', 'Background', 'Orphan'];

/** @throws {ApiError} 422 */
export function readWriteOptions(kind: 'CreateOptions' | 'UpdateOptions', query: URLSearchParams): WriteOptions {
  if (query.size === 0) return PLAIN;
  const errors = new ErrorList();
  const options = readCommon(query, errors);
  refuse(kind, errors);
  return options;
}

const PLAIN: WriteOptions = { dryRun: false, fieldManager: '', fieldValidation: 'Warn' };

/** @throws {ApiError} 422 */
export function readPatchOptions(query: URLSearchParams, isApply: boolean): PatchOptions {
  const errors = new ErrorList();
  if (isApply && (query.get('fieldManager') ?? '') === '') errors.required('fieldManager', 'is required for apply patch');
  if (!isApply && query.has('force')) errors.forbidden('force', 'may not be specified for non-apply patch');
  const options = readCommon(query, errors);
  refuse('PatchOptions', errors);
  return { ...options, force: readBool(query, 'force') === true };
}

function readCommon(query: URLSearchParams, errors: ErrorList): WriteOptions {
  const fieldManager = query.get('fieldManager') ?? '';
  const fieldValidation = query.get('fieldValidation') ?? '';
  checkManagerName(errors, 'fieldManager', fieldManager);
  const dryRun = checkDryRun(errors, query.getAll('dryRun'));
  if (!MODES.includes(fieldValidation)) errors.notSupported('fieldValidation', fieldValidation, MODES);
  return { dryRun, fieldManager, fieldValidation: fieldValidation === 'Ignore' || fieldValidation === 'Strict' ? fieldValidation : 'Warn' };
}

function checkDryRun(errors: ErrorList, values: readonly string[]): boolean {
  if (values.some((each) => each !== 'All')) errors.notSupported('dryRun', values, ['All']);
  return values.length > 0;
}

function refuse(kind: string, errors: ErrorList): void {
  if (errors.length > 0) throw errors.toApiError({ group: 'meta.k8s.io', kind }, '');
}

/** @throws {ApiError} 400, 422 */
export function readDeleteOptions(query: URLSearchParams): DeleteOptions {
  const uid = query.get('uid') ?? '';
  const resourceVersion = query.get('resourceVersion') ?? '';
  return validDeleteOptions({
    dryRun: query.getAll('dryRun'),
    gracePeriodSeconds: readInt64(query, 'gracePeriodSeconds'),
    orphanDependents: readBool(query, 'orphanDependents'),
    propagationPolicy: query.get('propagationPolicy') ?? undefined,
    preconditions: { uid: uid === '' ? undefined : uid, resourceVersion: resourceVersion === '' ? undefined : resourceVersion },
  });
}

/** DeleteOptions as they were sent. */
export interface GivenDeleteOptions {
  readonly dryRun?: readonly string[] | null | undefined;
  readonly gracePeriodSeconds?: Int64 | undefined;
  readonly orphanDependents?: boolean | undefined;
  readonly propagationPolicy?: string | undefined;
  readonly preconditions?: { readonly uid?: string | undefined; readonly resourceVersion?: string | undefined } | undefined;
}

/** @throws {ApiError} 422 */
export function validDeleteOptions(given: GivenDeleteOptions): DeleteOptions {
  const errors = new ErrorList();
  const { propagationPolicy, orphanDependents } = given;
  if (propagationPolicy !== undefined) {
    if (orphanDependents !== undefined)
      errors.invalid('propagationPolicy', propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set');
    if (!POLICIES.includes(propagationPolicy)) errors.notSupported('propagationPolicy', propagationPolicy, [...POLICIES, 'nil']);
  }
  const dryRun = checkDryRun(errors, given.dryRun ?? []);
  refuse('DeleteOptions', errors);
  return {
    dryRun,
    gracePeriodSeconds: given.gracePeriodSeconds,
    orphanDependents,
    propagationPolicy: propagationPolicy as Propagation | undefined,
    preconditions: given.preconditions ?? {},
  };
}
