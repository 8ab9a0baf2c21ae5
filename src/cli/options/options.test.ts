import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { type CompletedOptions, completeOptions } from '../../controlplane/options.ts';
import { dataFolder, type Surroundings } from '../data-folder.ts';
import { parseFlags } from '../flags/parse.ts';
import { FLAGS } from '../flags/table.ts';
import { optionsFromFlags } from './options.ts';
import { bindAddress, secureOptions } from './serving.ts';

const surroundings: Surroundings = { platform: 'linux', home: '/u/jane', hostName: 'box', env: {}, address: '192.0.2.7' };
const serving = { certificate: '', privateKey: '' };

function options(...args: readonly string[]) {
  return optionsFromFlags(parseFlags(FLAGS, args), dataFolder('', surroundings), surroundings);
}

function secure(...args: readonly string[]) {
  return secureOptions(parseFlags(FLAGS, args), serving);
}

test('nothing said: loopback, the embedded store in the data folder, Node,RBAC', () => {
  assert.equal(secure().address, '127.0.0.1');
  assert.equal(secure().port, 6443);
  assert.deepEqual(options().storage, { backend: 'embedded', folder: '/u/jane/.local/share/coxswain/store' });
  assert.deepEqual(options().authorizationModes, ['Node', 'RBAC']);
  assert.equal(options().advertiseAddress, '127.0.0.1');
});

test('with etcd or a bind address it listens as upstream does, and advertises an address that others can reach', () => {
  assert.equal(bindAddress(parseFlags(FLAGS, ['--etcd-servers=http://e:2379'])), '0.0.0.0');
  assert.equal(options('--etcd-servers=http://e:2379').advertiseAddress, '192.0.2.7');
  assert.equal(options('--bind-address=192.0.2.1').advertiseAddress, '192.0.2.1');
});

test('etcd servers choose the etcd backend, and contradict another one', () => {
  const { storage } = options('--etcd-servers=http://a:2379,b:2379', '--etcd-prefix=/other');
  assert.deepEqual(storage, { backend: 'etcd3', servers: ['http://a:2379', 'http://b:2379'], prefix: '/other' });
  assert.throws(() => options('--etcd-servers=http://a:2379', '--storage-backend=memory'), /contradict/);
  assert.throws(() => options('--storage-backend=etcd3'), { message: '--etcd-servers must be specified' });
  assert.throws(() => options('--storage-backend=paper'), {
    message: "--storage-backend invalid, allowed values: embedded, etcd3, memory. If not specified, it will default to 'embedded'",
  });
});

test('the data folder follows the conventions of the system', () => {
  assert.equal(dataFolder('', { ...surroundings, env: { XDG_DATA_HOME: '/data' } }).root, '/data/coxswain');
  assert.equal(dataFolder('', { ...surroundings, env: { XDG_DATA_HOME: 'relative' } }).root, '/u/jane/.local/share/coxswain');
  assert.equal(dataFolder('', { ...surroundings, platform: 'darwin' }).root, '/u/jane/Library/Application Support/coxswain');
});

test('times arrive in milliseconds', () => {
  const { requestTimeout, minRequestTimeout, eventTtl } = options('--request-timeout=90s', '--min-request-timeout=60', '--event-ttl=2h');
  assert.deepEqual([requestTimeout, minRequestTimeout, eventTtl], [90_000, 60_000, 7_200_000]);
});

test('cipher suites go by their IANA names', () => {
  const suites = [
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA',
    'TLS_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_AES_128_GCM_SHA256',
  ];
  assert.deepEqual(secure(`--tls-cipher-suites=${suites.join(',')}`).cipherSuites, [
    'ECDHE-RSA-AES128-GCM-SHA256',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-AES256-SHA',
    'AES128-GCM-SHA256',
    'TLS_AES_128_GCM_SHA256',
  ]);
  assert.throws(() => secure('--tls-cipher-suites=TLS_NONSENSE'), { message: "Cipher suite TLS_NONSENSE not supported or doesn't exist" });
});

