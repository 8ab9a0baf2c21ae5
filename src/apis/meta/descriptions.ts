/** What the types that all groups share mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

export const metaDescriptions = (): Descriptions => ({
  TypeMeta: [
    'Says what an object is.',
    {
      kind: 'The kind of the object, in CamelCase; it cannot be changed, and the server takes it from the path where it is left out.',
      apiVersion: 'The group and version in which the object is written ("apps/v1", "v1"); the server converts it to the version that it stores.',
    },
  ],
  ListMeta: [
    'What every list carries: the revision it was read at, and how to go on.',
    {
      selfLink: 'Kept for old clients; the server leaves it empty.',
      resourceVersion: 'The revision at which the list was read, opaque to clients; a watch may start there.',
      continue: 'Set when there is more: the token that asks for the next page of the same list.',
      remainingItemCount: 'How many objects follow this page, where the server knows it; absent with selectors.',
      shardInfo: 'Which part of the collection the list holds, when a shard was asked for.',
    },
  ],
  ShardInfo: ['Which part of a collection a list holds.', { selector: 'The shard selector that the list was made with.' }],
  ObjectMeta: [
    'What every stored object carries: its names, its identity, its revision and who owns it.',
    {
      name: 'Unique among objects of its kind in its namespace; never changes.',
      generateName: 'A prefix: the server appends a random suffix when no name is given.',
      namespace: 'The namespace within which the name is unique; empty for cluster-scoped kinds.',
      selfLink: 'Kept for old clients; the server leaves it empty.',
      uid: 'Unique in space and time; set by the server.',
      resourceVersion: 'The revision of the last write, opaque to clients; sent back, it makes a write conditional.',
      generation: 'Counts changes of the desired state.',
      creationTimestamp: 'When the server stored the object first (UTC).',
      deletionTimestamp: 'When the object goes or went away; set once deletion was asked for.',
      deletionGracePeriodSeconds: 'Seconds between the request to delete and the removal.',
      labels: 'Keys and values to select objects by.',
      annotations: 'Keys and values for tools and people, which nobody selects by.',
      ownerReferences: 'Objects that this one depends on; when all of them are gone, it is collected.',
      finalizers: 'Who must act before the object may go; a deleted object stays until the list is empty.',
      managedFields: 'Who set which field; kept by the server for apply.',
    },
  ],
  OwnerReference: [
    'Points at an object in the same namespace, or in none, whose deletion takes this one along.',
    {
      apiVersion: "The owner's group and version.",
      kind: "The owner's kind.",
      name: "The owner's name.",
      uid: "The owner's uid: an object of the same name made later is not the owner.",
      controller: 'Whether the owner is the controller that manages this object; at most one owner is.',
      blockOwnerDeletion: 'Whether an owner that is deleted in the foreground waits for this object to be gone.',
    },
  ],
  ListOptions: [
    'What a list or watch asks for.',
    {
      labelSelector: 'Only objects whose labels match this selector.',
      fieldSelector: 'Only objects whose fields match this selector.',
      watch: 'Stream the changes instead of returning a list.',
      allowWatchBookmarks: 'The watcher understands BOOKMARK events, which tell how far it has come.',
      resourceVersion: 'The revision to list at or to watch from; what it means depends on resourceVersionMatch.',
      resourceVersionMatch: 'How resourceVersion binds a list: NotOlderThan or Exact.',
      timeoutSeconds: 'After how many seconds the call ends, whatever happens.',
      limit: 'At most this many objects in one answer; the rest is read with continue.',
      continue: 'The token of the page before, to read the next one of the same list.',
      sendInitialEvents: 'The watch starts with the objects there are, and marks their end with a bookmark.',
      shardSelector: 'Only the part of the collection that this shard expression covers.',
    },
  ],
  GetOptions: ['What a get asks for.', { resourceVersion: 'The object must be at least as new as this revision.' }],
  DeleteOptions: [
    'How an object is to be deleted.',
    {
      gracePeriodSeconds: 'Seconds until the object is removed; zero removes it now, none takes the default of its kind.',
      preconditions: 'What must be true of the object, or nothing is deleted (409).',
      orphanDependents: 'Deprecated: whether dependents lose their owner instead of being deleted; use propagationPolicy.',
      propagationPolicy: 'What happens to dependents: Orphan, Background or Foreground.',
      dryRun: 'With "All", everything is done but the storing.',
      ignoreStoreReadErrorWithClusterBreakingPotential:
        'Deletes an object that cannot be read from the store any more, without finalizers or preconditions; may break the cluster.',
    },
  ],
  CreateOptions: [
    'How an object is to be created.',
    {
      dryRun: 'With "All", everything is done but the storing.',
      fieldManager: 'The name under which the fields are owned.',
      fieldValidation: 'What to do about unknown and duplicate fields: Ignore, Warn or Strict.',
    },
  ],
  PatchOptions: [
    'How an object is to be patched.',
    {
      dryRun: 'With "All", everything is done but the storing.',
      force: 'An apply takes fields over from the managers that own them.',
      fieldManager: 'The name under which the fields are owned; an apply must give it.',
      fieldValidation: 'What to do about unknown and duplicate fields: Ignore, Warn or Strict.',
    },
  ],
  ApplyOptions: [
    'How a configuration is to be applied.',
    {
      dryRun: 'With "All", everything is done but the storing.',
      force: 'Take fields over from the managers that own them.',
      fieldManager: 'The name under which the fields are owned.',
    },
  ],
  UpdateOptions: [
    'How an object is to be updated.',
    {
      dryRun: 'With "All", everything is done but the storing.',
      fieldManager: 'The name under which the fields are owned.',
      fieldValidation: 'What to do about unknown and duplicate fields: Ignore, Warn or Strict.',
    },
  ],
  Preconditions: [
    'What must be true of an object before it is changed or deleted.',
    { uid: 'The object has this uid.', resourceVersion: 'The object is at this revision.' },
  ],
  Status: [
    'The answer of a call that returns no object.',
    {
      status: 'Success or Failure.',
      message: 'What happened, for people.',
      reason: 'Why it failed, in one word for programs.',
      details: 'What it failed on, as far as the reason has more to say.',
      code: 'The HTTP status code.',
    },
  ],
  StatusDetails: [
    'What a call failed on.',
    {
      name: "The object's name, where it was about one.",
      group: 'The group of the kind.',
      kind: 'The kind or resource that the call was about.',
      uid: "The object's uid, where it was about one.",
      causes: 'All single faults that were found.',
      retryAfterSeconds: 'After how many seconds to try again; some failures then need another action first.',
    },
  ],
  StatusCause: [
    'One single fault.',
    {
      reason: 'The sort of fault, in one word for programs.',
      message: 'The fault, for people.',
      field: 'The path of the faulty field ("spec.containers[0].image").',
    },
  ],
  List: ['Objects of any kinds.', { items: 'The objects.' }],
  APIVersions: [
    'The versions of the core group, as the root of the API lists them.',
    {
      versions: 'The versions.',
      serverAddressByClientCIDRs: 'Which address clients of a network should use.',
    },
  ],
  APIGroupList: ['The API groups that are served.', { groups: 'The groups.' }],
  APIGroup: [
    'An API group and its versions.',
    {
      name: 'The name of the group.',
      versions: 'The versions that are served.',
      preferredVersion: 'The version to use by those who have no wish.',
      serverAddressByClientCIDRs: 'Which address clients of a network should use.',
    },
  ],
  ServerAddressByClientCIDR: [
    'The address that clients of a network should use.',
    { clientCIDR: 'The network of the clients.', serverAddress: 'Host or IP address, with a port where needed.' },
  ],
  GroupVersionForDiscovery: ['A version of a group.', { groupVersion: 'Group and version ("apps/v1").', version: 'The version alone ("v1").' }],
  APIResource: [
    'A resource, or a subresource, that is served.',
    {
      name: 'The plural name, as in paths.',
      singularName: 'The singular name, for command lines.',
      namespaced: 'Whether its objects live in namespaces.',
      group: 'The group of the kind, where it is not that of the list.',
      version: 'The version of the kind, where it is not that of the list.',
      kind: 'The kind of its objects.',
      verbs: 'What can be done with it.',
      shortNames: 'Abbreviations, for command lines.',
      categories: 'Groups of resources that it belongs to ("all").',
      storageVersionHash: 'Changes when the version that is stored changes; to be compared, not read.',
    },
  ],
  APIResourceList: ['The resources of a group version.', { groupVersion: 'The group version.', resources: 'The resources and their subresources.' }],
  RootPaths: ['The paths that are served.', { paths: 'The paths.' }],
  Patch: ['A change to an object, in the format that the content type names.'],
  GroupResource: ['A resource without its version.', { group: 'The API group.', resource: 'The plural name.' }],
  LabelSelector: [
    'Selects objects by their labels; all requirements must hold, and an empty one selects everything.',
    { matchLabels: 'Labels that must have exactly these values.', matchExpressions: 'Requirements with operators.' },
  ],
  LabelSelectorRequirement: [
    'One requirement of a label selector.',
    {
      key: 'The key of the label.',
      operator: 'How it is compared: In, NotIn, Exists or DoesNotExist.',
      values: 'The values for In and NotIn; empty for Exists and DoesNotExist.',
    },
  ],
  FieldSelectorRequirement: [
    'One requirement of a field selector.',
    {
      key: 'The path of the field.',
      operator: 'How it is compared: In, NotIn, Exists or DoesNotExist.',
      values: 'The values for In and NotIn; empty for Exists and DoesNotExist.',
    },
  ],
  ManagedFieldsEntry: [
    'Which fields one manager has set, in one version, by one kind of operation.',
    {
      manager: 'The name of the manager.',
      operation: 'Apply, or Update for everything else.',
      apiVersion: 'The group version in which the fields are named.',
      time: 'When the set of fields last changed.',
      fieldsType: 'The format of the fields: FieldsV1.',
      fieldsV1: 'The fields as a tree of their names.',
      subresource: 'Through which subresource they were written; empty for the object itself.',
    },
  ],
  FieldsV1: [
    'A set of fields as a tree of JSON: "f:" before a field, "k:" before the keys of a list item, "v:" before a value, "." for the item itself.',
  ],
  Table: ['Objects as rows of printable cells.', { columnDefinitions: 'The columns.', rows: 'The rows, one for each object.' }],
  TableColumnDefinition: [
    'A column of a table.',
    {
      name: 'Its heading.',
      type: 'The OpenAPI type of its cells.',
      format: 'The OpenAPI format of its cells; "name" marks the column with the object\'s name.',
      description: 'What it shows.',
      priority: 'Zero is always shown; higher ones only where there is room.',
    },
  ],
  TableRow: [
    'A row of a table.',
    {
      cells: 'The values, one for each column.',
      conditions: 'What is special about the row, such as an object that is done.',
      object: 'The object, its metadata or nothing, as asked for.',
    },
  ],
  TableRowCondition: [
    'What is special about a row.',
    {
      type: 'The condition, such as Completed.',
      status: 'True, False or Unknown.',
      reason: 'Why, in one word for programs.',
      message: 'Why, for people.',
    },
  ],
  TableOptions: ['How a table is to be made.', { includeObject: 'What of the objects comes along: None, Metadata or Object.' }],
  PartialObjectMetadata: ['Any object, reduced to its metadata.'],
  PartialObjectMetadataList: ['Any list, its objects reduced to their metadata.'],
  Condition: [
    'One aspect of the state of an object.',
    {
      type: 'The aspect, in CamelCase.',
      status: 'True, False or Unknown.',
      observedGeneration: 'The generation that this was found for; an older one means that it may be out of date.',
      lastTransitionTime: 'When the status last changed.',
      reason: 'Why it last changed, in one word for programs.',
      message: 'Why it last changed, for people; may be empty.',
    },
  ],
  WatchEvent: [
    'A change that a watch tells of.',
    {
      type: 'ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.',
      object: 'The object after the change, or before its deletion; a Status for ERROR.',
    },
  ],
});
