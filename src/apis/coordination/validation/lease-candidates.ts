/** Lease candidates: who may lead, with the versions that the choice depends on (KEP-4355). */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { labelKeyErrors } from '../../../machinery/grammar/label-names.ts';
import { compareSemanticVersions, parseSemanticVersion } from '../../../machinery/semantic-versions.ts';
import { checkImmutable } from '../../meta/validation/immutable.ts';
import type { LeaseCandidate } from '../v1beta1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const OLDEST = 'OldestEmulationVersion';
const VERSION_TEXT = 'must be a valid semantic version';

export function validateLeaseCandidate({ spec }: LeaseCandidate): ErrorList {
  const errors = new ErrorList();
  const { leaseName, binaryVersion, emulationVersion = '', strategy = '' } = spec;
  if (leaseName === '') errors.required(SPEC.child('leaseName'));
  const emulated = parseSemanticVersion(emulationVersion);
  if (emulationVersion !== '' && emulated === undefined) errors.invalid(SPEC.child('emulationVersion'), emulationVersion, VERSION_TEXT);
  const binary = parseSemanticVersion(binaryVersion);
  if (binaryVersion === '') errors.required(SPEC.child('binaryVersion'));
  else if (binary === undefined) errors.invalid(SPEC.child('binaryVersion'), binaryVersion, VERSION_TEXT);
  if (binaryVersion !== '' && emulationVersion !== '' && compareSemanticVersions(binary, emulated) < 0)
    errors.invalid(SPEC.child('binaryVersion'), binaryVersion, 'must be greater than or equal to `emulationVersion`');
  if (strategy === '') errors.required(SPEC.child('strategy'));
  else {
    if (strategy === OLDEST && compareSemanticVersions(emulated, undefined) === 0)
      errors.required(SPEC.child('emulationVersion'), "must be specified when `strategy` is 'OldestEmulationVersion'");
    checkStrategy(errors, SPEC.child('strategy'), strategy);
  }
  return errors;
}

/** The name of the field comes twice, as upstream writes it. */
export function checkStrategy(errors: ErrorList, path: FieldPath, strategy: string): void {
  const at = path.child('strategy');
  if (strategy.includes('/')) errors.eachInvalid(at, strategy, labelKeyErrors(strategy));
  else if (strategy !== OLDEST) errors.notSupported(at, strategy, [OLDEST]);
}

export function validateLeaseCandidateUpdate(candidate: LeaseCandidate, old: LeaseCandidate): ErrorList {
  const errors = validateLeaseCandidate(candidate);
  checkImmutable(errors, SPEC.child('leaseName'), candidate.spec.leaseName, old.spec.leaseName);
  return errors;
}
