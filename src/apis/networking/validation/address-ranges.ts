/** IP addresses and service CIDRs. What they say cannot change, except that a range may get a second family. */

import { equal } from '../../../machinery/clone.ts';
import { ErrorList, FieldPath, Verbatim } from '../../../machinery/field-errors.ts';
import { canonicalRangeErrors, parseRange } from '../../../machinery/grammar/addresses.ts';
import { validateDns1123Subdomain, validatePathSegment } from '../../../machinery/grammar/names.ts';
import type { IPAddress, ServiceCIDR } from '../v1/objects.gen.ts';

const PARENT = FieldPath.root('spec').child('parentRef');
const CIDRS = FieldPath.root('spec').child('cidrs');
const IMMUTABLE = 'field is immutable';

export function validateIPAddress({ spec }: IPAddress): ErrorList {
  const errors = new ErrorList();
  const parent = spec?.parentRef;
  if (parent === undefined || parent === null) {
    errors.required(PARENT);
    return errors;
  }
  const { group = '', resource = '', namespace = '', name = '' } = parent;
  if (group !== '') errors.eachInvalid(PARENT.child('group'), group, validateDns1123Subdomain(group));
  for (const [field, value] of [
    ['resource', resource],
    ['name', name],
  ] as const) {
    if (value === '') errors.required(PARENT.child(field));
    else errors.eachInvalid(PARENT.child(field), value, validatePathSegment(value));
  }
  if (namespace !== '') errors.eachInvalid(PARENT.child('namespace'), namespace, validatePathSegment(namespace));
  return errors;
}

export function validateIPAddressUpdate({ spec }: IPAddress, old: IPAddress): ErrorList {
  const errors = new ErrorList();
  if (equal(spec?.parentRef, old.spec?.parentRef)) return errors;
  const { group = '', resource = '', namespace = '', name = '' } = spec?.parentRef ?? {};
  const shown = spec?.parentRef ? JSON.stringify({ Group: group, Resource: resource, Namespace: namespace, Name: name }) : 'null';
  errors.invalid(PARENT, new Verbatim(shown), IMMUTABLE);
  return errors;
}

export function validateServiceCIDR({ spec }: ServiceCIDR): ErrorList {
  const errors = new ErrorList();
  const cidrs = spec?.cidrs ?? [];
  if (cidrs.length === 0) errors.required(CIDRS, 'at least one CIDR required');
  else if (cidrs.length > 2) errors.invalid(CIDRS, new Verbatim(JSON.stringify({ CIDRs: cidrs })), 'may only hold up to 2 values');
  if (cidrs.length === 0 || cidrs.length > 2) return errors;
  cidrs.forEach((cidr, i) => {
    errors.eachInvalid(CIDRS.index(i), cidr, canonicalRangeErrors(cidr));
  });
  const families = cidrs.map((cidr) => parseRange(cidr)?.family);
  if (families.length > 1 && families[0] !== undefined && families[0] === families[1])
    errors.invalid(CIDRS, cidrs, 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64');
  return errors;
}

export function validateServiceCIDRUpdate(object: ServiceCIDR, old: ServiceCIDR): ErrorList {
  const errors = new ErrorList();
  const now = object.spec?.cidrs ?? [];
  const then = old.spec?.cidrs ?? [];
  if (now.length === then.length) {
    then.forEach((cidr, i) => {
      if (cidr !== now[i]) errors.invalid(CIDRS.index(i), now[i], IMMUTABLE);
    });
  } else if (then.length === 1 && now.length === 2) {
    if (now[0] !== then[0]) errors.invalid(CIDRS.index(0), now[0], IMMUTABLE);
    errors.append(validateServiceCIDR(object));
  } else errors.invalid(CIDRS, object.spec?.cidrs, IMMUTABLE);
  return errors;
}
