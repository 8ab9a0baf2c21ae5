/** What the types of the group resource.k8s.io mean, a sentence each. */
import type { Descriptions } from '../../machinery/descriptions.ts';

const CLASS = 'The class of the devices.';
const SELECTORS = 'What a device must be, all of these.';
const MODE = 'ExactCount (default) takes a number of devices, All takes every one that fits.';
const COUNT = 'How many devices; 1 by default.';
const ADMIN = 'Access for administration, to devices that others use as well; only in namespaces that allow it.';
const TOLERATIONS = 'Taints of devices that are tolerated.';
const CAPACITY = 'How much of each device is needed.';
const DRIVER = 'The driver, a domain name.';
const POOL = 'The pool of the driver that the device is in.';
const DEVICE = 'The name of the device in its pool.';
const REQUESTS = 'The requests of the claim that it is for; all of them without it.';
const OPAQUE = 'Configuration for a driver.';
const BINDING = 'Conditions that must be true before a pod is bound.';
const BINDING_FAILURE = 'Conditions that undo the allocation when they are true.';
const SHARE = 'Tells apart those who share a device.';
const CLAIM_DEVICES = 'The devices that are asked for.';

const DEVICE_FIELDS: Readonly<Record<string, string>> = {
  name: 'Its name, unique in the pool.',
  attributes: 'What it is, by name.',
  capacity: 'How much it has, by name.',
  consumesCounters: 'What it takes from counters that devices share.',
  nodeName: 'The node that it is on.',
  nodeSelector: 'The nodes that can reach it.',
  allNodes: 'Whether all nodes can reach it.',
  taints: 'Reasons to keep away from it.',
  bindsToNode: 'Whether its claim can only be used on the node where it was allocated.',
  bindingConditions: BINDING,
  bindingFailureConditions: BINDING_FAILURE,
  allowMultipleAllocations: 'Whether several requests can share it.',
  nodeAllocatableResourceMappings: 'What it means for the ordinary resources of its node.',
  basic: 'What the device is.',
};

