/**
 * What upstream demands of an AuthenticationConfiguration (k8s.io/apiserver/pkg/apis/apiserver/validation), and one thing more: expressions cannot
 * be evaluated here yet, and a rule that nobody looks at would let in whom it should keep out. They are refused.
 */
import { checkDomainPath } from '../../apis/meta/validation/domains.ts';
import { ErrorList, FieldPath } from '../../machinery/field-errors.ts';
import { goQuote } from '../../machinery/go/text.ts';
import { parseCertificates } from '../x509.ts';
import type { AuthenticationConfiguration, ClaimMappings, ClaimValidationRule, Issuer, JwtAuthenticator, PrefixedClaim } from './interface.ts';

const MAX_AUTHENTICATORS = 64;
const MATCH_ANY = 'MatchAny';
const BOTH_SET = "claim and expression can't both be set";
const NO_EXPRESSIONS = 'expressions (CEL) are not supported yet; use claim and prefix';

/** @param serviceAccountIssuers those of this server's own tokens: nobody else may be believed about them */
export function validateAuthenticationConfiguration(
  { jwt = [], anonymous }: AuthenticationConfiguration,
  serviceAccountIssuers: readonly string[],
): ErrorList {
  const errors = new ErrorList();
  const root = FieldPath.root('jwt');
  if (jwt.length > MAX_AUTHENTICATORS) {
    errors.tooMany(root, jwt.length, MAX_AUTHENTICATORS);
    return errors;
  }
  const issuers = new Set<string>();
  const discoveryUrls = new Set<string>();
  jwt.forEach((each, i) => {
    const path = root.index(i);
    validateAuthenticator(errors, path, each, serviceAccountIssuers);
    const { url = '', discoveryURL = '' } = each.issuer;
    if (issuers.has(url)) errors.duplicate(path.child('issuer', 'url'), url);
    issuers.add(url);
    if (discoveryURL === '') return;
    if (discoveryUrls.has(discoveryURL)) errors.duplicate(path.child('issuer', 'discoveryURL'), discoveryURL);
    discoveryUrls.add(discoveryURL);
  });
  const conditions = anonymous?.conditions ?? [];
  if (anonymous?.enabled === false && conditions.length > 0) {
    const shown = conditions.map(({ path }) => ({ Path: path }));
    errors.invalid('anonymous.conditions', shown, 'enabled should be set to true when conditions are defined');
  }
  return errors;
}

function validateAuthenticator(errors: ErrorList, path: FieldPath, authenticator: JwtAuthenticator, disallowed: readonly string[]): void {
  validateIssuer(errors, path.child('issuer'), authenticator.issuer, disallowed);
  validateClaimRules(errors, path.child('claimValidationRules'), authenticator.claimValidationRules ?? []);
  validateMappings(errors, path.child('claimMappings'), authenticator.claimMappings);
  const seen = new Set<string>();
  (authenticator.userValidationRules ?? []).forEach(({ expression = '' }, i) => {
    const at = path.child('userValidationRules').index(i).child('expression');
    if (expression === '') errors.required(at);
    else if (seen.has(expression)) errors.duplicate(at, expression);
    else errors.invalid(at, expression, NO_EXPRESSIONS);
    seen.add(expression);
  });
}

function validateIssuer(errors: ErrorList, path: FieldPath, issuer: Issuer, disallowed: readonly string[]): void {
  const { url = '', discoveryURL = '', audienceMatchPolicy = '', certificateAuthority = '', egressSelectorType = '' } = issuer;
  if (url === '') errors.required(path.child('url'));
  else validateUrl(errors, path.child('url'), url, disallowed);
  if (discoveryURL !== '') {
    const at = path.child('discoveryURL');
    const withoutSlashes = (text: string): string => text.replace(/(?<!\/)\/+$/, '');
    if (url !== '' && withoutSlashes(url) === withoutSlashes(discoveryURL))
      errors.invalid(at, discoveryURL, 'discoveryURL must be different from URL');
    validateUrl(errors, at, discoveryURL, []);
  }
  validateAudiences(errors, path, issuer.audiences ?? [], audienceMatchPolicy);
  if (certificateAuthority !== '' && !isBundle(certificateAuthority))
    errors.invalid(path.child('certificateAuthority'), '<omitted>', 'data does not contain any valid RSA or ECDSA certificates');
  if (egressSelectorType !== '' && egressSelectorType !== 'controlplane' && egressSelectorType !== 'cluster')
    errors.invalid(path.child('egressSelectorType'), egressSelectorType, 'egress selector must be either controlplane or cluster');
}

function isBundle(pem: string): boolean {
  try {
    parseCertificates(pem);
    return true;
  } catch {
    return false;
  }
}

