/**
 * What types and fields mean, one sentence each: the texts of `kubectl explain` and of the OpenAPI documents.
 *
 * They stand beside the tables and not in them, so that a table stays one line a field and one text serves all versions of a group. Each group's
 * texts are a function, because nobody needs them until a document is asked for. What every kind has (apiVersion, kind, metadata, a list's items)
 * is said here once. A descriptor that has a text of its own (`about`), as those of custom resources do, needs none of this.
 */
import type { Descriptions } from '../machinery/descriptions.ts';
import type { Field, StructType } from '../machinery/descriptor.ts';
import { admissionDescriptions } from './admission/descriptions.ts';
import { admissionregistrationDescriptions } from './admissionregistration/descriptions.ts';
import { apidiscoveryDescriptions } from './apidiscovery/descriptions.ts';
import { apiextensionsDescriptions } from './apiextensions/descriptions.ts';
import { apiregistrationDescriptions } from './apiregistration/descriptions.ts';
import { appsDescriptions } from './apps/descriptions.ts';
import { authenticationDescriptions } from './authentication/descriptions.ts';
import { authorizationDescriptions } from './authorization/descriptions.ts';
import { autoscalingDescriptions } from './autoscaling/descriptions.ts';
import { batchDescriptions } from './batch/descriptions.ts';
import { certificatesDescriptions } from './certificates/descriptions.ts';
import { coordinationDescriptions } from './coordination/descriptions.ts';
import { clusterDescriptions } from './core/descriptions/cluster.ts';
import { containerDescriptions } from './core/descriptions/containers.ts';
import { podDescriptions } from './core/descriptions/pods.ts';
import { serviceDescriptions } from './core/descriptions/services.ts';
import { storageDescriptions as coreStorageDescriptions } from './core/descriptions/storage.ts';
import { volumeDescriptions } from './core/descriptions/volumes.ts';
import { discoveryDescriptions } from './discovery/descriptions.ts';
import { eventsDescriptions } from './events/descriptions.ts';
import { flowcontrolDescriptions } from './flowcontrol/descriptions.ts';
import { internalDescriptions } from './internal/descriptions.ts';
import { metaDescriptions } from './meta/descriptions.ts';
import { networkingDescriptions } from './networking/descriptions.ts';
import { nodeDescriptions } from './node/descriptions.ts';
import { policyDescriptions } from './policy/descriptions.ts';
import { rbacDescriptions } from './rbac/descriptions.ts';
import { resourceDescriptions } from './resource/descriptions.ts';
import { schedulingDescriptions } from './scheduling/descriptions.ts';
import { storageDescriptions } from './storage/descriptions.ts';
import { storagemigrationDescriptions } from './storagemigration/descriptions.ts';

/** By the package's folder above the version: "core" of k8s.io/api/core/v1. */
const SOURCES: ReadonlyMap<string, readonly (() => Descriptions)[]> = new Map([
  ['admission', [admissionDescriptions]],
  ['admissionregistration', [admissionregistrationDescriptions]],
  ['apidiscovery', [apidiscoveryDescriptions]],
  ['apiextensions', [apiextensionsDescriptions]],
  ['apiregistration', [apiregistrationDescriptions]],
  ['apiserverinternal', [internalDescriptions]],
  ['apps', [appsDescriptions]],
  ['authentication', [authenticationDescriptions]],
  ['authorization', [authorizationDescriptions]],
  ['autoscaling', [autoscalingDescriptions]],
  ['batch', [batchDescriptions]],
  ['certificates', [certificatesDescriptions]],
  ['coordination', [coordinationDescriptions]],
  ['core', [clusterDescriptions, containerDescriptions, podDescriptions, serviceDescriptions, coreStorageDescriptions, volumeDescriptions]],
  ['discovery', [discoveryDescriptions]],
  ['events', [eventsDescriptions]],
  ['flowcontrol', [flowcontrolDescriptions]],
  ['meta', [metaDescriptions]],
  ['networking', [networkingDescriptions]],
  ['node', [nodeDescriptions]],
  ['policy', [policyDescriptions]],
  ['rbac', [rbacDescriptions]],
  ['resource', [resourceDescriptions]],
  ['scheduling', [schedulingDescriptions]],
  ['storage', [storageDescriptions]],
  ['storagemigration', [storagemigrationDescriptions]],
]);