export const resourceDescriptions = (): Descriptions => ({
  AllocatedDeviceStatus: [
    'How an allocated device fares, as its driver tells it.',
    {
      driver: DRIVER,
      pool: POOL,
      device: DEVICE,
      shareID: SHARE,
      data: 'Whatever else the driver has to say.',
      networkData: 'What it is in the network.',
    },
  ],
  AllocationResult: [
    'What a claim was given.',
    {
      devices: 'The devices.',
      nodeSelector: 'The nodes that can use them; all of them without it.',
      allocationTimestamp: 'When they were given.',
    },
  ],
  BasicDevice: ['What a device is.', DEVICE_FIELDS],
  CELDeviceSelector: ['Selects devices by an expression.', { expression: 'CEL that is true or false; device has driver, attributes and capacity.' }],
  CapacityRequestPolicy: [
    'How much of a capacity can be asked for: a list of values, a range, or anything.',
    {
      default: 'What a request gets that names no amount.',
      validValues: 'The amounts that there are, in ascending order; others are rounded up to the next.',
      validRange: 'The range of amounts.',
    },
  ],
  CapacityRequestPolicyRange: [
    'A range of amounts.',
    { min: 'The smallest.', max: 'The largest.', step: 'The distance from one to the next, beginning at the smallest.' },
  ],
  CapacityRequirements: ['How much of a device is needed.', { requests: 'The amounts, by the name of the capacity.' }],
  Counter: ['An amount that devices share.', { value: 'The amount.' }],
  CounterSet: ['Amounts that devices of a pool share.', { name: 'Its name, unique in the pool.', counters: 'The amounts, by name.' }],
  Device: ['A device that a driver offers.', DEVICE_FIELDS],
  DeviceAllocationConfiguration: [
    'Configuration for the devices of a claim.',
    { source: 'Where it comes from: FromClass or FromClaim.', requests: REQUESTS, opaque: OPAQUE },
  ],
  DeviceAllocationResult: [
    'The devices that a claim was given.',
    { results: 'The devices, each with its request.', config: 'Their configuration: that of the classes first, then that of the claim.' },
  ],
  DeviceAttribute: [
    'One thing that a device is: exactly one of the fields.',
    {
      int: 'A number.',
      bool: 'True or false.',
      string: 'A text.',
      version: 'A semantic version.',
      ints: 'Several numbers.',
      bools: 'Several truth values.',
      strings: 'Several texts.',
      versions: 'Several semantic versions.',
    },
  ],
  DeviceCapacity: [
    'How much a device has of something.',
    { value: 'The amount.', requestPolicy: 'How much of it can be asked for, where the device is shared.' },
  ],
  DeviceClaim: [
    'The devices that a claim asks for.',
    {
      requests: 'What is asked for, each on its own.',
      constraints: 'What the devices must have in common.',
      config: 'Configuration for drivers.',
    },
  ],
  DeviceClaimConfiguration: ['Configuration for some of the requests.', { requests: REQUESTS, opaque: OPAQUE }],
  DeviceClass: ['A sort of device that claims can ask for by name.'],
  DeviceClassConfiguration: ['Configuration for the devices of a class.', { opaque: OPAQUE }],
  DeviceClassSpec: [
    'Which devices belong to a class.',
    {
      selectors: SELECTORS,
      config: 'Configuration that its devices get.',
      extendedResourceName: 'The extended resource by which pods can ask for its devices without a claim.',
    },
  ],
  DeviceConfiguration: ['Configuration for devices.', { opaque: OPAQUE }],
  DeviceConstraint: [
    'What devices must have in common.',
    {
      requests: REQUESTS,
      matchAttribute: 'An attribute that is the same for all of them.',
      distinctAttribute: 'An attribute that is different for each of them.',
    },
  ],
  DeviceCounterConsumption: [
    'What a device takes from a set of counters.',
    { counterSet: 'The name of the set.', counters: 'The amounts, by name.' },
  ],
  DeviceRequest: [
    'Asks for devices: for exactly these, or for the first of several alternatives.',
    {
      name: 'Its name, by which containers refer to it.',
      exactly: 'The devices.',
      firstAvailable: 'Alternatives, the best first.',
      deviceClassName: CLASS,
      selectors: SELECTORS,
      allocationMode: MODE,
      count: COUNT,
      adminAccess: ADMIN,
      tolerations: TOLERATIONS,
      capacity: CAPACITY,
    },
  ],
  DeviceRequestAllocationResult: [
    'A device that a request was given.',
    {
      request: 'The request, and the alternative after a slash.',
      driver: DRIVER,
      pool: POOL,
      device: DEVICE,
      adminAccess: ADMIN,
      tolerations: TOLERATIONS,
      bindingConditions: BINDING,
      bindingFailureConditions: BINDING_FAILURE,
      shareID: SHARE,
      consumedCapacity: 'How much of the device it takes.',
    },
  ],
  DeviceSelector: ['Selects devices.', { cel: 'By an expression.' }],
  DeviceSubRequest: [
    'An alternative within a request.',
    {
      name: 'Its name, unique in the request.',
      deviceClassName: CLASS,
      selectors: SELECTORS,
      allocationMode: MODE,
      count: COUNT,
      tolerations: TOLERATIONS,
      capacity: CAPACITY,
    },
  ],
  DeviceTaint: [
    'A reason to keep away from a device.',
    {
      key: 'Its key.',
      value: 'Its value.',
      effect: 'None tells only, NoSchedule keeps new claims away, NoExecute ends pods that use it as well.',
      timeAdded: 'When it was added.',
    },
  ],
  DeviceTaintRule: ['Taints devices that others publish.'],
  DeviceTaintRuleSpec: ['Which devices get which taint.', { deviceSelector: 'The devices; all of them without it.', taint: 'The taint.' }],
  DeviceTaintRuleStatus: ['How far a rule has been carried out.'],
  DeviceTaintSelector: [
    'Selects devices, all of the fields hold.',
    { driver: 'Devices of this driver.', pool: 'Devices of this pool.', device: 'The device of this name.' },
  ],
  DeviceToleration: [
    'Tolerates a taint of devices.',
    {
      key: 'The key of the taint; all keys without it.',
      operator: 'Equal (default) or Exists.',
      value: 'The value of the taint, for Equal.',
      effect: 'The effect; all of them without it.',
      tolerationSeconds: 'For how many seconds NoExecute is tolerated; for ever without it.',
    },
  ],
  ExactDeviceRequest: [
    'Asks for devices.',
    {
      deviceClassName: CLASS,
      selectors: SELECTORS,
      allocationMode: MODE,
      count: COUNT,
      adminAccess: ADMIN,
      tolerations: TOLERATIONS,
      capacity: CAPACITY,
    },
  ],
  NetworkDeviceData: [
    'What a device is in the network.',
    {
      interfaceName: 'The name of the interface in the pod.',
      ips: 'Its addresses, with their prefixes.',
      hardwareAddress: 'Its hardware address.',
    },
  ],
  NodeAllocatableResourceMapping: [
    'How a device counts as an ordinary resource of its node.',
    {
      capacityKey: 'The capacity that is counted; each device counts once without it.',
      allocationMultiplier: 'How much each unit counts for.',
    },
  ],
  OpaqueDeviceConfiguration: [
    'Configuration that only the driver understands.',
    { driver: DRIVER, parameters: 'The configuration, any object with kind and apiVersion.' },
  ],
  PoolStatus: [
    'How many devices a pool has.',
    {
      driver: DRIVER,
      poolName: 'The name of the pool.',
      generation: 'Its generation, when it was looked at.',
      resourceSliceCount: 'How many slices it has.',
      totalDevices: 'How many devices there are.',
      allocatedDevices: 'How many of them are allocated.',
      availableDevices: 'How many of them can be allocated.',
      unavailableDevices: 'How many of them cannot be used.',
      nodeName: 'The node that it belongs to, if there is one.',
      validationError: 'What is wrong with the pool; the numbers are missing then.',
    },
  ],
  ResourceClaim: ['Asks for devices, and keeps those that were given.'],
  ResourceClaimConsumerReference: [
    'Somebody who may use a claim.',
    { apiGroup: 'The group of the resource; empty for the core group.', resource: 'The resource ("pods").', name: 'The name.', uid: 'The uid.' },
  ],
  ResourceClaimSpec: ['What a claim asks for; it never changes.', { devices: CLAIM_DEVICES }],
  ResourceClaimStatus: [
    'What a claim was given, and who may use it.',
    {
      allocation: 'What it was given; nothing without it.',
      reservedFor: 'Who may use it now, 256 at most.',
      devices: 'How the devices fare, as their drivers tell it.',
    },
  ],
  ResourceClaimTemplate: ['From this, each pod that names it gets a claim of its own; it never changes.'],
  ResourceClaimTemplateSpec: ['The claim that is made, with labels and annotations.'],
  ResourcePool: [
    'The pool that a slice is a part of.',
    {
      name: 'Its name, often that of a node; unique with the driver.',
      generation: 'Grows with each change of the pool; only slices of the highest count.',
      resourceSliceCount: 'How many slices the pool has in this generation; it is incomplete before all are there.',
    },
  ],
  ResourcePoolStatusRequest: ['Asks how many devices the pools of a driver have.'],
  ResourcePoolStatusRequestSpec: [
    'Which pools are meant; it never changes.',
    { driver: DRIVER, poolName: 'Only the pool of this name.', limit: 'How many pools the answer has at most.' },
  ],
  ResourcePoolStatusRequestStatus: [
    'How many devices the pools have.',
    { poolCount: 'How many pools there are.', pools: 'The pools, as many as asked for.' },
  ],
  ResourceSlice: ['Some of the devices that a driver offers.'],
  ResourceSliceSpec: [
    'Devices, and who can reach them: exactly one of nodeName, nodeSelector, allNodes and perDeviceNodeSelection.',
    {
      driver: 'The driver that publishes it; it never changes.',
      pool: 'The pool that it is a part of.',
      nodeName: 'The node that the devices are on; it never changes.',
      nodeSelector: 'The nodes that can reach the devices.',
      allNodes: 'Whether all nodes can reach the devices.',
      devices: 'The devices, 128 at most.',
      perDeviceNodeSelection: 'Whether each device says who can reach it.',
      sharedCounters: 'Amounts that the devices of the pool share.',
    },
  ],
});
