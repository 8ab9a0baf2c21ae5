/**
 * Alpha and beta versions: unknown until somebody asks for them, then complete. What is written in one version is read in every other, through the
 * version that upstream stores.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Server, type ServerOptions, startTestServer } from '../../src/testing/index.ts';

const GATES = [
  'ClusterTrustBundle',
  'PodCertificateRequest',
  'DRAResourcePoolStatus',
  'GenericWorkload',
  'StorageVersionMigrator',
  'TopologyAwareWorkloadScheduling',
];
const EVERYTHING: Partial<ServerOptions> = {
  runtimeConfig: { 'api/all': true },
  featureGates: Object.fromEntries(GATES.map((gate) => [gate, true])),
};

interface Sample {
  readonly kind: string;
  readonly path: string;
  readonly body: object;
  readonly name?: string;
}

const IN_DEFAULT = 'namespaces/default/';
const CLAIM = { devices: { requests: [{ name: 'a', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 2 } }] } };

/** By group: its versions, then a kind each. The body is in the first version. */
const SAMPLES: readonly (readonly [group: string, versions: readonly string[], samples: readonly Sample[]])[] = [
  ['networking.k8s.io', ['v1', 'v1beta1'], [{ kind: 'ServiceCIDR', path: 'servicecidrs', body: { spec: { cidrs: ['192.168.0.0/24'] } } }]],
  [
    'storage.k8s.io',
    ['v1', 'v1beta1'],
    [{ kind: 'VolumeAttributesClass', path: 'volumeattributesclasses', body: { driverName: 'x.example.com', parameters: { a: 'b' } } }],
  ],
  [
    'admissionregistration.k8s.io',
    ['v1', 'v1beta1', 'v1alpha1'],
    [
      {
        kind: 'MutatingAdmissionPolicyBinding',
        path: 'mutatingadmissionpolicybindings',
        body: { spec: { policyName: 'p' } },
      },
    ],
  ],
  [
    'coordination.k8s.io',
    ['v1beta1', 'v1alpha2'],
    [
      {
        kind: 'LeaseCandidate',
        path: `${IN_DEFAULT}leasecandidates`,
        body: { spec: { leaseName: 'l', binaryVersion: '1.36.0', emulationVersion: '1.35.0', strategy: 'OldestEmulationVersion' } },
      },
    ],
  ],
  [
    'resource.k8s.io',
    ['v1', 'v1beta2', 'v1beta1'],
    [
      { kind: 'DeviceClass', path: 'deviceclasses', body: { spec: { selectors: [{ cel: { expression: 'true' } }] } } },
      { kind: 'ResourceClaim', path: `${IN_DEFAULT}resourceclaims`, body: { spec: CLAIM } },
      { kind: 'ResourceClaimTemplate', path: `${IN_DEFAULT}resourceclaimtemplates`, body: { spec: { spec: CLAIM } } },
      {
        kind: 'ResourceSlice',
        path: 'resourceslices',
        body: {
          spec: {
            driver: 'x.example.com',
            pool: { name: 'p', generation: 1, resourceSliceCount: 1 },
            nodeName: 'n',
            devices: [{ name: 'd', attributes: { a: { int: 1 } } }],
          },
        },
      },
    ],
  ],
  [
    'resource.k8s.io',
    ['v1alpha3', 'v1beta2'],
    [
      {
        kind: 'DeviceTaintRule',
        path: 'devicetaintrules',
        body: { spec: { deviceSelector: { driver: 'x.example.com' }, taint: { key: 'a', effect: 'NoExecute' } } },
      },
    ],
  ],
  [
    'resource.k8s.io',
    ['v1alpha3'],
    [{ kind: 'ResourcePoolStatusRequest', path: 'resourcepoolstatusrequests', body: { spec: { driver: 'x.example.com', limit: 3 } } }],
  ],
  [
    'scheduling.k8s.io',
    ['v1alpha2'],
    [
      {
        kind: 'Workload',
        path: `${IN_DEFAULT}workloads`,
        body: { spec: { podGroupTemplates: [{ name: 'g', schedulingPolicy: { gang: { minCount: 2 } } }] } },
      },
      { kind: 'PodGroup', path: `${IN_DEFAULT}podgroups`, body: { spec: { schedulingPolicy: { basic: {} } } } },
    ],
  ],
  ['internal.apiserver.k8s.io', ['v1alpha1'], [{ kind: 'StorageVersion', path: 'storageversions', body: { spec: {} }, name: 'apps.deployments' }]],
  [
    'storagemigration.k8s.io',
    ['v1beta1'],
    [{ kind: 'StorageVersionMigration', path: 'storageversionmigrations', body: { spec: { resource: { group: 'apps', resource: 'deployments' } } } }],
  ],
];

interface Read {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly generation?: number; readonly managedFields?: readonly { readonly apiVersion: string }[] };
  readonly spec?: { readonly devices?: { readonly requests?: readonly object[] } };
}

async function ask(server: Server, method: string, path: string, body?: object, type = 'application/json'): Promise<Response> {
  return server.fetch(path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': type }, body: JSON.stringify(body) }),
  });
}

