/** The file formats of AuthenticationConfiguration as tables, so that the decoder finds unknown fields and wrong types in upstream's words. */
import { TypeMeta } from '../../apis/meta/v1/types.ts';
import { bool, field, inline, list, type StructType, string, struct } from '../../machinery/descriptor.ts';

const name = (type: string): string => `k8s.io/apiserver/pkg/apis/apiserver/v1.${type}`;
const optional = { optional: true };

export const AuthenticationConfigurationType: StructType = struct(name('AuthenticationConfiguration'), () => [
  inline(TypeMeta),
  field('jwt', list(JwtAuthenticatorType), 1, { go: 'JWT' }),
  field('anonymous', AnonymousType, 2, { pointer: true, ...optional }),
]);

const AnonymousType: StructType = struct(name('AnonymousAuthConfig'), () => [
  field('enabled', bool, 1),
  field('conditions', list(ConditionType), 2, optional),
]);

const ConditionType: StructType = struct(name('AnonymousAuthCondition'), () => [field('path', string, 1)]);

const JwtAuthenticatorType: StructType = struct(name('JWTAuthenticator'), () => [
  field('issuer', IssuerType, 1),
  field('claimValidationRules', list(ClaimValidationRuleType), 2, optional),
  field('claimMappings', ClaimMappingsType, 3),
  field('userValidationRules', list(UserValidationRuleType), 4, optional),
]);

const IssuerType: StructType = struct(name('Issuer'), () => [
  field('url', string, 1, { go: 'URL' }),
  field('discoveryURL', string, 2, { pointer: true, ...optional }),
  field('certificateAuthority', string, 3, optional),
  field('audiences', list(string), 4),
  field('audienceMatchPolicy', string, 5, optional),
  field('egressSelectorType', string, 6, optional),
]);

const ClaimValidationRuleType: StructType = struct(name('ClaimValidationRule'), () => [
  field('claim', string, 1, optional),
  field('requiredValue', string, 2, optional),
  field('expression', string, 3, optional),
  field('message', string, 4, optional),
]);

const ClaimMappingsType: StructType = struct(name('ClaimMappings'), () => [
  field('username', PrefixedClaimType, 1),
  field('groups', PrefixedClaimType, 2, optional),
  field('uid', ClaimType, 3, { go: 'UID', ...optional }),
  field('extra', list(ExtraType), 4, optional),
]);

const PrefixedClaimType: StructType = struct(name('PrefixedClaimOrExpression'), () => [
  field('claim', string, 1, optional),
  field('prefix', string, 2, { pointer: true, ...optional }),
  field('expression', string, 3, optional),
]);

const ClaimType: StructType = struct(name('ClaimOrExpression'), () => [
  field('claim', string, 1, optional),
  field('expression', string, 2, optional),
]);

const ExtraType: StructType = struct(name('ExtraMapping'), () => [field('key', string, 1), field('valueExpression', string, 2)]);

const UserValidationRuleType: StructType = struct(name('UserValidationRule'), () => [
  field('expression', string, 1),
  field('message', string, 2, optional),
]);
