/**
 * From the claims of a verified ID token to a user, as the configuration maps them. Claims are whatever the provider was told by its users: they are
 * read as own properties only, and a claim of the wrong type refuses the token instead of being bent into shape.
 */
import { errorText } from '../../base/errors.ts';
import { jsonTypeName } from '../../machinery/loose-json.ts';
import { getKey } from '../../machinery/object.ts';
import { CREDENTIAL_ID, type UserInfo } from '../../request/user.ts';
import type { ClaimMappings, ClaimValidationRule } from '../configuration/interface.ts';

export type Claims = { readonly [name: string]: unknown };

/** @throws {Error} with upstream's text when a claim is missing, of the wrong type or not the required one */
export function userOfClaims(claims: Claims, mappings: ClaimMappings, rules: readonly ClaimValidationRule[]): UserInfo {
  const user = { name: nameOf(claims, mappings), groups: groupsOf(claims, mappings), uid: uidOf(claims, mappings), extra: extraOf(claims) };
  for (const { claim = '', requiredValue = '' } of rules) requireClaim(claims, claim, requiredValue);
  return user;
}

function nameOf(claims: Claims, { username = {} }: ClaimMappings): string {
  const { claim = '', prefix = '' } = username;
  const name = within(`oidc: parse username claims ${JSON.stringify(claim)}`, () => text(claims, claim));
  if (name === '') throw new Error(`oidc: parse username claims ${JSON.stringify(claim)}: claim is empty`);
  if (claim === 'email' && Object.hasOwn(claims, 'email_verified')) {
    const verified = getKey(claims, 'email_verified');
    if (typeof verified !== 'boolean' && verified !== null)
      throw new Error(`oidc: parse 'email_verified' claim: json: cannot unmarshal ${jsonTypeName(verified)} into Go value of type bool`);
    if (verified !== true) throw new Error('oidc: email not verified');
  }
  return prefix + name;
}

function groupsOf(claims: Claims, { groups = {} }: ClaimMappings): readonly string[] {
  const { claim = '', prefix = '' } = groups;
  if (claim === '' || !Object.hasOwn(claims, claim)) return [];
  const value = getKey(claims, claim);
  if (value === null) return [];
  const names = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(names) || !names.every((each): each is string => typeof each === 'string'))
    throw new Error(`oidc: parse groups claim ${JSON.stringify(claim)}: json: cannot unmarshal ${jsonTypeName(names)} into Go value of type string`);
  return names.map((each) => prefix + each);
}

function uidOf(claims: Claims, { uid = {} }: ClaimMappings): string {
  const { claim = '' } = uid;
  return claim === '' ? '' : within(`oidc: parse uid claim ${JSON.stringify(claim)}`, () => text(claims, claim));
}

/** Which token it was, where the provider gives its tokens names. */
function extraOf(claims: Claims): UserInfo['extra'] {
  const id = getKey(claims, 'jti');
  return new Map(typeof id === 'string' && id !== '' ? [[CREDENTIAL_ID, [`JTI=${id}`]]] : []);
}

function requireClaim(claims: Claims, claim: string, wanted: string): void {
  if (claim === '') return;
  if (!Object.hasOwn(claims, claim)) throw new Error(`oidc: required claim ${claim} not present in ID token`);
  const found = within(`oidc: parse claim ${claim}`, () => text(claims, claim));
  if (found !== wanted) throw new Error(`oidc: required claim ${claim} value does not match. Got = ${found}, want = ${wanted}`);
}

function text(claims: Claims, name: string): string {
  if (!Object.hasOwn(claims, name)) throw new Error('claim not present');
  const value = getKey(claims, name);
  if (value === null) return '';
  if (typeof value !== 'string') throw new Error(`json: cannot unmarshal ${jsonTypeName(value)} into Go value of type string`);
  return value;
}

function within<Result>(what: string, task: () => Result): Result {
  try {
    return task();
  } catch (error) {
    throw new Error(`${what}: ${errorText(error)}`);
  }
}
