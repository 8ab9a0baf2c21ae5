import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFlags } from '../flags/parse.ts';
import { FLAGS } from '../flags/table.ts';
import { authorizationOptions } from './authorization.ts';

const options = (...args: readonly string[]) => authorizationOptions(parseFlags(FLAGS, args));

test('modes in their order; nodes and roles when nothing is said', () => {
  assert.deepEqual(options(), { authorizationModes: ['Node', 'RBAC'] });
  assert.deepEqual(options('--authorization-mode=RBAC,ABAC', '--authorization-policy-file=/p'), {
    authorizationPolicyFile: '/p',
    authorizationModes: ['RBAC', 'ABAC'],
  });
});

test('mode Webhook: its kubeconfig, version and times', () => {
  const { authorizationWebhook } = options(
    '--authorization-mode=Webhook',
    '--authorization-webhook-config-file=/k',
    '--authorization-webhook-cache-authorized-ttl=0s',
  );
  assert.equal(authorizationWebhook?.connectionInfo.kubeConfigFile, '/k');
  assert.equal(authorizationWebhook.subjectAccessReviewVersion, 'v1beta1');
  assert.equal(authorizationWebhook.cacheAuthorizedRequests, false);
  assert.equal(authorizationWebhook.unauthorizedTTL, 30_000);
});

const REFUSED: readonly (readonly [args: readonly string[], message: string])[] = [
  [['--authorization-mode=Whim'], 'authorization-mode "Whim" is not a valid mode'],
  [['--authorization-mode=ABAC'], "authorization-mode ABAC's authorization policy file not passed"],
  [['--authorization-mode=Webhook'], "authorization-mode Webhook's authorization config file not passed"],
  [['--authorization-policy-file=/p'], 'cannot specify --authorization-policy-file without mode ABAC'],
  [['--authorization-webhook-config-file=/k'], 'cannot specify --authorization-webhook-config-file without mode Webhook'],
  [['--authorization-mode=RBAC,Node,RBAC'], 'authorization-mode ["RBAC" "Node" "RBAC"] has mode specified more than once'],
  [
    ['--authorization-mode=ABAC,Whim'],
    '[authorization-mode ABAC\'s authorization policy file not passed, authorization-mode "Whim" is not a valid mode]',
  ],
  [
    ['--authorization-config=/c', '--authorization-webhook-version=v1'],
    '--authorization-config can not be specified when --authorization-mode or --authorization-webhook-* flags are defined',
  ],
];

for (const [args, message] of REFUSED) {
  test(`${args.join(' ')} is refused`, () => {
    assert.throws(() => options(...args), { name: 'UsageError', message });
  });
}

test('a configuration file says what the other flags say', () => {
  assert.deepEqual(options('--authorization-config=/c'), { authorizationConfiguration: '/c' });
});
