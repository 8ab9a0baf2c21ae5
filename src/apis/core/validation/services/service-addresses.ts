/** The addresses of a service and what they say about its families, by themselves and against the stored service. */
import { ErrorList, FieldPath } from '../../../../machinery/field-errors.ts';
import { addressErrors, addressFamily } from '../../../../machinery/grammar/formats.ts';
import type { ServiceSpec } from '../../v1/objects.gen.ts';

const SPEC = FieldPath.root('spec');
const ADDRESSES = SPEC.child('clusterIPs');
const FAMILIES = SPEC.child('ipFamilies');
const POLICY = SPEC.child('ipFamilyPolicy');

const SUPPORTED_FAMILIES: readonly string[] = ['IPv4', 'IPv6'];
const SUPPORTED_POLICIES: readonly string[] = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];
const ONCE = 'may not change once set';

export const isHeadlessService = ({ clusterIPs }: ServiceSpec): boolean => clusterIPs?.length === 1 && clusterIPs[0] === 'None';

/** @param old the stored addresses, which need not satisfy newer rules */
export function validateServiceAddresses(spec: ServiceSpec, old: readonly string[] = []): ErrorList {
  const errors = new ErrorList();
  if (spec.type === 'ExternalName') return errors;
  const addresses = spec.clusterIPs ?? [];
  checkFirst(errors, spec.clusterIP ?? '', addresses);
  checkFamilyNames(errors, spec);
  const good = checkEach(errors, addresses, old);
  if (addresses.length > 2) errors.invalid(ADDRESSES, addresses, 'may only hold up to 2 values');
  if (!good) return errors;
  if (addresses.length > 1 && new Set(addresses.map(addressFamily)).size < 2)
    errors.invalid(ADDRESSES, addresses, 'may specify no more than one IP for each IP family');
  if (!isHeadlessService(spec)) checkFamiliesOf(errors, addresses, spec.ipFamilies ?? []);
  return errors;
}

function checkFirst(errors: ErrorList, address: string, addresses: readonly string[]): void {
  if (address === '') {
    if (addresses.length > 0) errors.invalid(ADDRESSES, addresses, 'must be empty when `clusterIP` is not specified');
  } else if (addresses.length === 0) errors.required(ADDRESSES);
  else if (addresses[0] !== address) errors.invalid(ADDRESSES, addresses, 'first value must match `clusterIP`');
}

function checkFamilyNames(errors: ErrorList, { ipFamilies, ipFamilyPolicy }: ServiceSpec): void {
  const seen = new Set<string>();
  ipFamilies?.forEach((family, i) => {
    if (!SUPPORTED_FAMILIES.includes(family)) errors.notSupported(FAMILIES.index(i), family, SUPPORTED_FAMILIES);
    if (seen.has(family)) errors.duplicate(FAMILIES.index(i), family);
    seen.add(family);
  });
  if (ipFamilyPolicy !== undefined && !SUPPORTED_POLICIES.includes(ipFamilyPolicy)) errors.notSupported(POLICY, ipFamilyPolicy, SUPPORTED_POLICIES);
}

function checkEach(errors: ErrorList, addresses: readonly string[], old: readonly string[]): boolean {
  let good = true;
  addresses.forEach((address, i) => {
    if (i === 0 && address === 'None') {
      if (addresses.length === 1) return;
      good = false;
      errors.invalid(ADDRESSES, addresses, "'None' must be the first and only value");
      return;
    }
    const found = addressErrors(address, old);
    if (found.length > 0) good = false;
    errors.eachInvalid(ADDRESSES.index(i), address, found);
  });
  return good;
}

function checkFamiliesOf(errors: ErrorList, addresses: readonly string[], families: readonly string[]): void {
  addresses.forEach((address, i) => {
    const family = families[i];
    if (!SUPPORTED_FAMILIES.includes(family ?? '') || family === `IPv${addressFamily(address)}`) return;
    errors.invalid(ADDRESSES.index(i), address, `expected an ${family} value as indicated by \`ipFamilies[${i}]\``);
  });
}

/** The first address and family stay; a second one comes and goes with the policy. */
export function checkAddressChange(errors: ErrorList, spec: ServiceSpec, before: ServiceSpec): void {
  if (spec.type === 'ExternalName' || before.type === 'ExternalName') return;
  const headless = isHeadlessService(spec);
  const wasHeadless = isHeadlessService(before);
  if (!(headless && wasHeadless)) checkList(errors, spec, before, 'clusterIPs', 'clusterIP');
  if (!headless && !wasHeadless) checkList(errors, spec, before, 'ipFamilies', 'ipFamily');
}

function checkList(errors: ErrorList, spec: ServiceSpec, before: ServiceSpec, field: 'clusterIPs' | 'ipFamilies', one: string): void {
  const now = spec[field] ?? [];
  const then = before[field] ?? [];
  const path = SPEC.child(field);
  if (now.length === then.length) {
    then.forEach((value, i) => {
      if (value !== now[i]) errors.invalid(path.index(field === 'clusterIPs' ? i : 0), now, ONCE);
    });
    return;
  }
  if (now.length === 0) errors.invalid(path.index(0), now, `primary ${one} can not be unset`);
  else if (then.length > 0 && now[0] !== then[0]) errors.invalid(path.index(0), spec.clusterIPs ?? [], ONCE);
  if (now.length < then.length && now.length === 1 && spec.ipFamilyPolicy !== 'SingleStack')
    errors.invalid(POLICY, spec.ipFamilyPolicy, `must be set to 'SingleStack' when releasing the secondary ${one}`);
}
