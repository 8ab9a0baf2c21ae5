/**
 * Custom resource definitions: kinds that clients add. Versions that were ever stored are remembered in the status until somebody removes them there.
 */
import { definitionFromBeta, definitionToBeta, setBetaDefinitionDefaults } from '../../apis/apiextensions/conversion.ts';
import { setCustomResourceDefinitionDefaults } from '../../apis/apiextensions/v1/defaults.ts';
import { CustomResourceDefinition } from '../../apis/apiextensions/v1/types.ts';
import { CustomResourceDefinition as StoredDefinition } from '../../apis/apiextensions/v1beta1/types.ts';
import type { KubeObject } from '../../machinery/object.ts';
import { resource, type Strategy } from '../generic/declaration.ts';
import { nameAndCreation } from '../printers/columns.ts';
import { metadataOnly } from '../strategies/selectable.ts';
import { keepStatus, METADATA_KEPT_BY_STATUS, statusOf } from '../strategies/status.ts';

function setStoredDefaults(object: KubeObject): void {
  setBetaDefinitionDefaults(object);
  setCustomResourceDefinitionDefaults(object);
}

interface DefinitionSpec {
  readonly versions?: readonly { readonly name: string; readonly storage?: boolean }[] | null;
}

interface DefinitionStatus {
  readonly storedVersions?: readonly string[] | null;
}

const strategy: Strategy = {
  prepareForCreate: (_context, object) => {
    object.status = { storedVersions: storageVersions(object) };
  },
  prepareForUpdate: (_context, object, old) => {
    keepStatus(object, old);
    const status = object.status as DefinitionStatus | undefined;
    const stored = status?.storedVersions ?? [];
    const missing = storageVersions(object).filter((each) => !stored.includes(each));
    if (missing.length > 0) object.status = { ...status, storedVersions: [...stored, ...missing] };
  },
  allowUnconditionalUpdate: false,
  resetFields: [['status']],
};

function storageVersions(object: KubeObject): readonly string[] {
  const versions = (object.spec as DefinitionSpec | undefined)?.versions ?? [];
  return versions.filter((each) => each.storage === true).map((each) => each.name);
}

export const customresourcedefinitions = resource({
  group: 'apiextensions.k8s.io',
  resource: 'customresourcedefinitions',
  kind: 'CustomResourceDefinition',
  shortNames: ['crd', 'crds'],
  categories: ['api-extensions'],
  namespaced: false,
  storageVersionHash: 'jfWCUB31mvA=',
  storageVersion: 'v1',
  storedAs: { version: 'v1beta1', type: StoredDefinition, setDefaults: setStoredDefaults, toHub: definitionFromBeta, fromHub: definitionToBeta },
  storedAsJson: true,
  versions: [{ version: 'v1', type: CustomResourceDefinition, setDefaults: setCustomResourceDefinitionDefaults }],
  storagePrefix: '/registry/apiextensions.k8s.io/customresourcedefinitions/',
  strategy,
  subresources: { status: statusOf(strategy, { keeps: METADATA_KEPT_BY_STATUS, resetFields: [['metadata'], ['spec']] }) },
  columns: nameAndCreation,
  selectableFields: metadataOnly,
});