test('without settings an alpha or beta version is a 404 like any path that leads nowhere', async () => {
  await using server = await startTestServer();
  for (const [group, versions] of SAMPLES) {
    for (const version of versions.filter((each) => each !== 'v1')) {
      const answer = await ask(server, 'GET', `/apis/${group}/${version}`);
      assert.equal(answer.status, 404, `${group}/${version}`);
    }
  }
});

for (const [group, versions, samples] of SAMPLES) {
  for (const { kind, path, body, name = 'x' } of samples) {
    test(`${kind} of ${group} is the same object in ${versions.join(', ')}`, async () => {
      await using server = await startTestServer(EVERYTHING);
      const [place = '', collection = ''] = path.startsWith(IN_DEFAULT) ? [IN_DEFAULT, path.slice(IN_DEFAULT.length)] : ['', path];
      const at = (version: string): string => `/apis/${group}/${version}/${place}${collection}`;
      const [first = ''] = versions;
      const created = await ask(server, 'POST', at(first), { apiVersion: `${group}/${first}`, kind, metadata: { name }, ...body });
      assert.equal(created.status, 201, await created.clone().text());
      const texts = new Map<string, string>();
      for (const version of versions) {
        const read = await ask(server, 'GET', `${at(version)}/${name}`);
        const object = (await read.json()) as Read;
        assert.deepEqual([object.kind, object.apiVersion], [kind, `${group}/${version}`]);
        const written = await ask(server, 'PUT', `${at(version)}/${name}`, object);
        assert.equal(written.status, 200, `${version}: ${await written.clone().text()}`);
        const list = (await (await ask(server, 'GET', at(version))).json()) as { kind: string; apiVersion: string; items: object[] };
        assert.deepEqual([list.kind, list.apiVersion], [`${kind}List`, `${group}/${version}`]);
        assert.equal(list.items.length, collection === 'servicecidrs' ? 2 : 1);
        texts.set(version, await (await ask(server, 'GET', `${at(first)}/${name}`)).text());
      }
      assert.equal(new Set(texts.values()).size, 1, 'putting back what was read changes nothing, whatever the version');
      const discovered = (await (await ask(server, 'GET', `/apis/${group}/${first}`)).json()) as { resources: { name: string }[] };
      assert.ok(discovered.resources.some((each) => each.name === collection));
      const published = (await (await ask(server, 'GET', `/openapi/v3/apis/${group}/${first}`)).json()) as { paths: object };
      assert.ok(Object.keys(published.paths).some((each) => each.endsWith(`/${collection}/{name}`)));
    });
  }
}

test('a claim is flat in v1beta1 and is defaulted there', async () => {
  await using server = await startTestServer(EVERYTHING);
  const claims = (version: string): string => `/apis/resource.k8s.io/${version}/namespaces/default/resourceclaims`;
  const requests = [
    { name: 'a', deviceClassName: 'gpu' },
    { name: 'b', firstAvailable: [{ name: 'c', deviceClassName: 'gpu' }] },
  ];
  const body = { apiVersion: 'resource.k8s.io/v1beta1', kind: 'ResourceClaim', metadata: { name: 'x' }, spec: { devices: { requests } } };
  const created = await ask(server, 'POST', claims('v1beta1'), body);
  assert.equal(created.status, 201, await created.clone().text());
  assert.equal(created.headers.get('warning'), '299 - "resource.k8s.io/v1beta1 ResourceClaim is deprecated in v1.35+, unavailable in v1.38+"');
  const stable = (await (await ask(server, 'GET', `${claims('v1')}/x`)).json()) as Read;
  assert.deepEqual(stable.spec?.devices?.requests, [
    { name: 'a', exactly: { deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 } },
    { name: 'b', firstAvailable: [{ name: 'c', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 }] },
  ]);
  const beta = (await (await ask(server, 'GET', `${claims('v1beta1')}/x`)).json()) as Read;
  assert.deepEqual(beta.spec?.devices?.requests?.[0], { name: 'a', deviceClassName: 'gpu', allocationMode: 'ExactCount', count: 1 });
});

test('an apply in one version takes over what it applied in another', async () => {
  await using server = await startTestServer(EVERYTHING);
  const apply = async (version: string, cidrs: readonly string[]): Promise<Read> => {
    const body = { apiVersion: `networking.k8s.io/${version}`, kind: 'ServiceCIDR', metadata: { name: 'x', labels: { version } }, spec: { cidrs } };
    const path = `/apis/networking.k8s.io/${version}/servicecidrs/x?fieldManager=me`;
    const answer = await ask(server, 'PATCH', path, body, 'application/apply-patch+yaml');
    assert.ok(answer.ok, await answer.clone().text());
    return (await answer.json()) as Read;
  };
  await apply('v1', ['192.168.0.0/24']);
  const again = await apply('v1beta1', ['192.168.0.0/24']);
  assert.deepEqual(
    again.metadata.managedFields?.map((each) => each.apiVersion),
    ['networking.k8s.io/v1beta1'],
  );
});

test('a single resource of a version is on alone', async () => {
  await using server = await startTestServer({ runtimeConfig: { 'networking.k8s.io/v1beta1/ipaddresses': true } });
  const { resources } = (await (await ask(server, 'GET', '/apis/networking.k8s.io/v1beta1')).json()) as { resources: { name: string }[] };
  assert.deepEqual(
    resources.map((each) => each.name),
    ['ipaddresses'],
  );
});
