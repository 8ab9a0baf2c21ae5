/** Domain names in other fields than names of objects (k8s.io/apimachinery/pkg/util/validation). */
import type { ErrorList, FieldPath } from '../../../machinery/field-errors.ts';
import { MAX_SUBDOMAIN_LENGTH, maxLengthText, regexText, validateDns1123Label, validateDns1123Subdomain } from '../../../machinery/grammar/names.ts';

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';

/** A domain of at least two segments, with or without the dot at its end. Errors are about the name without it. */
export function fullDomainErrors(name: string): readonly string[] {
  const domain = name.endsWith('.') ? name.slice(0, -1) : name;
  const errors = validateDns1123Subdomain(domain);
  if (errors.length > 0) return [errors.join(',')];
  const segments = domain.split('.');
  if (segments.length < 2) return ['should be a domain with at least two segments separated by dots'];
  const bad = segments.map(validateDns1123Label).find((each) => each.length > 0);
  return bad === undefined ? [] : [bad.join(',')];
}

/** A name under which something is qualified: at least three segments. Errors are about the whole name. */
export function qualifiedDomainErrors(name: string): readonly string[] {
  const errors = validateDns1123Subdomain(name);
  if (errors.length > 0) return [errors.join(',')];
  return name.split('.').length < 3 ? ['should be a domain with at least three segments separated by dots'] : [];
}

const WILDCARD = /^\*\.[a-z0-9](?:-*[a-z0-9])*(?:\.[a-z0-9](?:-*[a-z0-9])*)*$/;

export function wildcardDomainErrors(name: string): readonly string[] {
  const errors: string[] = [];
  if (Buffer.byteLength(name) > MAX_SUBDOMAIN_LENGTH) errors.push(maxLengthText(MAX_SUBDOMAIN_LENGTH));
  if (!WILDCARD.test(name)) {
    const text =
      "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
    errors.push(regexText(text, `\\*\\.${LABEL}(\\.${LABEL})*`, '*.example.com'));
  }
  return errors;
}

const PATH_TEXT = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** "acme.io/foo": a domain and a path behind it. Errors are about the half that is wrong. */
export function checkDomainPath(errors: ErrorList, at: FieldPath, value: string): void {
  if (value === '') {
    errors.required(at);
    return;
  }
  const slash = value.indexOf('/');
  if (slash < 1 || slash === value.length - 1) {
    errors.invalid(at, value, 'must be a domain-prefixed path (such as "acme.io/foo")');
    return;
  }
  const host = value.slice(0, slash);
  const path = value.slice(slash + 1);
  errors.eachInvalid(at, host, validateDns1123Subdomain(host));
  if (!PATH.test(path)) errors.invalid(at, path, regexText('Invalid path', PATH_TEXT));
}