test('curves go by their numbers', () => {
  assert.deepEqual(secure('--tls-curve-preferences=4588,29,23').curves, ['X25519MLKEM768', 'X25519', 'prime256v1']);
  assert.equal(secure().curves, undefined);
  assert.throws(() => secure('--tls-curve-preferences=1'), { message: /^--tls-curve-preferences: curve 1 is not supported: / });
});

test('runtime config: a key alone switches on', () => {
  assert.deepEqual(options('--runtime-config=api/all,batch/v1=false').runtimeConfig, { 'api/all': true, 'batch/v1': false });
  assert.throws(() => options('--runtime-config=api/all=perhaps'), {
    message: 'invalid value of api/all: perhaps, err: strconv.ParseBool: parsing "perhaps": invalid syntax',
  });
});

test('resources may lie in another etcd, and in another form', () => {
  const { storage, storageMediaType } = options(
    '--etcd-servers=http://a:1',
    '--etcd-servers-overrides=/events#http://b:1;http://c:1,apps/deployments#d:1',
    '--storage-media-type=application/json',
  );
  assert.equal(storageMediaType, 'application/json');
  assert.deepEqual(storage.backend === 'etcd3' ? storage.overrides : [], [
    { group: '', resource: 'events', servers: ['http://b:1', 'http://c:1'] },
    { group: 'apps', resource: 'deployments', servers: ['http://d:1'] },
  ]);
  assert.throws(() => options('--etcd-servers=a:1', '--etcd-servers-overrides=events#http://b:1'), {
    message: '--etcd-servers-overrides invalid, must be of format: group/resource#servers, where servers are URLs, semicolon separated',
  });
  assert.throws(() => options('--etcd-servers-overrides=/events#http://b:1'), /contradict each other/);
  assert.throws(() => options('--storage-media-type=text/plain'), { message: 'unable to find serializer for "text/plain"' });
});

test('values that make no sense are refused', () => {
  assert.throws(() => secure('--secure-port=70000'), { message: '--secure-port 70000 must be between 0 and 65535, inclusive' });
  assert.throws(() => options('--max-requests-inflight=-1'), { message: '--max-requests-inflight can not be negative value' });
  assert.throws(() => options('--service-cluster-ip-range=everything'), {
    message: '--service-cluster-ip-range: "everything" is not a range of addresses',
  });
  assert.throws(() => options('--controllers=everything'), { message: '--controllers: "everything" is not in the list of known controllers' });
  assert.throws(() => secure('--tls-min-version=SSLv3'), { message: 'unknown tls version "SSLv3"' });
  const long = `/${'s'.repeat(107)}`;
  assert.throws(() => options(`--unix-socket=${long}`), {
    message: `--unix-socket ${long} is too long: it has 108 bytes, and this system takes 107`,
  });
});

test("controllers run unless upstream's controller manager is to be expected beside the server", () => {
  assert.deepEqual(options().controllers, ['*']);
  assert.deepEqual(options('--etcd-servers=http://e:2379').controllers, ['none']);
  const asUpstream = optionsFromFlags(parseFlags(FLAGS, []), dataFolder('', surroundings), { ...surroundings, program: 'kube-apiserver' });
  assert.deepEqual(asUpstream.controllers, ['none']);
  assert.deepEqual(options('--etcd-servers=http://e:2379', '--controllers=*,-namespace').controllers, ['*', '-namespace']);
  assert.deepEqual(options('--controllers=').controllers, [], 'an empty list is none');
});

test('times of the election of a leader: a leader gives up before another one may begin', () => {
  const times = (lease: string, renew: string, retry: string) =>
    options(`--leader-elect-lease-duration=${lease}`, `--leader-elect-renew-deadline=${renew}`, `--leader-elect-retry-period=${retry}`)
      .leaderElection;
  assert.deepEqual(times('3s', '2s', '500ms'), { leaseDuration: 3_000, renewDeadline: 2_000, retryPeriod: 500 });
  for (const [lease, renew, retry, message] of [
    ['2s', '2s', '1s', /lease-duration must be greater than --leader-elect-renew-deadline/],
    ['3s', '1200ms', '1s', /renew-deadline must be greater than --leader-elect-retry-period\*1\.2/],
    ['500ms', '400ms', '100ms', /lease-duration must be at least 1s/],
    ['3s', '2s', '0s', /retry-period more than 0s/],
  ] as const)
    assert.throws(() => times(lease, renew, retry), { message });
});