/** The texts of one OpenAPI document; made for its building and dropped with it. */
export class Describer {
  readonly #groups = new Map<string, Descriptions>();

  /** The text of a type; empty for one that nobody has described. */
  type(type: StructType): string {
    if (type.about !== '') return type.about;
    const { group, version, name } = nameParts(type);
    const texts = this.#group(group);
    return texts[`${version}.${name}`]?.[0] || texts[name]?.[0] || listText(name);
  }

  /** The texts of all of a type's fields by JSON name, those of inlined structs among them. */
  fields(type: StructType): ReadonlyMap<string, string> {
    const found = new Map<string, string>();
    for (const member of type.members) {
      if (member.kind === 'inline') for (const [name, text] of this.fields(member.type)) found.set(name, text);
      else found.set(member.name, this.#field(type, member));
    }
    return found;
  }

  #field(type: StructType, field: Field): string {
    if (field.about !== '') return field.about;
    const { group, version, name } = nameParts(type);
    const texts = this.#group(group);
    return texts[`${version}.${name}`]?.[1]?.[field.name] ?? texts[name]?.[1]?.[field.name] ?? commonText(field, name);
  }

  #group(group: string): Descriptions {
    let texts = this.#groups.get(group);
    if (texts === undefined) {
      texts = Object.assign({}, ...(SOURCES.get(group) ?? []).map((source) => source())) as Descriptions;
      this.#groups.set(group, texts);
    }
    return texts;
  }
}

/** "k8s.io/api/core/v1.Pod" in parts. */
function nameParts(type: StructType): { readonly group: string; readonly version: string; readonly name: string } {
  const dot = type.name.lastIndexOf('.');
  const path = type.name.slice(0, dot).split('/');
  return { group: path.at(-2) ?? '', version: path.at(-1) ?? '', name: type.name.slice(dot + 1) };
}

function listText(name: string): string {
  return name.endsWith('List') ? `A list of ${name.slice(0, -'List'.length)} objects.` : '';
}

/** What fields of a name and type are in every kind. */
function commonText(field: Field, owner: string): string {
  if (field.name === 'metadata' && field.type.kind === 'struct') {
    if (field.type.name.endsWith('.ObjectMeta')) return "The object's names, labels, annotations, owners and revision.";
    if (field.type.name.endsWith('.ListMeta')) return "The list's revision, and how to read on.";
  }
  if (field.name === 'items' && owner.endsWith('List')) return 'The objects of the list.';
  const texts = owner.endsWith('Condition') ? CONDITION_FIELDS : STATE_FIELDS;
  return texts.get(field.name) ?? '';
}

/** Conditions of all kinds are made alike. */
const CONDITION_FIELDS: ReadonlyMap<string, string> = new Map([
  ['type', 'The aspect that the condition is about.'],
  ['status', 'True, False or Unknown.'],
  ['observedGeneration', 'The generation that this was found for; an older one means that it may be out of date.'],
  ['lastProbeTime', 'When it was last checked.'],
  ['lastUpdateTime', 'When the condition was last written.'],
  ['lastTransitionTime', 'When the status last changed.'],
  ['reason', 'Why it last changed, in one word for programs.'],
  ['message', 'Why it last changed, for people.'],
]);

const STATE_FIELDS: ReadonlyMap<string, string> = new Map([
  ['spec', 'The desired state.'],
  ['status', 'The observed state, written by controllers.'],
  ['conditions', 'The latest findings about the state, one for each aspect.'],
  ['observedGeneration', 'The generation that the status was written for.'],
]);
