"""What programs do with Kubernetes' own client for Python, against a server.

    client.py KUBECONFIG NAMESPACE

Prints a line for each thing that went as it should; the first that did not ends it.
The namespace is there, and nothing in it changes by itself.
"""

import json
import sys
import tempfile
from queue import Queue

from kubernetes import client, config, dynamic, utils, watch
from kubernetes.client.exceptions import ApiException
from kubernetes.informer import SharedInformer

PATIENCE = 20
DEPLOYMENT_AND_JOB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: nginx, resources: {limits: {memory: 0.5Gi}}}]}
---
apiVersion: batch/v1
kind: Job
metadata: {name: once}
spec:
  template:
    spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}
"""


def objects(core, namespace):
    """Typed objects through their life, and errors as exceptions."""
    labels = {"life": "short"}
    made = core.create_namespaced_config_map(
        namespace, client.V1ConfigMap(metadata=client.V1ObjectMeta(name="a", labels=labels), data={"k": "1"})
    )
    made.data["l"] = "ü"
    core.replace_namespaced_config_map("a", namespace, made)
    merged = core.patch_namespaced_config_map("a", namespace, {"data": {"k": None}})
    assert merged.data == {"l": "ü"}, merged.data
    listed = core.patch_namespaced_config_map("a", namespace, [{"op": "add", "path": "/data/m", "value": "2"}])
    assert listed.data == {"l": "ü", "m": "2"}, listed.data
    made.metadata.resource_version = "1"
    expect(409, "Conflict", lambda: core.replace_namespaced_config_map("a", namespace, made))
    core.delete_collection_namespaced_config_map(namespace, label_selector="life=short")
    expect(404, "NotFound", lambda: core.read_namespaced_config_map("a", namespace))


def pages(core, namespace):
    """A long list in pieces."""
    for number in range(25):
        core.create_namespaced_secret(namespace, {"metadata": {"name": f"s-{number:02}"}, "stringData": {"a": "b"}})
    names, token = [], None
    while True:
        page = core.list_namespaced_secret(namespace, limit=10, _continue=token)
        names += [item.metadata.name for item in page.items]
        token = page.metadata._continue
        if not token:
            break
    assert names == [f"s-{number:02}" for number in range(25)], names


def events(core, namespace):
    """An informer and a watch see the same changes, in order."""
    heard = Queue()
    informer = SharedInformer(core.list_namespaced_config_map, namespace=namespace, label_selector="watched")
    for kind in ("ADDED", "MODIFIED", "DELETED"):
        informer.add_event_handler(kind, lambda found, kind=kind: heard.put((kind, found.metadata.name)))
    informer.start()
    start = core.list_namespaced_config_map(namespace).metadata.resource_version
    core.create_namespaced_config_map(namespace, {"metadata": {"name": "w", "labels": {"watched": "yes"}}})
    told = [heard.get(timeout=PATIENCE)]
    core.patch_namespaced_config_map("w", namespace, {"data": {"a": "b"}})
    core.patch_namespaced_config_map("w", namespace, {"metadata": {"labels": {"watched": None}}})
    told += [heard.get(timeout=PATIENCE), heard.get(timeout=PATIENCE)]
    informer.stop()
    expected = [("ADDED", "w"), ("MODIFIED", "w"), ("DELETED", "w")]
    assert told == expected, told
    seen, stream = [], watch.Watch()
    for event in stream.stream(
        core.list_namespaced_config_map, namespace, resource_version=start, label_selector="watched", timeout_seconds=PATIENCE
    ):
        seen.append((event["type"], event["object"].metadata.name))
        if event["type"] == "DELETED":
            stream.stop()
    assert seen == expected, seen


def files(namespace):
    """What `kubectl create -f` does, from Python."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(DEPLOYMENT_AND_JOB)
        file.flush()
        utils.create_from_yaml(client.ApiClient(), file.name, namespace=namespace)
        try:
            utils.create_from_yaml(client.ApiClient(), file.name, namespace=namespace)
            raise AssertionError("created twice")
        except utils.FailToCreateError as error:
            assert [each.status for each in error.api_exceptions] == [409, 409], error
    apps = client.AppsV1Api()
    limits = apps.read_namespaced_deployment("web", namespace).spec.template.spec.containers[0].resources.limits
    assert utils.parse_quantity(limits["memory"]) == 512 * 1024 * 1024, limits
    scale = apps.patch_namespaced_deployment_scale("web", namespace, {"spec": {"replicas": 4}})
    assert scale.spec.replicas == 4, scale


def kinds_by_discovery(namespace):
    """The dynamic client: kinds by name, server-side apply, conflicts."""
    kinds = dynamic.DynamicClient(client.ApiClient())
    maps = kinds.resources.get(api_version="v1", kind="ConfigMap")

    def apply(manager, data):
        body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "owned"}, "data": data}
        return maps.server_side_apply(body=body, name="owned", namespace=namespace, field_manager=manager)

    apply("one", {"a": "1"})
    both = apply("two", {"b": "2"})
    assert both.data.to_dict() == {"a": "1", "b": "2"}, both.data
    expect(409, "Conflict", lambda: apply("two", {"a": "9"}))
    assert len(list(kinds.resources.search(kind="Lease"))) > 0


def identities(core, namespace):
    """A token of a service account is who it says."""
    core.create_namespaced_service_account(namespace, {"metadata": {"name": "robot"}})
    token = core.create_namespaced_service_account_token("robot", namespace, {"spec": {"expirationSeconds": 600}})
    settings = client.Configuration.get_default_copy()
    settings.cert_file = settings.key_file = None
    settings.api_key = {"authorization": f"Bearer {token.status.token}"}
    robot = client.ApiClient(settings)
    who = client.AuthenticationV1Api(robot).create_self_subject_review({}).status.user_info.username
    assert who == f"system:serviceaccount:{namespace}:robot", who
    expect(403, "Forbidden", lambda: client.CoreV1Api(robot).list_namespaced_secret(namespace))


def expect(code, reason, call):
    try:
        call()
    except ApiException as error:
        assert (error.status, json.loads(error.body)["reason"]) == (code, reason), error
        return
    raise AssertionError(f"no {code} {reason}")


def main(kubeconfig, namespace):
    config.load_kube_config(kubeconfig)
    core = client.CoreV1Api()
    for task, arguments in (
        (objects, (core, namespace)),
        (pages, (core, namespace)),
        (events, (core, namespace)),
        (files, (namespace,)),
        (kinds_by_discovery, (namespace,)),
        (identities, (core, namespace)),
    ):
        task(*arguments)
        print(task.__name__, flush=True)


main(*sys.argv[1:])