test('admission plugins: known ones, and nonsense', () => {
  assert.deepEqual(options('--disable-admission-plugins=NamespaceLifecycle,ServiceAccount').disableAdmissionPlugins, [
    'NamespaceLifecycle',
    'ServiceAccount',
  ]);
  assert.doesNotThrow(() => options('--enable-admission-plugins=NamespaceLifecycle'));
  assert.throws(() => options('--enable-admission-plugins=Nonsense'), { message: 'enable-admission-plugins plugin "Nonsense" is unknown' });
  const listed = options('--admission-control=NamespaceLifecycle,AlwaysPullImages');
  assert.deepEqual(listed.enableAdmissionPlugins, ['NamespaceLifecycle', 'AlwaysPullImages']);
  assert.equal(listed.disableAdmissionPlugins?.includes('ServiceAccount'), true, 'what is not listed does not run');
  assert.throws(() => options('--admission-control=Nonsense'), { message: 'admission-control plugin "Nonsense" is unknown' });
  assert.throws(() => options('--admission-control=ServiceAccount', '--enable-admission-plugins=ServiceAccount'), /are mutually exclusive$/);
});

test('privileged containers are allowed unless somebody says no', () => {
  assert.deepEqual(
    [options(), options('--allow-privileged'), options('--allow-privileged=false')].map((each) => each.allowPrivileged),
    [true, true, false],
  );
});

test('of two configurations of one admission plugin the first counts, and what is no list of them is told', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'coxswain-options-'));
  const file = path.join(folder, 'admission.yaml');
  writeFileSync(
    file,
    `apiVersion: apiserver.config.k8s.io/v1
kind: AdmissionConfiguration
plugins:
- {name: PodNodeSelector, configuration: {first: 1}}
- {name: PodNodeSelector, configuration: {second: 2}}
- {name: EventRateLimit, path: limits.yaml}
`,
  );
  writeFileSync(path.join(folder, 'limits.yaml'), 'limits: []\n');
  assert.deepEqual(
    [...(options(`--admission-control-config-file=${file}`).admissionConfiguration ?? [])],
    [
      ['PodNodeSelector', { first: 1 }],
      ['EventRateLimit', { limits: [] }],
    ],
  );
  writeFileSync(file, 'apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins: 3\n');
  assert.throws(() => options(`--admission-control-config-file=${file}`), {
    message: `--admission-control-config-file ${file}: plugins is no list`,
  });
  rmSync(folder, { recursive: true });
});

test('a command without flags asks for what a program gets that sets no options', () => {
  const flagged: Partial<CompletedOptions> = options();
  // These differ on purpose: the command runs controllers and knows its address, and its flags are shown under /flagz.
  const onPurpose = new Set(['storage', 'controllers', 'advertiseAddress', 'rootCa', 'flagValues', 'clock', 'log']);
  for (const [name, value] of Object.entries(completeOptions({ storage: { backend: 'memory' } }))) {
    if (!onPurpose.has(name) && name in flagged) assert.deepEqual(flagged[name as keyof CompletedOptions], value, name);
  }
});

test('what browsers and load balancers need is checked as upstream checks it', () => {
  const { corsAllowedOrigins, strictTransportSecurity, goawayChance } = options(
    '--cors-allowed-origins=//localhost(:|$),^https://a\\.org$',
    '--strict-transport-security-directives=max-age=31536000,includeSubDomains',
    '--goaway-chance=0.001',
  );
  assert.deepEqual(corsAllowedOrigins, ['//localhost(:|$)', '^https://a\\.org$']);
  assert.deepEqual(strictTransportSecurity, ['max-age=31536000', 'includeSubDomains']);
  assert.equal(goawayChance, 0.001);
  assert.throws(() => options('--goaway-chance=0.1'), { message: '--goaway-chance can not be less than 0 or greater than 0.02' });
  assert.throws(() => options('--cors-allowed-origins=example.com'), /does not pin to start\/end of host in the origin header$/);
  assert.throws(() => options('--strict-transport-security-directives=forever'), /invalid, allowed values: max-age=expireTime/);
});