function validateUrl(errors: ErrorList, path: FieldPath, text: string, disallowed: readonly string[]): void {
  if (disallowed.includes(text)) errors.invalid(path, text, `URL must not overlap with disallowed issuers: [${[...disallowed].sort().join(' ')}]`);
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(text)) {
    // A text without a scheme is a relative address to Go.
    errors.invalid(path, text, 'URL scheme must be https');
    return;
  }
  const url = URL.parse(text);
  if (url === null) {
    errors.invalid(path, text, `parse ${goQuote(text)}: invalid URL`);
    return;
  }
  if (url.protocol !== 'https:') errors.invalid(path, text, 'URL scheme must be https');
  if (url.username !== '' || url.password !== '') errors.invalid(path, text, 'URL must not contain a username or password');
  if (url.search !== '') errors.invalid(path, text, 'URL must not contain a query');
  if (url.hash !== '') errors.invalid(path, text, 'URL must not contain a fragment');
}

function validateAudiences(errors: ErrorList, issuer: FieldPath, audiences: readonly string[], policy: string): void {
  const path = issuer.child('audiences');
  if (audiences.length === 0) errors.required(path, `at least one ${path} is required`);
  if (audiences.length === 0) return;
  const seen = new Set<string>();
  audiences.forEach((each, i) => {
    if (each === '') errors.required(path.index(i));
    if (seen.has(each)) errors.duplicate(path.index(i), each);
    seen.add(each);
  });
  const at = issuer.child('audienceMatchPolicy');
  if (audiences.length > 1 && policy !== MATCH_ANY) errors.invalid(at, policy, 'audienceMatchPolicy must be MatchAny for multiple audiences');
  if (audiences.length === 1 && policy !== '' && policy !== MATCH_ANY)
    errors.invalid(at, policy, 'audienceMatchPolicy must be empty or MatchAny for single audience');
}

function validateClaimRules(errors: ErrorList, path: FieldPath, rules: readonly ClaimValidationRule[]): void {
  const claims = new Set<string>();
  const expressions = new Set<string>();
  for (const [i, { claim = '', expression = '', requiredValue = '', message = '' }] of rules.entries()) {
    const at = path.index(i);
    if (claim !== '' && expression !== '') errors.invalid(at, claim, BOTH_SET);
    else if (claim === '' && expression === '') errors.required(at, 'claim or expression is required');
    else if (claim !== '') {
      if (message !== '') errors.invalid(at.child('message'), message, 'may not be specified when claim is set');
      if (claims.has(claim)) errors.duplicate(at.child('claim'), claim);
      claims.add(claim);
    } else {
      if (requiredValue !== '') errors.invalid(at.child('requiredValue'), requiredValue, 'may not be specified when expression is set');
      if (expressions.has(expression)) errors.duplicate(at.child('expression'), expression);
      else errors.invalid(at.child('expression'), expression, NO_EXPRESSIONS);
      expressions.add(expression);
    }
  }
}

function validateMappings(errors: ErrorList, path: FieldPath, { username = {}, groups = {}, uid = {}, extra = [] }: ClaimMappings): void {
  validatePrefixed(errors, path.child('username'), username, true);
  validatePrefixed(errors, path.child('groups'), groups, false);
  const { claim = '', expression = '' } = uid;
  if (claim !== '' && expression !== '') errors.invalid(path.child('uid'), '', BOTH_SET);
  else if (expression !== '') errors.invalid(path.child('uid', 'expression'), expression, NO_EXPRESSIONS);
  const seen = new Set<string>();
  for (const [i, { key = '', valueExpression = '' }] of extra.entries()) {
    const at = path.child('extra').index(i);
    checkDomainPath(errors, at.child('key'), key);
    if (key !== key.toLowerCase()) errors.invalid(at.child('key'), key, 'must be lowercase');
    if (/^([^/]*\.)?(kubernetes|k8s)\.io\//.test(key))
      errors.invalid(at.child('key'), key, 'k8s.io, kubernetes.io and their subdomains are reserved for Kubernetes use');
    if (seen.has(key)) errors.duplicate(at.child('key'), key);
    else if (valueExpression === '') errors.required(at.child('valueExpression'));
    else errors.invalid(at.child('valueExpression'), valueExpression, NO_EXPRESSIONS);
    seen.add(key);
  }
}

function validatePrefixed(errors: ErrorList, path: FieldPath, { claim = '', prefix, expression = '' }: PrefixedClaim, required: boolean): void {
  if (expression !== '' && claim !== '') errors.invalid(path, '', BOTH_SET);
  else if (expression !== '') {
    if (prefix !== undefined) errors.invalid(path.child('prefix'), prefix, 'may not be specified when expression is set');
    errors.invalid(path.child('expression'), expression, NO_EXPRESSIONS);
  } else if (claim !== '') {
    if (prefix === undefined)
      errors.required(path.child('prefix'), 'prefix is required when claim is set. It can be set to an empty string to disable prefixing');
  } else if (required) errors.required(path, 'claim or expression is required');
}
