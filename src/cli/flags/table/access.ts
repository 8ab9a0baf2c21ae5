/** Flags about who callers are and what they may do. */
import { type FlagSection, works } from '../definition.ts';

export const authentication: FlagSection = {
  title: 'Authentication',
  flags: [
    works('anonymous-auth', 'bool', 'true', 'Let requests without credentials in as system:anonymous.'),
    works('api-audiences', 'strings', '', 'Names that this server answers to in tokens. Default: the issuer of service account tokens.'),
    works(
      'authentication-config',
      'string',
      '',
      'The file that configures ID tokens (OpenID Connect) and anonymous requests. It is read again when it changes.',
    ),
    works('authentication-token-webhook-cache-ttl', 'duration', '2m0s', 'How long answers of the token webhook are remembered.'),
    works('authentication-token-webhook-config-file', 'string', '', 'A kubeconfig of the service that reviews tokens.'),
    works('authentication-token-webhook-version', 'string', 'v1beta1', 'The version of TokenReview to send to it.'),
    works(
      'client-ca-file',
      'string',
      '',
      "Authorities of client certificates. A valid one's common name is the user, its organizations are the groups.",
    ),
    works('enable-bootstrap-token-auth', 'bool', '', 'Accept the bootstrap tokens kept in namespace kube-system.'),
    works('oidc-ca-file', 'string', '', "The authority of the OpenID server's certificate."),
    works('oidc-client-id', 'string', '', 'The client that ID tokens must be made for.'),
    works('oidc-groups-claim', 'string', '', 'The claim that holds the groups.'),
    works('oidc-groups-prefix', 'string', '', 'Put before each of these groups.'),
    works('oidc-issuer-url', 'string', '', 'The OpenID issuer (https only).'),
    works('oidc-required-claim', 'stringArray', '', 'A claim that must be there, with this value (key=value). May be repeated.', {
      placeholder: 'mapStringString',
    }),
    works('oidc-signing-algs', 'strings', '[RS256]', 'Algorithms that ID tokens may be signed with.'),
    works('oidc-username-claim', 'string', 'sub', 'The claim that holds the user name.'),
    works('oidc-username-prefix', 'string', '', 'Put before the user name; "-" is nothing.'),
    works('requestheader-allowed-names', 'strings', '', 'Common names of front proxies that may name the user in headers. Empty: any.'),
    works('requestheader-client-ca-file', 'string', '', "Authorities of front proxies' certificates."),
    works('requestheader-extra-headers-prefix', 'strings', '', 'Prefixes of headers that hold extra information about the user.'),
    works('requestheader-group-headers', 'strings', '', 'Headers that hold groups.'),
    works('requestheader-uid-headers', 'strings', '', 'Headers that hold the uid.'),
    works('requestheader-username-headers', 'strings', '', 'Headers that hold the user name.'),
    works(
      'service-account-extend-token-expiration',
      'bool',
      'true',
      'Let tokens mounted into pods live longer than they say, while clients learn to read them again.',
    ),
    works(
      'service-account-issuer',
      'stringArray',
      '',
      'The issuer in service account tokens. The first one is put into new tokens, all are accepted.',
    ),
    works('service-account-jwks-uri', 'string', '', 'Where the discovery document sends verifiers of service account tokens.'),
    works('service-account-key-file', 'stringArray', '', 'Keys that verify service account tokens (PEM). May be repeated.'),
    works('service-account-lookup', 'bool', 'true', 'Check that the objects a service account token names still exist.'),
    works('service-account-max-token-expiration', 'duration', '', 'The longest life of a service account token.'),
    works('token-auth-file', 'string', '', 'A CSV file of tokens: token,user,uid,"group,group".'),
  ],
};

export const authorization: FlagSection = {
  title: 'Authorization',
  flags: [
    works(
      'authorization-config',
      'string',
      '',
      'The file that configures the authorizers, instead of the other flags here. It is read again when it changes.',
    ),
    works('authorization-mode', 'strings', '', 'Who decides, in order: AlwaysAllow, AlwaysDeny, ABAC, Webhook, RBAC, Node. Default: Node,RBAC.'),
    works('authorization-policy-file', 'string', '', 'The policy file of mode ABAC.'),
    works('authorization-webhook-cache-authorized-ttl', 'duration', '5m0s', 'How long a yes of the authorization webhook is remembered.'),
    works('authorization-webhook-cache-unauthorized-ttl', 'duration', '30s', 'How long a no of the authorization webhook is remembered.'),
    works('authorization-webhook-config-file', 'string', '', 'A kubeconfig of the service that mode Webhook asks.'),
    works('authorization-webhook-version', 'string', 'v1beta1', 'The version of SubjectAccessReview to send to it.'),
  ],
};
