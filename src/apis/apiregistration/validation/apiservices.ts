/** API services: the name says the group version; local ones have nothing to connect to. */
import { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { goQuote } from '../../../machinery/go/text.ts';
import { portNumberErrors } from '../../../machinery/grammar/formats.ts';
import { validateDns1035Label, validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';
import type { APIService } from '../v1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const MAX_GROUP_PRIORITY = 20_000;
const MAX_VERSION_PRIORITY = 1000;
const CONDITION_STATUSES: readonly string[] = ['True', 'False', 'Unknown'];

export function validateAPIService({ metadata, spec }: APIService): ErrorList {
  const errors = new ErrorList();
  const { group = '', version = '', groupPriorityMinimum: groupPriority = 0, versionPriority = 0, caBundle = '', service } = spec ?? {};
  const insecure = spec?.insecureSkipTLSVerify === true;
  const wanted = `${version}.${group}`;
  if (metadata.name !== wanted) errors.invalid('metadata.name', metadata.name, `must be \`spec.version+"."+spec.group\`: ${goQuote(wanted)}`);
  if (group === '') {
    if (version !== 'v1') errors.required(SPEC.child('group'), 'only v1 may have an empty group and it better be legacy kube');
  } else errors.eachInvalid(SPEC.child('group'), group, validateDns1123Subdomain(group));
  errors.eachInvalid(SPEC.child('version'), version, validateDns1035Label(version));
  if (groupPriority <= 0 || groupPriority > MAX_GROUP_PRIORITY)
    errors.invalid(SPEC.child('groupPriorityMinimum'), groupPriority, `must be positive and less than ${MAX_GROUP_PRIORITY}`);
  if (versionPriority <= 0 || versionPriority > MAX_VERSION_PRIORITY)
    errors.invalid(SPEC.child('versionPriority'), versionPriority, `must be positive and less than ${MAX_VERSION_PRIORITY}`);
  const skip = SPEC.child('insecureSkipTLSVerify');
  if (service === undefined || service === null) {
    const size = Buffer.from(caBundle, 'base64').length;
    if (size > 0) errors.invalid(SPEC.child('caBundle'), `${size} bytes`, 'local APIServices may not have a caBundle');
    if (insecure) errors.invalid(skip, true, 'local APIServices may not have insecureSkipTLSVerify');
    return errors;
  }
  const { namespace = '', name = '', port } = service;
  if (namespace === '') errors.required(SPEC.child('service', 'namespace'));
  if (name === '') errors.required(SPEC.child('service', 'name'));
  for (const text of port === undefined ? [] : portNumberErrors(port))
    errors.invalid(SPEC.child('service', 'port'), port, `port is not valid: ${text}`);
  if (insecure && caBundle !== '') errors.invalid(skip, true, 'may not be true if caBundle is present');
  return errors;
}

export function validateAPIServiceStatus({ status }: APIService): ErrorList {
  const errors = new ErrorList();
  const conditions = FieldPath.root('status').child('conditions');
  for (const [i, { status: value = '' }] of (status?.conditions ?? []).entries())
    if (!CONDITION_STATUSES.includes(value)) errors.notSupported(conditions.index(i).child('status'), value, CONDITION_STATUSES);
  return errors;
}