test('how the store is used: timeouts, sizes, what is not cached, who collects garbage', () => {
  const { healthCheckTimeout, readyCheckTimeout, objectCountPeriod, storeSizeInterval, uncachedResources } = options(
    '--etcd-healthcheck-timeout=5s',
    '--etcd-count-metric-poll-period=0',
    '--etcd-db-metric-poll-interval=1m',
    '--watch-cache-sizes=secrets#0,pods#500,deployments.apps#0',
  );
  assert.deepEqual(
    [healthCheckTimeout, readyCheckTimeout, objectCountPeriod, storeSizeInterval, uncachedResources],
    [5000, 2000, 0, 60_000, ['secrets', 'deployments.apps']],
  );
  assert.deepEqual(options('--enable-garbage-collector=false').controllers, ['*', '-garbage-collector-controller']);
  assert.deepEqual(
    [options(), options('--delete-collection-workers=1'), options('--delete-collection-workers=0')].map((each) => each.deleteCollectionWorkers),
    [undefined, 1, 1],
  );
  const { storage } = options('--etcd-servers=http://e:1', '--lease-reuse-duration-seconds=7', '--etcd-readycheck-timeout=3s');
  assert.ok(storage.backend === 'etcd3' && storage.leaseReuseSeconds === 7 && storage.checkTimeout === 3000);
  for (const [value, message] of [
    ['pods', 'invalid value of watch cache size: pods'],
    ['pods#x', 'invalid size of watch cache size: pods#x'],
    ['pods#-1', 'watch cache size cannot be negative: pods#-1'],
  ] as const)
    assert.throws(() => options(`--watch-cache-sizes=${value}`), { message });
});

test('metrics: what is left out, and label values that are allowed', () => {
  const { metricsLimits } = options('--disabled-metrics=a_total,b', '--allow-metric-labels=c,code=200,404', '--allow-metric-labels="d,x=1","d,y=2"');
  assert.deepEqual(metricsLimits?.disabled, ['a_total', 'b']);
  assert.deepEqual(
    metricsLimits?.allowedLabelValues,
    new Map([
      ['c,code', ['200', '404']],
      ['d,x', ['1']],
      ['d,y', ['2']],
    ]),
  );
  assert.equal(options('--show-hidden-metrics-for-version=1.35').metricsLimits, undefined);
  for (const [arg, message] of [
    ['--allow-metric-labels=c', 'invalid argument "c" for "--allow-metric-labels" flag: c must be formatted as key=value'],
    ['--allow-metric-labels=c=1', '--allow-metric-labels must have a list of kv pair with format `metricName,labelName=labelValue, labelValue,...`'],
    ['--disabled-metrics=1a', '--disabled-metrics must be fully qualified metric names matching "^[a-zA-Z_:][a-zA-Z0-9_:]*$", got "1a"'],
    [
      '--show-hidden-metrics-for-version=1.36',
      "--show-hidden-metrics-for-version must be omitted or have the value '1.35'. Only the previous minor version is allowed",
    ],
  ] as const)
    assert.throws(() => options(arg), { message });
});

test('the version of this server may be named, another one may not yet', () => {
  for (const each of ['1.36', 'v1.36', 'kube=1.36']) assert.doesNotThrow(() => options(`--emulated-version=${each}`));
  assert.doesNotThrow(() => options('--min-compatibility-version=1.35'));
  for (const [arg, message] of [
    ['--emulated-version=1.35', '--emulated-version=1.35 does not work yet: leave it out or give it its default, 1.36'],
    ['--emulated-version=etcd=1.36', '--emulated-version: component not registered: etcd'],
    [
      '--emulation-forward-compatible',
      'ServerRunOptions.EmulationForwardCompatible cannot be set to true if the emulation version is the same as the binary version',
    ],
    ['--min-compatibility-version=new', '--min-compatibility-version: invalid version "new", expected component=major.minor'],
  ] as const)
    assert.throws(() => options(arg), { message });
});
